"""Where the characters of an article stand in the file it came from."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

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
