"""Pandoc's syntax tree written down as blocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from footnote.retrieval.blocks import BlockKind
from footnote.retrieval.readers.block_writer import BlockWriter, FlatList, in_cell
from footnote.retrieval.readers.blocks import BlockReader
from footnote.retrieval.readers.dom import parse
from footnote.retrieval.readers.pandoc import Node, Words, headings_by_id, template_words
from footnote.retrieval.readers.word_styles import shown
from footnote.retrieval.text.plain_blocks import list_mark

_CALLOUTS = frozenset(
    "note warning tip caution important danger hint attention error seealso admonition".split()
)
_VERSIONS = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "versionremoved": "Removed in version",
    "deprecated": "Deprecated since version",
}
"""What Sphinx writes for these directives."""

_UNSEEN = frozenset(["toctree", "contents", "index", "title", "tocdepth", "highlight", "hidden"])
_NUMERALS = {
    "LowerAlpha": "lowerLetter",
    "UpperAlpha": "upperLetter",
    "LowerRoman": "lowerRoman",
    "UpperRoman": "upperRoman",
}
_MAX_COLUMNS = 256


class TreeWriter:
    """Writes the blocks of one document; `shift` is added to the level of its headings.

    `marked_lists` is for formats whose lists are paragraphs that begin with a bullet or a number.
    """

    def __init__(
        self,
        blocks: Sequence[Node],
        writer: BlockWriter,
        *,
        shift: int = 0,
        marked_lists: bool = False,
    ) -> None:
        self._blocks = blocks
        self._writer = writer
        self._marked_lists = marked_lists
        self._words = Words(headings_by_id(blocks))
        self._shift = shift
        self._plain: BlockKind = "paragraph"
        self._list = FlatList(writer)

    def write(self) -> None:
        """Write everything, then the notes in the order they are met in."""
        self._all(self._blocks)
        self._list.end()
        while self._words.notes:
            self._all(self._words.notes.pop(0))

    def _all(self, blocks: Sequence[Node]) -> None:
        for block in blocks:
            known = self._KINDS.get(block["t"])
            if known is not None:
                known(self, block.get("c"))

    def _paragraph(self, content: Sequence[Node]) -> None:
        words = self._words.of(content)
        if self._marked_lists and self._is_marked(words):
            return
        self._list.end()
        self._writer.add(self._plain, words)

    def _is_marked(self, words: str) -> bool:
        """Write a paragraph that is an item by its mark, and tell whether it was one."""
        mark = list_mark(words)
        if mark is not None:
            self._list.item(words[mark.length :], 0, ordinal=mark.ordinal, mark=mark.shown)
        return mark is not None

    def _lines(self, content: Sequence[Sequence[Node]]) -> None:
        self._list.end()
        self._writer.add(self._plain, in_cell(map(self._words.of, content)))

    def _code(self, content: Any) -> None:
        (_, classes, _), text = content
        self._list.end()
        self._writer.code(text, language=next(iter(classes), ""))

    def _raw(self, content: Any) -> None:
        form, text = content
        if form == "mediawiki":
            self._writer.add(self._plain, template_words(text))
            return
        root = parse(text) if form == "html" else None
        if root is not None:
            BlockReader(self._writer).write(root)

    def _quotation(self, content: Sequence[Node]) -> None:
        with self._grouped(), self._as("quotation"):
            self._all(content)

    def _ordered(self, content: Any) -> None:
        (start, style, delimiter), items = content
        numeral = _NUMERALS.get(style["t"], "decimal")
        form = {"OneParen": "{})", "TwoParens": "({})"}.get(delimiter["t"], "{}.")
        with self._grouped(), self._as("paragraph"):
            for number, item in enumerate(items, start=start):
                self._item(item, ordinal=number, mark=form.format(shown(number, numeral)))

    def _bulleted(self, content: Sequence[Sequence[Node]]) -> None:
        with self._grouped(), self._as("paragraph"):
            for item in content:
                self._item(item)

    def _item(self, blocks: Sequence[Node], *, ordinal: int | None = None, mark: str = "") -> None:
        rest = blocks
        if blocks and blocks[0]["t"] in {"Plain", "Para"}:
            words = self._words.of(blocks[0]["c"])
            self._writer.item(words, ordinal=ordinal, mark=mark)
            rest = blocks[1:]
        for block in rest:
            # A list in an item is deeper by itself.
            nested = block["t"] in {"OrderedList", "BulletList", "DefinitionList"}
            with nullcontext() if nested else self._writer.inside():
                self._all([block])

    def _definitions(self, content: Any) -> None:
        with self._grouped():
            for term, definitions in content:
                self._writer.add("term", self._words.of(term))
                with self._writer.inside(), self._as("definition"):
                    for definition in definitions:
                        self._all(definition)

    def _heading(self, content: Any) -> None:
        level, (anchor, _, _), inlines = content
        self._list.end()
        self._writer.heading(self._words.of(inlines), level + self._shift, anchor=anchor)

    def _table(self, content: Any) -> None:
        _, (_, caption), _, (_, head), bodies, (_, foot) = content
        self._list.end()
        self._all(caption)
        headers = [row for _, row in head]
        rows = [row for _, _, above, below in bodies for _, row in (*above, *below)]
        rows += [row for _, row in foot]
        with self._grouped():
            for number, cells in enumerate(self._grid([*headers, *rows])):
                self._writer.row(cells, header=number < len(headers))

    def _grid(self, rows: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
        """Yield the cells of each row: in every row they cover, in the first of their columns."""
        covered: dict[int, tuple[int, str]] = {}
        for row in rows:
            cells: list[str] = []
            waiting = iter(row)
            while len(cells) < _MAX_COLUMNS:
                left, words = covered.pop(len(cells), (0, ""))
                width = 1
                if not left:
                    cell = next(waiting, None)
                    if cell is None and not any(column > len(cells) for column in covered):
                        break
                    if cell is not None:
                        _, _, left, width, inner = cell
                        words = in_cell(self._cell_lines(inner))
                first = len(cells)
                for column in range(first, min(first + width, _MAX_COLUMNS)):
                    shown_words = words if column == first else ""
                    if left > 1:
                        covered[column] = (left - 1, shown_words)
                    cells.append(shown_words)
            yield cells

    def _cell_lines(self, blocks: Sequence[Node]) -> Iterator[str]:
        """Yield the lines of a cell: paragraphs, items and rows."""
        inner = BlockWriter()
        writer = TreeWriter(blocks, inner)
        writer._words = self._words
        writer._all(blocks)
        writer._list.end()
        text, found, _ = inner.page()
        for block in found:
            words = text[block.start : block.end]
            if block.kind == "row":
                words = ", ".join(filter(None, words.split(" | ")))
            yield from words.removeprefix("• ").split("\n")

    def _figure(self, content: Any) -> None:
        _, (_, caption), blocks = content
        shows_picture = all(block["t"] in {"Plain", "Para"} for block in blocks)
        if not (caption and shows_picture):
            self._all(blocks)
        self._all(caption)

    def _division(self, content: Any) -> None:
        (_, classes, _), blocks = content
        name = next((name for name in classes if name in _CALLOUTS or name in _VERSIONS), "")
        if not _UNSEEN.isdisjoint(classes) or any(one.startswith("auto") for one in classes):
            return  # what Sphinx makes of the program's own code is not in the file
        if name and "output" not in classes:
            self._callout(name, blocks)
        elif "option" in classes and blocks and blocks[0]["t"] == "DefinitionList":
            (terms, _), *_ = blocks[0]["c"]
            self._definitions([(terms, [blocks[1:]])])
        else:
            self._all(blocks)

    def _callout(self, name: str, blocks: Sequence[Node]) -> None:
        """Write a callout: its label before its first words, all else inside."""
        label = _VERSIONS.get(name, name.capitalize())
        rest = list(blocks)
        if rest and rest[0]["t"] == "Div" and "title" in rest[0]["c"][0][1]:
            label = " ".join(self._cell_lines(rest.pop(0)["c"][1]))
        words = ""
        if rest and rest[0]["t"] in {"Plain", "Para"}:
            words = self._words.of(rest.pop(0)["c"])
        if name in _VERSIONS:
            version, _, words = words.partition(" ")
            label += f" {version}"
        with self._grouped():
            self._writer.add("callout", f"{label}: {words}".strip() if words else f"{label}:")
            with self._writer.inside(), self._as("paragraph"):
                self._all(rest)

    def _grouped(self) -> AbstractContextManager[None]:
        self._list.end()
        return self._writer.group()

    def _as(self, kind: BlockKind) -> AbstractContextManager[None]:
        return _Kind(self, kind) if kind != self._plain else nullcontext()

    _KINDS: Mapping[str, Callable[["TreeWriter", Any], None]] = {
        "Plain": _paragraph,
        "Para": _paragraph,
        "LineBlock": _lines,
        "CodeBlock": _code,
        "RawBlock": _raw,
        "BlockQuote": _quotation,
        "OrderedList": _ordered,
        "BulletList": _bulleted,
        "DefinitionList": _definitions,
        "Header": _heading,
        "Table": _table,
        "Figure": _figure,
        "Div": _division,
    }


class _Kind:
    """What plain paragraphs are while something is written: a quotation, a definition."""

    def __init__(self, writer: TreeWriter, kind: BlockKind) -> None:
        self._writer, self._kind = writer, kind

    def __enter__(self) -> None:
        self._before, self._writer._plain = self._writer._plain, self._kind

    def __exit__(self, *_: object) -> None:
        self._writer._plain = self._before
