"""The lines of a PDF's pages, with how they look and without those that every page repeats."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

_RUNNING_PAGES = 3
"""On so many pages, and on half of all, a first or last line is a running head or foot."""

_PAGE_NUMBER = re.compile(r"^(\d{1,5})\b|\b(\d{1,5})$")
_MAX_RUNNING_WORDS = 12

_BOLD = re.compile(r"bold|black|heavy|cmbx|sfbx", re.IGNORECASE)
_EVEN = re.compile(r"courier|mono|consol|typewriter|cmtt|sftt|menlo|nimbusmon", re.IGNORECASE)
"""Names of fonts in which every letter is as wide as another: those that code is set in."""

_CODE_SHARE = 0.8

LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xad": "-"}
)
"""Letters drawn as one sign are as many again, and a hyphen that may be drawn is one that was."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, where it begins in points, and how its letters look.

    `is_code` says that these are all of one width.
    """

    words: str
    page: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    bold: bool = False
    is_code: bool = False


class PageLines:
    """Puts the pieces in which a page's text comes together to lines, with how they look."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[Line] = []
        self._words: list[str] = []
        self._looks: list[tuple[int, float, str]] = []
        self._at = (0.0, 0.0)

    def visit(
        self,
        text: str,
        cm: list[float],
        tm: list[float],
        font: Mapping[str, Any] | None,
        size: float,
    ) -> None:
        """Take a piece of text with its matrices, as pypdf hands them over."""
        scale = hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])
        name = str((font or {}).get("/BaseFont", ""))
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end()
            if part.strip():
                if not self._words:
                    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                    self._at = (x, y)
                self._looks.append((len(part.strip()), abs(size * scale), name))
            if part:
                self._words.append(part)

    def lines(self) -> list[Line]:
        """Return the lines of the page."""
        self._end()
        return self._lines

    def _end(self) -> None:
        words = " ".join("".join(self._words).translate(LIGATURES).split())
        if words and self._looks:
            _, size, _ = max(self._looks)
            bold = all(_BOLD.search(name) for _, _, name in self._looks)
            even = sum(length for length, _, name in self._looks if _EVEN.search(name))
            code = even >= _CODE_SHARE * sum(length for length, _, _ in self._looks)
            x, y = self._at
            self._lines.append(Line(words, self._page, x, y, round(size, 1), bold, code))
        self._words, self._looks = [], []


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of pages without heads, feet and numbers that most of them repeat."""
    edges = Counter(
        shape for page in pages for shape in {_shape(line) for line in (*page[:1], *page[-1:])}
    )
    needed = max(_RUNNING_PAGES, (len(pages) + 1) // 2)
    running = {shape for shape, count in edges.items() if count >= needed}
    offsets = Counter(
        offset
        for page in pages
        for offset in {one for line in (*page[:1], *page[-1:]) for one in _offsets(line)}
    )
    numbering = {offset for offset, count in offsets.items() if count >= needed}

    def runs(line: Line) -> bool:
        return _shape(line) in running or not numbering.isdisjoint(_offsets(line))

    kept: list[list[Line]] = []
    for page in pages:
        lines = list(page)
        if lines and runs(lines[0]):
            del lines[0]
        if lines and runs(lines[-1]):
            del lines[-1]
        kept.append(lines)
    return kept


def _offsets(line: Line) -> set[int]:
    """Return by how much the numbers at a short line's ends differ from the number of its page."""
    if len(line.words.split()) > _MAX_RUNNING_WORDS:
        return set()
    found = (first or last for first, last in _PAGE_NUMBER.findall(line.words))
    return {int(number) - line.page for number in found}


def _shape(line: Line) -> tuple[str, float]:
    """Return a line's words with numbers alike, as a running foot has them on every page."""
    return re.sub(r"\d+", "0", line.words), line.size
