"""What the lines of a PDF's pages are: headings, paragraphs, items, code."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median

from footnote.retrieval.blocks import Block
from footnote.retrieval.readers.block_writer import BlockWriter, FlatList
from footnote.retrieval.readers.pdf_lines import Line
from footnote.retrieval.text.laying_out import Places
from footnote.retrieval.text.plain_blocks import list_mark

_LARGER = 1.12
"""How many times larger than the text a heading's letters are."""

_MAX_HEADING_WORDS, _MAX_BOLD_WORDS, _MAX_TITLE_WORDS = 20, 12, 15
_GAP = 1.35
"""How many times the usual distance of lines divides paragraphs."""

_SHORT = 0.75
"""A line so much shorter than most ends a paragraph if it ends a sentence."""

_MEANT = 0.6
"""Share of a stated title's words that stand on the first page if it is the text's own."""

_HYPHENATED = re.compile(r"(?<=[^\W\d_])-$")
_SENTENCE_END = re.compile(r"[.!?:;。！？][)\]”’\"']?$")
_CHARACTER_WIDTH = 0.6
"""Of monospaced letters, as a share of their size."""


class PdfWriter:
    """Writes the lines of all pages as blocks; `bookmarks` are the levels of headings by words."""

    def __init__(self, pages: Sequence[Sequence[Line]], bookmarks: Mapping[str, int]) -> None:
        self.lines = [line for page in pages for line in page]
        self._writer = BlockWriter()
        self._list = FlatList(self._writer)
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.words)
        self._size = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
        gaps = [
            before.y - line.y
            for before, line in zip(self.lines, self.lines[1:], strict=False)
            if before.page == line.page and 0 < before.y - line.y < 6 * (line.size or 10)
        ]
        usual = Counter(map(round, gaps))
        self.leading = max(usual, key=lambda gap: (usual[gap], -gap), default=0)
        self._width = median(map(len, (line.words for line in self.lines))) if self.lines else 0
        self._bookmarks = self._matched(bookmarks)
        larger = {line.size for line in self.lines if self._is_larger(line)}
        self._levels = self._levels_of(sorted(larger, reverse=True))
        self._pending: list[Line] = []
        self._titles = self._title_lines()
        self.title_heading = " ".join(line.words for line in self._titles)

    def write(self) -> None:
        """Write all lines."""
        place = 0
        while place < len(self.lines):
            line = self.lines[place]
            level = self._level(place)
            if level:
                place = self._heading(place, level)
            elif self._begins_code(place):
                place = self._code(place)
            else:
                if self._pending and not self._goes_on(self._pending[-1], line):
                    self._end_paragraph()
                self._pending.append(line)
                place += 1
        self._end_paragraph()
        self._list.end()

    def page(self) -> tuple[str, tuple[Block, ...], Places | None]:
        """Return the text with its blocks and the pages of its lines."""
        return self._writer.page("page")

    @property
    def _is_all_code(self) -> bool:
        return sum(line.is_code for line in self.lines) * 2 > len(self.lines)

    def _matched(self, bookmarks: Mapping[str, int]) -> dict[str, int]:
        """Return the bookmarks that stand in the text as a line of their own, if any are used."""
        known = {_key(line.words) for line in self.lines}
        found = {words: level for words, level in bookmarks.items() if words in known}
        return found if len(found) > 1 else {}

    def _levels_of(self, sizes: Sequence[float]) -> dict[float, int]:
        """Return the level of each size of letters: that of its bookmarks, else by its rank."""
        levels: dict[float, int] = {}
        last = 0
        for size in sizes:
            known = Counter(
                self._bookmarks[_key(line.words)]
                for line in self.lines
                if line.size == size and _key(line.words) in self._bookmarks
            )
            last = max(known, key=lambda level: known[level]) if known else last + 1
            levels[size] = last
        return levels

    def _title_lines(self) -> list[Line]:
        """Return the lines in the largest letters of the first page, if there are larger ones."""
        first = [line for line in self.lines if line.page == self.lines[0].page]
        largest = max((line.size for line in first if self._is_larger(line)), default=0.0)
        start = next((n for n, line in enumerate(first) if line.size == largest), len(first))
        end = start
        while end < len(first) and first[end].size == largest:
            end += 1
        return first[start:end]

    def _is_larger(self, line: Line) -> bool:
        few = len(line.words.split()) <= _MAX_HEADING_WORDS
        lettered = any(map(str.isalpha, line.words))
        return bool(self._size) and line.size >= self._size * _LARGER and few and lettered

    def _level(self, place: int) -> int:
        """Return the level of the heading a line is, 0 for none."""
        line = self.lines[place]
        if line in self._titles:
            return 1
        if _is_contents(line.words):
            return 0
        if _key(line.words) in self._bookmarks:
            return self._bookmarks[_key(line.words)]
        if self._is_larger(line):
            return self._levels[line.size]
        words = line.words.split()
        above = self.lines[place - 1] if place else None
        parted = above is None or above.page != line.page or self._is_gap(above, line)
        parted = parted or not above or not above.bold
        plain = len(words) <= _MAX_BOLD_WORDS and not _SENTENCE_END.search(line.words)
        below = self.lines[place + 1] if place + 1 < len(self.lines) else None
        heads = line.bold and below is not None and not below.bold
        if heads and parted and plain and len(line.words) > 2 and line.size >= self._size:
            return max(self._levels.values(), default=0) + 1
        return 0

    def _heading(self, place: int, level: int) -> int:
        """Write a heading of one line or of several that look alike, and return what follows."""
        self._end_paragraph()
        self._list.end()
        line = self.lines[place]
        words = line.words
        end = place + 1
        while (
            (line in self._titles or _key(line.words) not in self._bookmarks)
            and end < len(self.lines)
            and (self.lines[end].size, self.lines[end].bold) == (line.size, line.bold)
            and line.size > self._size
            and self.lines[end].page == line.page
            and not self._is_gap(self.lines[end - 1], self.lines[end], line.size / self._size)
        ):
            words = _joined(words, self.lines[end].words)
            end += 1
        self._writer.heading(words, level, place=line.page)
        return end

    def _begins_code(self, place: int) -> bool:
        """Tell lines of code from a line of a paragraph that happens to hold little else."""
        if not self.lines[place].is_code or self._is_all_code:
            return False
        before = self._pending[-1] if self._pending else None
        if before is None or _SENTENCE_END.search(before.words):
            return True
        return all(line.is_code for line in self.lines[place : place + 2])

    def _code(self, place: int) -> int:
        self._end_paragraph()
        end = place
        while end < len(self.lines) and self.lines[end].is_code and not self._level(end):
            end += 1
        lines = self.lines[place:end]
        left = min(line.x for line in lines)
        width = max(lines[0].size * _CHARACTER_WIDTH, 1.0)
        shown = (" " * min(round((line.x - left) / width), 60) + line.words for line in lines)
        self._list.end()
        self._writer.code("\n".join(shown), place=lines[0].page, step=0)
        return end

    def _goes_on(self, before: Line, line: Line) -> bool:
        """Tell whether a line goes on with the paragraph of the one before it."""
        if list_mark(line.words) and (line.x <= before.x or _SENTENCE_END.search(before.words)):
            return False
        lower = line.words[:1].islower()
        if before.page != line.page or line.y > before.y:
            return lower or not _SENTENCE_END.search(before.words)
        if self._is_gap(before, line):
            return False
        ended = _SENTENCE_END.search(before.words) is not None
        if ended and len(before.words) < self._width * _SHORT:
            return False
        indented = line.x - before.x > (line.size or 10) * 0.8
        hangs = list_mark(self._pending[0].words) is not None
        return not (indented and ended and not hangs)

    def _is_gap(self, before: Line, line: Line, times: float = 1.0) -> bool:
        return before.y - line.y > self.leading * _GAP * max(times, 1.0) if self.leading else False

    def _end_paragraph(self) -> None:
        lines, self._pending = self._pending, []
        if not lines:
            return
        words = ""
        for line in lines:
            words = _joined(words, line.words)
        mark = list_mark(words)
        if mark is not None and (mark.ordinal is None or self._is_step(lines, mark.ordinal)):
            self._list.item(
                words[mark.length :],
                round(lines[0].x),
                ordinal=mark.ordinal,
                mark=mark.shown,
                place=lines[0].page,
            )
            return
        self._list.end()
        self._writer.add("paragraph", words, place=lines[0].page)

    def _is_step(self, lines: Sequence[Line], ordinal: int) -> bool:
        """Tell a step among others from a line that begins with a number by itself."""
        at = self.lines.index(lines[0])
        beside = self.lines[max(at - 12, 0) : at + 12 + len(lines)]
        marks = (list_mark(line.words) for line in beside)
        return any(mark and mark.ordinal in {ordinal - 1, ordinal + 1} for mark in marks)


def likely_title(stated: str | None, writer: PdfWriter) -> str | None:
    """Return the title a file states if its first page bears it out, else what stands there.

    That is its heading, or a short line above all others; nothing where there is neither.
    """
    first = [line for line in writer.lines if line.page == writer.lines[0].page]
    there = {word for line in first for word in _key(line.words).split()}
    words = _key(stated or "").split()
    if stated and sum(word in there for word in words) >= _MEANT * len(words):
        return stated
    if writer.title_heading or stated:
        return writer.title_heading or stated
    line = first[0]
    short = len(line.words.split()) <= _MAX_TITLE_WORDS and not _SENTENCE_END.search(line.words)
    apart = len(first) > 1 and line.y - first[1].y > writer.leading * _GAP
    return line.words if short and apart and any(map(str.isalpha, line.words)) else None


def _joined(words: str, more: str) -> str:
    """Return two lines as one; a word divided at the end of the first is made whole."""
    if more[:1].islower() and _HYPHENATED.search(words):
        return words[:-1] + more
    return f"{words} {more}" if words else more


def _is_contents(words: str) -> bool:
    return re.search(r"(?:\.\s?){3,}\s*\d+$", words) is not None


def _key(words: str) -> str:
    return " ".join(words.casefold().split())
