"""How a reader writes down what it finds: block by block, in the order of the file."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from footnote.retrieval.blocks import Block, BlockKind
from footnote.retrieval.text.laying_out import Piece, Places, Unit, laid_out

BULLET = "•"

_CLOSED = (".", ";", ":", ",", "!", "?", "。", "！", "？")


class BlockWriter:
    """Collects the blocks of one page; blank ones are left out.

    Words may come with any white space: cleaning folds it, except in code. `place` numbers a
    block's first line in the file, in the unit the reader counts in.
    """

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._groups = 0
        self._group = 0
        self._depth = 0

    def heading(self, words: str, level: int, *, anchor: str = "", place: int = 0) -> None:
        """Add a heading; `level` is 1 to 6, `anchor` the id a link can name."""
        level = min(max(level, 1), 6)
        self._add(Block("heading", 0, 0, level=level, anchor=anchor), words, place)

    def add(self, kind: BlockKind, words: str, *, anchor: str = "", place: int = 0) -> None:
        """Add a block of words, such as a paragraph, a term, a quotation or a callout."""
        self._add(self._block(kind, anchor=anchor), words, place)

    def item(
        self, words: str, *, ordinal: int | None = None, mark: str = "", place: int = 0
    ) -> None:
        """Add an item of a list with its bullet, or with its number where the list is ordered.

        `mark` is what its reader sees instead of the plain number, such as "b)" or "2.1".
        """
        mark = mark or (BULLET if ordinal is None else f"{ordinal}.")
        block = self._block("item", ordinal=ordinal)
        self._add(block, f"{mark} {words}" if words.strip() else "", place)

    def row(self, cells: Sequence[str], *, header: bool = False, place: int = 0) -> None:
        """Add a row of a table; empty cells keep their columns."""
        folded = tuple(" ".join(cell.split()) for cell in cells)
        if any(folded):
            block = self._block("row", header=header)
            self._pieces.append(Piece(block, cells=folded, places=(place,)))

    def code(self, words: str, *, language: str = "", place: int = 0, step: int = 1) -> None:
        """Add code as it stands, without the blank lines around it and the indentation of all.

        `step` is how much further in the file each line is than the one before it, in the unit
        the reader counts in: 1 for lines, 0 for pages.
        """
        import textwrap

        lines = textwrap.dedent(words.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        first = next((n for n, line in enumerate(lines) if line.strip()), 0)
        text = "\n".join(lines[first:]).rstrip()
        if text:
            count = text.count("\n") + 1
            at = place + first * step
            numbers = tuple(at + line * step for line in range(count)) if place else (0,)
            self._pieces.append(Piece(self._block("code", language=language), text, places=numbers))

    @contextmanager
    def group(self) -> Iterator[None]:
        """Write a list, a table, a list of definitions or a callout in a `with` block.

        Inside another one it belongs to whatever was written there last.
        """
        group, depth = self._group, self._depth
        if not group:
            self._groups += 1
            self._group = self._groups
        self._depth += 1
        try:
            yield
        finally:
            self._group, self._depth = group, depth

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Write what belongs to the block written last, such as the definition of a term."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    @property
    def empty(self) -> bool:
        """Whether nothing has been written that anybody could read."""
        return not any(piece.words or piece.cells for piece in self._pieces)

    def page(self, unit: Unit | None = None) -> tuple[str, tuple[Block, ...], Places | None]:
        """Return the text, its blocks, and the places of its lines where they are counted."""
        text, blocks, numbers = laid_out(self._pieces)
        return text, blocks, None if unit is None else Places(unit, numbers)

    def _block(
        self,
        kind: BlockKind,
        *,
        ordinal: int | None = None,
        header: bool = False,
        language: str = "",
        anchor: str = "",
    ) -> Block:
        return Block(
            kind,
            0,
            0,
            group=self._group,
            depth=self._depth,
            ordinal=ordinal,
            header=header,
            language=language,
            anchor=anchor,
        )

    def _add(self, block: Block, words: str, place: int) -> None:
        folded = " ".join(words.split())
        if folded:
            self._pieces.append(Piece(block, folded, places=(place,)))


class FlatList:
    """Writes items that a file gives one after another, each with the level it stands at."""

    def __init__(self, writer: BlockWriter) -> None:
        self._writer = writer
        self._open: list[tuple[int, AbstractContextManager[None]]] = []

    def item(
        self,
        words: str,
        level: int,
        *,
        ordinal: int | None = None,
        mark: str = "",
        place: int = 0,
    ) -> None:
        """Add an item below the last one of a lower level; the outermost level is any number."""
        self.close_above(level)
        if not self._open or self._open[-1][0] < level:
            group = self._writer.group()
            group.__enter__()
            self._open.append((level, group))
        self._writer.item(words, ordinal=ordinal, mark=mark, place=place)

    @property
    def is_open(self) -> bool:
        """Whether an item has been written that something can still belong to."""
        return bool(self._open)

    def close_above(self, level: int) -> None:
        """End the lists of higher levels: what follows belongs to an item of `level`."""
        while self._open and self._open[-1][0] > level:
            self._open.pop()[1].__exit__(None, None, None)

    def end(self) -> None:
        """End the list: what is written next does not belong to it."""
        while self._open:
            self._open.pop()[1].__exit__(None, None, None)


def in_cell(parts: Iterable[str]) -> str:
    """Return the paragraphs, items or lines of a table's cell as its words, divided by "; "."""
    words = ""
    for part in (" ".join(part.split()) for part in parts):
        if part and words:
            words += " " if words.endswith(_CLOSED) else "; "
        words += part
    return words
