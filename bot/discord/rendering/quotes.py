"""Quotes as Discord shows them: numbered steps, fenced code, tables in columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.rendering.markup import escape, shorten, visible
from footnote.retrieval.answer import Citation, QuotedBlock
from footnote.retrieval.quote_markdown import bare_words, item_mark

QUOTE = "> "
FENCE = "```"
_LONGEST_BLOCK = 700
_WIDEST_TABLE = 72
"""Characters of a table's line that a desktop client shows without wrapping."""

_BOLD = frozenset(["term", "question", "heading"])
_TICKS = re.compile(r"`{3,}")


def quote_lines(citation: Citation, mark: str, language: LanguageName) -> list[str]:
    """Return the lines of a quote, each with the sign of a quotation in front.

    The words are inert, the answering ones bold; `mark` stands after the last of them.
    """
    if not citation.blocks:
        words = _words(citation.quote, citation.start, citation)
        return [f"{QUOTE}{words} {mark}"]
    lines = list(_lines(citation.blocks, citation))
    if citation.more:
        lines.append("-# " + say(language, "more_items", count=citation.more))
    if lines[-1] == FENCE or lines[-1].startswith("-# "):
        lines.append(mark)
    else:
        lines[-1] += f" {mark}"
    return [QUOTE + line for line in lines]


def _lines(blocks: Sequence[QuotedBlock], citation: Citation) -> Iterator[str]:
    for is_table, some in groupby(blocks, key=lambda quoted: quoted.block.kind == "row"):
        if is_table:
            yield from _table_lines(list(some), citation)
            continue
        for quoted in some:
            yield from _block_lines(quoted, citation)


def _block_lines(quoted: QuotedBlock, citation: Citation) -> Iterator[str]:
    block = quoted.block
    if block.kind == "code":
        yield FENCE + re.sub(r"[^\w+#-]", "", block.language)
        yield from _code(quoted.words).split("\n")
        yield FENCE
    elif block.kind == "item":
        words = bare_words(quoted)
        start = block.start + len(quoted.words) - len(words)
        mark = item_mark(quoted, "-")
        indent = "  " * max(block.depth - 1, 0)
        yield indent + f"{mark} {_words(words, start, citation)}".lstrip()
    elif block.kind in _BOLD:
        yield f"**{escape(shorten(quoted.words, _LONGEST_BLOCK))}**"
    else:
        yield _words(quoted.words, block.start, citation)


def _table_lines(rows: Sequence[QuotedBlock], citation: Citation) -> Iterator[str]:
    """Yield a table as aligned columns; a wide one as each row's cells under their names."""
    cells = [[_code(visible(cell)) for cell in row.cells] for row in rows]
    count = max(map(len, cells))
    cells = [row + [""] * (count - len(row)) for row in cells]
    widths = [max(len(row[column]) for row in cells) for column in range(count)]
    if sum(widths) + 3 * (count - 1) <= _WIDEST_TABLE:
        yield FENCE
        for place, row in enumerate(cells):
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield " │ ".join(padded).rstrip()
            if rows[place].block.header:
                yield "─┼─".join("─" * width for width in widths)
        yield FENCE
        return
    header = rows[0] if rows[0].block.header else None
    for quoted in rows[header is not None :]:
        for place, (cell, span) in enumerate(zip(quoted.cells, quoted.block.cells, strict=True)):
            name = header.cells[place] if header and place < len(header.cells) else ""
            label = f"**{escape(name)}:** " if name else ""
            if cell:
                yield f"- {label}{_words(cell, span.start, citation)}"


def _code(words: str) -> str:
    """Return words that cannot end the fence they stand in."""
    return _TICKS.sub(lambda ticks: "ˋ" * len(ticks[0]), words.replace("\u200b", ""))


def _words(words: str, start: int, citation: Citation) -> str:
    """Return inert words that begin at an offset of the article, the answering ones bold."""
    first, last = citation.answer_start, citation.answer_end
    shown = shorten(words, _LONGEST_BLOCK)
    if first is None or last is None or last <= start or first >= start + len(shown):
        return escape(shown)
    cut, end = max(first - start, 0), min(last - start, len(shown))
    before, answering, after = shown[:cut], shown[cut:end], shown[end:]
    bold = f"**{escape(answering)}**" if escape(answering) else ""
    left = " " if before[-1:].isspace() or answering[:1].isspace() else ""
    right = " " if after[:1].isspace() or answering[-1:].isspace() else ""
    return f"{escape(before)}{left}{bold}{right}{escape(after)}"
