"""Text and blocks laid out from pieces, and where their characters stood in their file."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Literal, Self

from footnote.retrieval.blocks import Block, Span

PLACES = "places"
"""Metadata key under which an article keeps the places of its lines."""

Unit = Literal["page", "line", "paragraph"]


@dataclass(frozen=True, slots=True)
class Place:
    """A numbered part of a file, counted from 1."""

    unit: Unit
    number: int


@dataclass(frozen=True, slots=True)
class Places:
    """The place of every line of a text: line i stands at `numbers[i]`."""

    unit: Unit
    numbers: Sequence[int]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], lines: int) -> Self:
        """Return what `as_json` stored of a text of some lines."""
        runs = stored["runs"]
        numbers: list[int] = []
        for place, (first, number, step) in enumerate(runs):
            end = runs[place + 1][0] if place + 1 < len(runs) else lines
            numbers += [number + step * further for further in range(end - first)]
        return cls(stored["unit"], numbers)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored: runs of lines, each `[first line, its number, step per line]`."""
        runs: list[list[int]] = []
        length = 0
        for line, number in enumerate(self.numbers):
            step = number - self.numbers[line - 1] if line else 0
            if length == 1 and step in {0, 1}:
                runs[-1][2] = step
            elif not length or step != runs[-1][2]:
                runs.append([line, number, 0])
                length = 0
            length += 1
        return {"unit": self.unit, "runs": runs}


def whole_at_line(text: str, number: int) -> Places:
    """Return the places of a text that is all written on one line of its file."""
    return Places("line", [number] * (text.count("\n") + 1))


def place_at(metadata: Mapping[str, Any], text: str, offset: int) -> Place | None:
    """Return where a character of an article stands, or None where its file has no such parts."""
    stored = metadata.get(PLACES)
    if not stored or not stored["runs"]:
        return None
    line = text.count("\n", 0, offset)
    run = max(bisect_right(stored["runs"], line, key=lambda item: item[0]) - 1, 0)
    first, number, step = stored["runs"][run]
    return Place(stored["unit"], number + step * (line - first))


CELL_JOINT = " | "
"""What stands between the cells of a row; an empty cell leaves its joints."""

ITEM_MARK = re.compile(r"^\s*(?:[•◦▪‣*–—-]|\d{1,9}[.)])\s+")
"""The bullet or number an item's words begin with in a text; the page has it as a list's own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block on its way into a text: `block` says what it is, its span is not yet known.

    `words` may have several lines. A row has `cells` instead of words. `places` number its lines
    in the file it came from, one for each line or one for all.
    """

    block: Block
    words: str = ""
    cells: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


def row_text(cells: Sequence[str], start: int = 0) -> tuple[str, tuple[Span, ...]]:
    """Return a row's line and where its cells stand; `start` is the line's own offset."""
    words = CELL_JOINT.join(cells)
    spans = []
    for cell in cells:
        spans.append(Span(start, start + len(cell)))
        start += len(cell) + len(CELL_JOINT)
    return words, tuple(spans)


def laid_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...], list[int]]:
    """Return the text of some pieces, its blocks, and the place in the file of every line.

    A blank line stands between blocks, a line end between those of one group.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    numbers: list[int] = []
    at = 0
    for piece in pieces:
        if blocks:
            gap = _gap(blocks[-1], piece.block)
            parts.append(gap)
            numbers += numbers[-1:] * (len(gap) - 1)
            at += len(gap)
        words, cells = row_text(piece.cells, at) if piece.cells else (piece.words, ())
        parts.append(words)
        blocks.append(replace(piece.block, start=at, end=at + len(words), cells=cells))
        lines = words.count("\n") + 1
        given = piece.places or (0,)
        numbers += [given[min(line, len(given) - 1)] for line in range(lines)]
        at += len(words)
    return "".join(parts), tuple(blocks), numbers


def _gap(before: Block, block: Block) -> str:
    together = block.group and before.group == block.group
    return "\n" if together and "code" not in {before.kind, block.kind} else "\n\n"


class Lines:
    """A text line by line, with its blocks, so that lines can be rewritten or left out."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.texts = text.split("\n")
        self._blocks = blocks
        starts = list(accumulate((len(line) + 1 for line in self.texts), initial=0))
        self._starts = starts
        self._owner: list[int | None] = [None] * len(self.texts)
        line = 0
        for place, block in enumerate(blocks):
            while starts[line + 1] <= block.start:
                line += 1
            last = line
            while last < len(self.texts) and starts[last] < block.end:
                self._owner[last] = place
                last += 1

    def block(self, line: int) -> Block | None:
        """Return the block a line belongs to, None for a blank one."""
        place = self._owner[line]
        return None if place is None else self._blocks[place]

    def cells(self, line: int) -> tuple[str, ...]:
        """Return the words of a row's cells, nothing for another line."""
        block = self.block(line)
        if block is None or block.kind != "row":
            return ()
        start = self._starts[line]
        return tuple(self.texts[line][c.start - start : c.end - start] for c in block.cells)

    def kept(
        self, lines: Sequence[str], numbers: Sequence[int], cells: dict[int, tuple[str, ...]]
    ) -> tuple[str, tuple[Block, ...]]:
        """Return the text of the lines that stay, with the blocks they make.

        `lines` are all lines as rewritten, `numbers` those that stay, in order; `cells` holds the
        rewritten cells of rows. A block of which no line stays is gone.
        """
        at = 0
        spans: dict[int, Block] = {}
        for number in numbers:
            line, owner = lines[number], self._owner[number]
            if owner is not None and line:
                block = spans.get(owner) or replace(self._blocks[owner], start=at, cells=())
                if number in cells:
                    block = replace(block, cells=row_text(cells[number], at)[1])
                spans[owner] = replace(block, end=at + len(line))
            at += len(line) + 1
        return "\n".join(lines[number] for number in numbers), tuple(spans.values())
