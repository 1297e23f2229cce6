"""HTML as blocks: headings, paragraphs, lists, tables, code, definitions, questions, callouts."""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from footnote.retrieval.blocks import Block, BlockKind
from footnote.retrieval.readers import html_parts, html_tables
from footnote.retrieval.readers.block_flow import BlockFlow
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.dom import (
    BLOCKS,
    HEADINGS,
    MOST_NESTED,
    anchor_of,
    children_of,
    flat_words,
    is_dropped,
    marks_of,
    name_of,
    one_line,
)
from footnote.retrieval.readers.html_parts import code_language, code_words
from footnote.retrieval.text.laying_out import Places, Unit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Page = tuple[str, tuple[Block, ...], Places | None]


def page_of(root: "HtmlElement", unit: Unit | None = None) -> Page | None:
    """Return text, blocks and places of HTML that is all content, None where it has no words."""
    writer = BlockWriter()
    BlockReader(writer).write(root)
    return None if writer.empty else writer.page(unit)


class BlockReader(BlockFlow):
    """Writes the blocks of elements; `left_out` are elements to pass over.

    `asked` are the questions a page declares as those of its FAQ. Line numbers come from comments
    `line:N`, which say where in its file the line of markup after them stands.
    """

    def __init__(
        self,
        writer: BlockWriter,
        *,
        left_out: "Collection[HtmlElement]" = frozenset(),
        asked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(writer, asked)
        self._left_out = left_out
        self._nested = 0
        self._holders: set[HtmlElement] = set()

    def write(self, root: "HtmlElement") -> None:
        """Write all that stands in an element."""
        for element in root.iter():
            if name_of(element) in BLOCKS:
                above = element.getparent()
                while above is not None and above not in self._holders:
                    self._holders.add(above)
                    above = above.getparent()
        self._block(root)
        self._end_answer()

    def _block(self, element: "HtmlElement") -> None:
        name = name_of(element)
        if element in self._left_out or is_dropped(element):
            return
        self._count(element)
        if self._nested > MOST_NESTED:
            self._words([element])
            return
        self._nested += 1
        special = _SPECIAL.get(name)
        if special is not None:
            special(self, element)
        elif (callout := html_parts.read_callout(element)) is not None:
            self._callout(callout)
        elif (entry := html_parts.marked_question(element)) is not None:
            self._entry(*entry)
        elif "footnotes" in marks_of(element) or element.get("role") == "doc-endnotes":
            self._notes(element)
        else:
            self._children(element)
        self._nested -= 1

    def _children(self, element: "HtmlElement") -> None:
        """Write runs of words inside an element as paragraphs, and blocks as what they are."""
        run: list[HtmlElement | str] = []
        for node in _nodes(element):
            if isinstance(node, str):
                run.append(node)
            elif not isinstance(node.tag, str):
                self._count(node)
            elif name_of(node) not in BLOCKS and node not in self._holders:
                if node not in self._left_out:
                    run.append(node)
            else:
                self._words(run)
                run = []
                self._block(node)
        self._words(run)

    def _heading(self, element: "HtmlElement") -> None:
        words = one_line(flat_words([*children_of(element)]))
        if not self._is_free:
            self._paragraph(words)
            return
        self._end_answer()
        if words:
            level = int(name_of(element)[1])
            self._writer.heading(words, level, anchor=anchor_of(element), place=self._place)

    def _list(self, element: "HtmlElement") -> None:
        items = [item for item in element if name_of(item) not in {"ul", "ol"}]
        if name_of(element) != "ol" and any(_has_heading(item) for item in items):
            self._children(element)
            return
        number = _whole(element.get("start"), 1)
        step = 1
        if element.get("reversed") is not None:
            number, step = _whole(element.get("start"), len(items)), -1
        with self._group():
            for item in self._parts(element):
                if name_of(item) == "li":
                    number = _whole(item.get("value"), number)
                    self._item(item, number if name_of(element) == "ol" else None)
                    number += step
                else:
                    self._block(item)

    def _parts(self, element: "HtmlElement") -> "Iterator[HtmlElement]":
        """Yield the elements in a list; words that stand between them are paragraphs."""
        for node in _nodes(element):
            if isinstance(node, str):
                self._words([node])
            elif not isinstance(node.tag, str):
                self._count(node)
            elif not is_dropped(node) and node not in self._left_out:
                yield node

    def _item(self, element: "HtmlElement", number: int | None) -> None:
        self._count(element)
        place = self._place
        box = next(
            (inner for inner in element.iter("input") if inner.get("type") == "checkbox"), None
        )
        ticked = "" if box is None else "[ ] " if box.get("checked") is None else "[x] "

        def write(words: str) -> bool:
            self._writer.item(words and ticked + words, ordinal=number, place=place)
            return bool(words)

        with self._opened(write):
            self._children(element)

    def _definitions(self, element: "HtmlElement") -> None:
        parts = [
            part for child in element for part in (child if name_of(child) == "div" else [child])
        ]
        terms = [one_line(flat_words([part])) for part in parts if name_of(part) == "dt"]
        asked = bool(terms) and all(words.rstrip(":").endswith(("?", "？")) for words in terms)
        with self._group():
            self._defined(element, asked=asked)

    def _defined(self, element: "HtmlElement", *, asked: bool) -> None:
        for part in self._parts(element):
            self._count(part)
            if name_of(part) == "dt":
                words = one_line(flat_words(children_of(part)))
                kind: BlockKind = "question" if asked else "term"
                self._writer.add(kind, words, anchor=anchor_of(part), place=self._place)
            elif name_of(part) == "dd":
                with self._as("answer" if asked else "definition"):
                    self._children(part)
            elif name_of(part) == "div":
                self._defined(part, asked=asked)
            else:
                self._block(part)

    def _table(self, element: "HtmlElement") -> None:
        code = html_tables.code_part(element)
        if code is not None:
            self._code(code)
            return
        if (callout := html_parts.read_callout(element)) is not None:
            self._callout(callout)
            return
        if html_tables.is_layout(element):
            self._children(element)
            return
        for caption in element.iterchildren("caption"):
            self._children(caption)
        with self._group():
            for row in html_tables.rows_of(element):
                self._count(row.element)
                self._writer.row(row.cells, header=row.header, place=self._place)

    def _code(self, element: "HtmlElement") -> None:
        self._open("")
        self._writer.code(code_words(element), language=code_language(element), place=self._place)

    def _quotation(self, element: "HtmlElement") -> None:
        if (callout := html_parts.read_callout(element)) is not None:
            self._callout(callout)
            return
        with self._group():
            self._kind = "quotation"
            self._children(element)

    def _callout(self, callout: html_parts.Callout) -> None:
        if html_parts.reads_like_a_question(callout.label, self._asked):
            self._left_out = {*self._left_out, *callout.title}
            self._entry(callout.label, list(callout.content))
            return
        place = self._place

        def write(words: str) -> bool:
            self._writer.add("callout", callout.opening(words), place=place)
            return bool(callout.opening(words))

        left_out, self._left_out = self._left_out, {*self._left_out, *callout.title}
        with self._group(), self._opened(write):
            for element in callout.content:
                self._children(element)
        self._left_out = left_out

    def _details(self, element: "HtmlElement") -> None:
        summary = next(element.iterchildren("summary"), None)
        words = "" if summary is None else one_line(flat_words(children_of(summary)))
        if summary is None or not html_parts.reads_like_a_question(words, self._asked):
            self._children(element)
            return
        self._left_out = {*self._left_out, summary}
        self._entry(words, [element], anchor_of(element))

    def _entry(self, words: str, answers: "list[HtmlElement]", anchor: str = "") -> None:
        """Write a question with its answer."""
        with self._group():
            self._writer.add("question", words, anchor=anchor, place=self._place)
            with self._as("answer"):
                for answer in answers:
                    self._children(answer)

    def _notes(self, element: "HtmlElement") -> None:
        """Write footnotes below a text as paragraphs."""
        for item in element.iter("li"):
            self._count(item)
            words = one_line(flat_words(children_of(item)))
            self._open("")
            self._writer.add("paragraph", words, place=self._place)
        if next(element.iter("li"), None) is None:
            self._children(element)


_SPECIAL: dict[str, Callable[[BlockReader, "HtmlElement"], None]] = {
    **dict.fromkeys(HEADINGS, BlockReader._heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), BlockReader._list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), BlockReader._code),
    "dl": BlockReader._definitions,
    "table": BlockReader._table,
    "blockquote": BlockReader._quotation,
    "details": BlockReader._details,
}


def _nodes(element: "HtmlElement") -> "Iterator[HtmlElement | str]":
    """Yield all that stands right inside an element, comments too."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _has_heading(element: "HtmlElement") -> bool:
    return next(element.iter(*HEADINGS), None) is not None


def _whole(value: str | None, otherwise: int) -> int:
    digits = (value or "").strip()
    plain = digits.removeprefix("-")
    return int(digits) if plain.isascii() and plain.isdigit() and len(plain) < 9 else otherwise
