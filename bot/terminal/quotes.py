"""Quotes on the terminal: lists, tables and code as what they are."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from footnote.bot.terminal.words import safe, say
from footnote.retrieval.answer import Citation, QuotedBlock
from footnote.retrieval.languages import Language
from footnote.retrieval.quote_markdown import bare_words, item_mark

MARKER = Style(color="cyan", bold=True)
ANSWERING = Style(bold=True)
_QUIET = Style(dim=True)
_BOLD = frozenset(["term", "question", "heading"])


def render_quote(citation: Citation, spoken: Language) -> RenderableType:
    """Return a quote with its footnote's mark: running text in quotation marks, the rest laid out.

    The answering words, where they are known, stand out.
    """
    mark = Text(f" [{citation.marker}]", style=MARKER)
    if not citation.blocks:
        words = _words(citation.quote, citation.start, citation)
        return Text.assemble("“", words, "”", mark)
    parts = list(_parts(citation))
    if citation.more:
        left_out = f"  … {say(spoken, 'more_items', count=citation.more)}"
        parts.append(Text.assemble((left_out, _QUIET)))  # the mark behind it is not quiet
    if isinstance(parts[-1], Text):
        parts[-1] = parts[-1] + mark
    else:
        parts.append(mark)
    return Group(*parts)


def _parts(citation: Citation) -> Iterator[RenderableType]:
    rows: list[QuotedBlock] = []
    for quoted in citation.blocks:
        if quoted.block.kind == "row":
            rows.append(quoted)
            continue
        if rows:
            yield _table(rows, citation)
            rows = []
        yield _part(quoted, citation)
    if rows:
        yield _table(rows, citation)


def _part(quoted: QuotedBlock, citation: Citation) -> RenderableType:
    block = quoted.block
    indent = 2 * max(block.depth - 1, 0)
    if block.kind == "code":
        syntax = Syntax("", block.language or "text", theme="ansi_dark", background_color="default")
        # As text: `Syntax` fills its lines up to the width of the terminal, or of a file.
        code = syntax.highlight(safe(quoted.words))
        code.rstrip()
        return Padding(code, (0, 0, 0, indent + 4), expand=False)
    if block.kind == "item":
        start = block.start + len(quoted.words) - len(bare_words(quoted))
        marks = [
            item_mark(each, "•")
            for each in citation.blocks
            if each.block.kind == "item" and each.block.depth == block.depth
        ]
        deep = 3 * max(block.depth - 1, 0)
        hung = Table.grid(padding=(0, 1, 0, 0))
        hung.add_column(width=2 + deep + max(map(len, marks)), justify="right")
        hung.add_column()
        hung.add_row(item_mark(quoted, "•"), _words(bare_words(quoted), start, citation))
        return hung
    words = _words(quoted.words, block.start, citation)
    if block.kind in _BOLD:
        words.stylize(ANSWERING)
    return Padding(words, (0, 0, 0, indent), expand=False) if indent else words


def _table(rows: Sequence[QuotedBlock], citation: Citation) -> Table:
    header = rows[0] if rows[0].block.header else None
    table = Table(box=box.SIMPLE_HEAD, show_header=header is not None, pad_edge=False)
    for column in range(max(len(row.cells) for row in rows)):
        names = header.cells if header is not None else ()
        table.add_column(Text(safe(names[column])) if column < len(names) else "")
    for row in rows[header is not None :]:
        spans = row.block.cells
        table.add_row(
            *(
                _words(cell, span.start, citation)
                for cell, span in zip(row.cells, spans, strict=True)
            )
        )
    return table


def _words(words: str, start: int, citation: Citation) -> Text:
    """Return words of a quote that begin at an offset of the article, the answering ones bold."""
    first, last = citation.answer_start, citation.answer_end
    if first is None or last is None or last <= start or first >= start + len(words):
        return Text(safe(words))
    cut, end = max(first - start, 0), min(last - start, len(words))
    return Text.assemble(safe(words[:cut]), (safe(words[cut:end]), ANSWERING), safe(words[end:]))
