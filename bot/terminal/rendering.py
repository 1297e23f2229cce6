"""Answers, footnotes and articles as rich text; quoted lists, tables and code as what they are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from footnote.bot.terminal.words import safe, say
from footnote.retrieval.answer import Answer, Citation, QuotedBlock
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.languages import Language
from footnote.retrieval.quote_markdown import bare_words, item_mark, text_after, text_before
from footnote.retrieval.text.text_fragment import quote_link
from footnote.retrieval.usage import Usage

QUIET = Style(dim=True)
HIGHLIGHT = Style(bold=True, reverse=True)
SURROUNDINGS = 500
"""Characters shown on either side of an opened quote."""
COPIES_NAMED = 3
"""Copies of a cited article that are named below its footnote; the others are counted."""


def render_answer(answer: Answer) -> RenderableType:
    """Return an answer with its numbered footnotes, or a refusal with the nearest titles."""
    spoken = answer.language
    if answer.status == "refused":
        parts: list[RenderableType] = [Text(safe(answer.text), style=Style(color="yellow"))]
    else:
        parts = [
            _body(answer),
            Text(),
            *(_footnote(citations, spoken) for citations in _by_page(answer.citations)),
        ]
    parts += [
        Text(say(spoken, "note", text=safe(warning)), style=QUIET) for warning in answer.warnings
    ]
    if answer.complete and answer.removed:
        parts.append(Text(describe_removed(len(answer.removed), spoken), style=QUIET))
    if answer.complete and answer.usage.calls:
        parts.append(Text(describe_usage(answer.usage, spoken), style=QUIET))
    return Group(*parts)


def describe_removed(count: int, spoken: Language = Language.ENGLISH) -> str:
    """Return how many sentences of a language model are not shown, as one line."""
    return say(spoken, "left_out_one" if count == 1 else "left_out", count=count)


def describe_usage(usage: Usage, spoken: Language = Language.ENGLISH) -> str:
    """Return what a language model used as one line; its cost only where prices are set."""
    return say(
        spoken,
        "tokens",
        about=say(spoken, "about") if usage.estimated else "",
        read=usage.input_tokens,
        written=usage.output_tokens,
        cost=say(spoken, "cost", cost=usage.cost) if usage.cost else "",
    )


def _body(answer: Answer) -> RenderableType:
    if answer.answerer == "extractive" and answer.citations:
        return Group(*(render_quote(each, answer.language) for each in answer.citations))
    text = Text()
    own_line = False
    for number, sentence in enumerate(answer.sentences):
        if number:
            text.append("\n" if own_line or sentence.own_line else " ")
        own_line = sentence.own_line
        text.append(safe(sentence.text))
        for marker in sentence.markers:
            text.append(f" [{marker}]", style=MARKER)
    if answer.missing:
        text.append(f"\n{safe(answer.missing)}", style=QUIET)
    return text


def _by_page(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Return citations that stand in one section of one page together."""
    found: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation in citations:
        found.setdefault((citation.article.id, citation.heading), []).append(citation)
    return list(found.values())


def _footnote(citations: Sequence[Citation], spoken: Language) -> RenderableType:
    first = citations[0]
    marks = " ".join(f"[{citation.marker}]" for citation in citations)
    line = Text(f"{marks} ", style=MARKER)
    line.append(describe(first.article, spoken, first.heading))
    rows: list[RenderableType] = [line]
    for citation in citations:
        link = quote_link(citation.article.url, citation.quote, citation.anchor)
        place = link or _nearby(citation.article.path)
        if place and citation.place and not link:
            place += f", {say(spoken, citation.place.unit, number=citation.place.number)}"
        if place:
            style = Style(dim=True, link=link) if link else QUIET
            rows.append(Text.assemble("    ", (safe(place), style), overflow="fold"))
    copies = {copy.article.id: copy for citation in citations for copy in citation.copies}
    verbatim = [copy.article for copy in copies.values() if copy.verbatim]
    others = [copy.article for copy in copies.values() if not copy.verbatim]
    rows += [*_copies("also_in", verbatim, spoken), *_copies("in_other_words", others, spoken)]
    return Group(*rows)


def _copies(how: str, heads: Sequence[ArticleHead], spoken: Language) -> list[Text]:
    """Return the line that names an article's copies, if it has any."""
    if not heads:
        return []
    line = Text(f"    {say(spoken, how)}: ", style=QUIET)
    line.append(Text("; ").join(describe(head, spoken) for head in heads[:COPIES_NAMED]))
    if len(heads) > COPIES_NAMED:
        line.append(say(spoken, "and_more", count=len(heads) - COPIES_NAMED))
    return [line]


def _nearby(path: str | None) -> str | None:
    """Return a file's path as seen from the working folder, where it lies below it."""
    if path is None:
        return None
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def describe(
    head: ArticleHead, spoken: Language = Language.ENGLISH, heading: Sequence[str] = ()
) -> Text:
    """Return an article's title, the headings in it, its source and date on one line."""
    text = Text(safe(head.title), style=Style(bold=True))
    text.append("".join(safe(f"{HEADING_JOINT}{each}") for each in heading), Style(bold=False))
    day = head.published.isoformat() if head.published else say(spoken, "no_date")
    details = [head.source, day]
    shown = ", ".join(safe(detail) for detail in details if detail)
    text.append(f" ({shown})", style=Style(bold=False, dim=True))
    return text


def render_opened(article: Article, start: int, end: int) -> RenderableType:
    """Return a quote highlighted in its surroundings."""
    text = Text(safe(text_before(article.text, start, SURROUNDINGS)))
    text.append(safe(article.text[start:end]), style=HIGHLIGHT)
    text.append(safe(text_after(article.text, end, SURROUNDINGS)))
    return Group(describe(article.head), Text(), text)


def render_articles(heads: Sequence[ArticleHead]) -> RenderableType:
    """Return articles as a table."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "published", "source", "title"):
        table.add_column(column, no_wrap=column != "title")
    for head in heads:
        published = head.published.isoformat() if head.published else "–"
        table.add_row(head.id, published, safe(head.source or "–"), Text(safe(head.title)))
    return table


MARKER = Style(color="cyan", bold=True)
ANSWERING = Style(bold=True)
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
        parts.append(Text.assemble((left_out, QUIET)))  # the mark behind it is not quiet
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
