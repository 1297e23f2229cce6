"""Quotes as Markdown that shows what their article shows, and the text around them."""

import re

from footnote.retrieval.answer import Citation, QuotedBlock
from footnote.retrieval.blocks import Block
from footnote.retrieval.text.laying_out import ITEM_MARK

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~!&]")
_LINE_START = re.compile(r"^(\s*|\s*\d+)([-+=.)])")
_TICKS = re.compile(r"`+")
_INDENT = "   "


def quote_markdown(citation: Citation) -> str:
    """Return a citation's quote as CommonMark with tables: lists, rows under their header, code.

    All words are escaped, so that nothing in an article becomes markup, a link or HTML. Items left
    out after the quote are counted on a last line.
    """
    if not citation.blocks:
        return escaped(" ".join(citation.quote.split()))
    lines: list[str] = []
    before: QuotedBlock | None = None
    items: list[Block] = []
    for quoted in citation.blocks:
        if before is not None and not _joined(before, quoted):
            lines.append("")
        block = quoted.block
        items = [item for item in items if item.group == block.group and item.depth < block.depth]
        lines += [_INDENT * len(items) + line for line in _block_lines(quoted)]
        if block.kind == "item":
            items.append(block)
        if quoted.block.header:
            lines.append("|" + " --- |" * len(quoted.cells))
        before = quoted
    if citation.more:
        lines += ["", f"… {citation.more} more"]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Return text of one line that Markdown shows as it is."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))


def bare_words(quoted: QuotedBlock) -> str:
    """Return a block's words on one line, an item without its bullet or number."""
    words = " ".join(quoted.words.split())
    return ITEM_MARK.sub("", words) if quoted.block.kind == "item" else words


def item_mark(quoted: QuotedBlock, bullet: str) -> str:
    """Return the bullet or number of an item, nothing where its bare words begin with "b)"."""
    if quoted.block.ordinal is None:
        return bullet
    return f"{quoted.block.ordinal}." if ITEM_MARK.match(quoted.words) else ""


def _joined(before: QuotedBlock, quoted: QuotedBlock) -> bool:
    return before.block.kind == quoted.block.kind and quoted.block.kind in {"item", "row"}


def _block_lines(quoted: QuotedBlock) -> list[str]:
    block = quoted.block
    match block.kind:
        case "item":
            mark = item_mark(quoted, "- ") or "- "
            return [f"{mark} {escaped(bare_words(quoted))}"]
        case "row":
            cells = (escaped(" ".join(cell.split())) for cell in quoted.cells)
            return [f"| {' | '.join(cells)} |"]
        case "code":
            longest = max(map(len, _TICKS.findall(quoted.words)), default=0)
            fence = "`" * max(3, longest + 1)
            opening = fence + re.sub(r"[^\w+#.-]", "", block.language)
            return [opening, *quoted.words.split("\n"), fence]
        case "term" | "question" | "heading":
            return [f"**{escaped(bare_words(quoted))}**"]
        case "quotation":
            return [f"> {escaped(bare_words(quoted))}"]
        case _:
            return [escaped(bare_words(quoted))]


def text_before(text: str, start: int, width: int) -> str:
    """Return up to `width` characters before `start`; an ellipsis says where more was."""
    if start <= width:
        return text[:start]
    cut = text[start - width : start] if width else ""
    return "…" + cut.partition(" ")[2]


def text_after(text: str, end: int, width: int) -> str:
    """Return up to `width` characters from `end` on; an ellipsis says where more was."""
    if len(text) - end <= width:
        return text[end:]
    return text[end : end + width].rpartition(" ")[0] + "…"
