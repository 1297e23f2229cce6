"""The shape of a text: which of its characters are headings, steps, rows, code."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "row",
    "code",
    "term",
    "definition",
    "question",
    "answer",
    "quotation",
    "callout",
]

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
"""All kinds in a fixed order; the catalog stores their places in it, so it only ever grows."""

HEADING_JOINT = " › "
"""What stands between the headings of a path where it is shown on one line."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range `[start, end)` of some text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text that is one thing to its reader; `text[start:end]` are its words.

    Blocks do not overlap and stand in the order of the text; what is between them is white space.
    Blocks that belong together (the items of a list with all that stands inside them, the rows of
    a table, terms and definitions, a callout) share a `group`, numbered from 1; 0 is none. Inside
    a group `depth` counts from 1, and whatever follows a block at a greater depth belongs to it:
    a nested list to its item, a definition to its term, an answer to its question.

    `level` is a heading's, 1 to 6. `ordinal` is the number an item carries, which stands in the
    text too. `cells` are a row's, with empty ones as empty spans; `header` marks the row that
    names the columns. `language` is that of code, as its fence names it. `anchor` is the id by
    which a page links to a heading or term.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    group: int = 0
    depth: int = 0
    ordinal: int | None = None
    header: bool = False
    language: str = ""
    anchor: str = ""
    cells: tuple[Span, ...] = ()


class Outline:
    """What can be asked of the blocks of one text; blocks are told by their place in `blocks`."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def words(self, place: int) -> str:
        """Return the text of a block."""
        block = self.blocks[place]
        return self.text[block.start : block.end]

    def at(self, offset: int) -> int | None:
        """Return the place of the block that holds a character, or the one before it."""
        place = bisect_right(self._starts, offset) - 1
        return place if place >= 0 else None

    def overlapping(self, start: int, end: int) -> range:
        """Return the places of the blocks that share a character with `[start, end)`."""
        first = self.at(start)
        if first is None or self.blocks[first].end <= start:
            first = 0 if first is None else first + 1
        last = bisect_right(self._starts, end - 1)
        return range(first, max(last, first))

    def headings_above(self, place: int) -> tuple[int, ...]:
        """Return the places of the headings a block stands under, the outermost first.

        A heading does not stand under itself.
        """
        places: list[int] = []
        before = self._headings[: bisect_right(self._headings, place - 1)]
        level = self.blocks[place].level if self.blocks[place].kind == "heading" else 7
        for other in reversed(before):
            if self.blocks[other].level < level:
                places.append(other)
                level = self.blocks[other].level
        return tuple(reversed(places))

    def heading_path(self, place: int) -> tuple[str, ...]:
        """Return the words of the headings a block stands under, the outermost first."""
        return tuple(" ".join(self.words(other).split()) for other in self.headings_above(place))

    def belonging(self, place: int) -> range:
        """Return a block with all that follows it deeper in its group."""
        block = self.blocks[place]
        end = place + 1
        while block.group and end < len(self.blocks):
            other = self.blocks[end]
            if other.group != block.group or other.depth <= block.depth:
                break
            end += 1
        return range(place, end)

    def owner(self, place: int) -> int | None:
        """Return the block a block belongs to: the item around it, the term of a definition."""
        block = self.blocks[place]
        for other in range(place - 1, -1, -1):
            if not block.group or self.blocks[other].group != block.group:
                return None
            if self.blocks[other].depth < block.depth:
                return other
        return None

    def group(self, place: int) -> range:
        """Return all blocks of a block's group; the block alone where it is in none."""
        block = self.blocks[place]
        if not block.group:
            return range(place, place + 1)
        return range(*self._groups[block.group])

    def lead_in(self, place: int) -> int | None:
        """Return the block that announces a block's group or code, such as "Do this:"."""
        first = self.group(place).start
        before = first - 1
        if before < 0 or self.blocks[before].kind not in {"paragraph", "quotation", "callout"}:
            return None
        return before if self.announces(before) else None

    def announces(self, place: int) -> bool:
        """Tell whether a block ends in a colon, as what announces the next one does."""
        return self.words(place).rstrip().endswith((":", "："))

    def section(self, place: int) -> range:
        """Return a block with those around it between headings, and the heading above them."""
        following = bisect_right(self._headings, place)
        start = self._headings[following - 1] if following else 0
        return range(start, [*self._headings, len(self.blocks)][following])

    @cached_property
    def _headings(self) -> list[int]:
        return [n for n, block in enumerate(self.blocks) if block.kind == "heading"]

    @cached_property
    def _groups(self) -> dict[int, tuple[int, int]]:
        groups: dict[int, tuple[int, int]] = {}
        for place, block in enumerate(self.blocks):
            if block.group:
                groups[block.group] = (
                    groups.get(block.group, (place, 0))[0],
                    place + 1,
                )
        return groups
