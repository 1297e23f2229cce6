"""Passages: runs of whole blocks under one heading, as exact character ranges of their article."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.blocks import Span
from footnote.retrieval.languages.cjk import has_cjk, is_cjk
from footnote.retrieval.options import ChunkingOptions
from footnote.retrieval.text.sentences import split_sentences

CJK_WEIGHT = 3
"""Letters that say about as much as one character of Chinese: XQuAD-en is 3.1 times as long as
XQuAD-zh, paragraph by paragraph."""

CHUNKER_VERSION = "2"
"""Moves whenever the same article and options would be cut in other places."""

_PARAGRAPH_FILL = 0.7
"""From this share of the target on, a passage ends with its paragraph."""

_PROSE = frozenset(["paragraph", "quotation", "callout", "definition", "answer", "heading"])
"""Kinds of blocks that may be cut between sentences; others are cut only where they must."""

_ENTRY_FILL = 0.15
"""From this share of the target on, a passage ends where an entry begins: an option of a manual is
asked for by itself, and read among others it is not found."""

_MOST_LEAD = 300
"""Characters of a lead-in, a header row or a step that go before a passage."""

_PAUSES = "，、；："

_SMALLEST_REST = 0.3
"""A last passage below this share of the target joins the one before it where that may grow."""


class Measure:
    """The length of parts of a text, in characters as an alphabet needs them.

    A Chinese, Japanese or Korean character counts as `CJK_WEIGHT`, so that passages of every
    writing say about as much and stay within what the models read.
    """

    def __init__(self, text: str) -> None:
        self._upto: list[int] | None = None
        if has_cjk(text):
            weights = (CJK_WEIGHT if is_cjk(character) else 1 for character in text)
            self._upto = [0, *accumulate(weights)]

    def __call__(self, start: int, end: int) -> int:
        """Return the length of `text[start:end]`."""
        return end - start if self._upto is None else self._upto[end] - self._upto[start]

    def reach(self, start: int, length: int) -> int:
        """Return the last place a part from `start` may end at; one character is always allowed."""
        if self._upto is None:
            return start + length
        return max(bisect_right(self._upto, self._upto[start] + length) - 1, start + 1)


def chunk(article: Article, options: ChunkingOptions) -> list[Passage]:
    """Return the passages of an article in order, without overlap.

    A passage stands under one heading path and starts and ends on a character that is not white
    space; it is at most `options.max_chars` long (see `Measure`), and satisfies
    `article.text[start:end] == passage.text`. Sentences, steps, rows and code stay whole unless
    one alone is longer than `max_chars`; a list or table that fits stays whole, with the sentence
    that announces it. Headings are in `Passage.headings`; one with nothing below it is a passage.
    """
    cutter = _Cutter(article, options)
    spans = [span for section in cutter.sections() for span in cutter.packed(section)]
    return [
        Passage(
            id=_passage_id(article, span),
            article_id=article.head.id,
            position=position,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            headings=cutter.headings(span),
            lead=cutter.lead(span),
        )
        for position, span in enumerate(spans)
    ]


class _Cutter:
    """Cuts one article; a unit is what is not cut where that can be helped."""

    def __init__(self, article: Article, options: ChunkingOptions) -> None:
        self._title = " ".join(article.head.title.casefold().split())
        self._text = article.text
        self._outline = article.outline()
        self._options = options
        self._measure = Measure(article.text)

    def sections(self) -> Iterator[range]:
        """Yield the blocks between headings; a heading without any, or below it, by itself."""
        blocks = self._outline.blocks
        first = 0
        for place, block in enumerate([*blocks, None]):
            if block is not None and block.kind != "heading":
                continue
            if first < place:
                yield range(first, place)
            elif place and (block is None or block.level <= blocks[place - 1].level):
                yield range(place - 1, place)
            first = place + 1

    def packed(self, section: range) -> list[Span]:
        """Return the passages of a section."""
        target = self._options.target_chars
        spans: list[Span] = []
        current: Span | None = None
        for unit, ends_block, is_entry in self._units(section):
            if current is not None and (
                self._measure(current.start, unit.end) > target
                or (is_entry and self._measure(current.start, current.end) >= _ENTRY_FILL * target)
            ):
                spans.append(current)
                current = None
            current = unit if current is None else Span(current.start, unit.end)
            full = self._measure(current.start, current.end) >= _PARAGRAPH_FILL * target
            if full and ends_block:
                spans.append(current)
                current = None
        return self._with_rest([*spans, current] if current else spans)

    def headings(self, span: Span) -> tuple[str, ...]:
        """Return the headings a passage stands under, without one that is the title again."""
        place = self._outline.overlapping(span.start, span.end).start
        path = self._outline.heading_path(place)
        return path[1:] if path and path[0].casefold() == self._title else path

    def lead(self, span: Span) -> str:
        """Return what announces or heads the list or table a passage begins in the middle of."""
        place = self._outline.overlapping(span.start, span.end).start
        group = self._outline.group(place)
        block = self._outline.blocks[place]
        parts: list[str] = []
        if group.start < place:
            before = self._outline.lead_in(group.start)
            if before is not None:
                parts.append(self._last_sentence(before))
            head = self._outline.blocks[group.start]
            owner = self._outline.owner(place)
            if head.header:
                parts.append(self._outline.words(group.start))
            elif owner is not None:
                parts.append(self._outline.words(owner))
        elif block.start == span.start and (before := self._outline.lead_in(place)) is not None:
            parts.append(self._last_sentence(before))
        return "\n".join(part[:_MOST_LEAD] for part in parts)

    def _last_sentence(self, place: int) -> str:
        words = self._outline.words(place)
        last = split_sentences(words)[-1]
        return words[last.start : last.end]

    def _units(self, section: range) -> Iterator[tuple[Span, bool, bool]]:
        """Yield what stays whole, with whether a block ends there and whether it is an entry."""
        place = section.start
        while place < section.stop:
            whole = self._together(place, section.stop)
            is_entry = self._outline.blocks[place].kind in {"term", "question"}
            span = self._span(whole)
            if len(whole) > 1 and self._measure(span.start, span.end) <= self._options.max_chars:
                yield span, True, is_entry
                place = whole.stop
                continue
            parts = list(self._parts(place))
            for number, part in enumerate(parts, start=1):
                yield part, number == len(parts), is_entry and number == 1
            place += 1

    def _together(self, place: int, stop: int) -> range:
        """Return the blocks from one on that belong together, the largest such run that fits.

        A sentence that announces a list comes with the list, a term with its definition, the row
        that heads a table with the table; where the whole is too long, with the first of it.
        """
        outline, limit = self._outline, self._options.max_chars
        block = outline.blocks[place]
        following = place + 1
        group = outline.group(place)
        if following < stop and outline.lead_in(following) == place:
            first = outline.belonging(following)
            options = [outline.group(following).stop, first.stop, following + 1]
        elif group.start == place and block.kind not in {"term", "definition"}:
            options = [group.stop, outline.belonging(place).stop]
            options += [place + 2] if block.header else []
        else:
            options = [outline.belonging(place).stop]
        for end in (min(option, stop) for option in options):
            span = self._span(range(place, end))
            if self._measure(span.start, span.end) <= limit:
                return range(place, end)
        return range(place, following)

    def _span(self, places: range) -> Span:
        blocks = self._outline.blocks
        return _trimmed(self._text, blocks[places.start].start, blocks[places.stop - 1].end)

    def _parts(self, place: int) -> Iterator[Span]:
        """Yield a block, its sentences where it is prose, or its lines where it is long code."""
        block = self._outline.blocks[place]
        span = _trimmed(self._text, block.start, block.end)
        prose = block.kind in _PROSE
        if not prose and self._measure(span.start, span.end) <= self._options.max_chars:
            yield span
            return
        words = self._text[block.start : block.end]
        cut = _code_lines(words) if block.kind == "code" else split_sentences(words)
        for part in cut:
            whole = Span(block.start + part.start, block.start + part.end)
            yield from _short_enough(self._text, whole, self._measure, self._options.max_chars)

    def _with_rest(self, spans: list[Span]) -> list[Span]:
        """Join a small last passage to the one before it where that may grow."""
        if len(spans) < 2:
            return spans
        before, rest = spans[-2:]
        small = self._measure(rest.start, rest.end) < _SMALLEST_REST * self._options.target_chars
        if small and self._measure(before.start, rest.end) <= self._options.max_chars:
            return [*spans[:-2], Span(before.start, rest.end)]
        return spans


def _short_enough(text: str, whole: Span, measure: Measure, longest: int) -> Iterator[Span]:
    """Yield a span, cut at white space or a Chinese comma where it is over-long."""
    start = whole.start
    while measure(start, whole.end) > longest:
        cut = measure.reach(start, longest)
        space = max(text.rfind(" ", start, cut + 1), text.rfind("\n", start, cut + 1))
        pause = 1 + max(text.rfind(mark, start, cut) for mark in _PAUSES)
        end = max(space, pause) if max(space, pause) > start else cut
        yield _trimmed(text, start, end)
        start = _trimmed(text, end, whole.end).start
    yield Span(start, whole.end)


def _code_lines(code: str) -> Iterator[Span]:
    at = 0
    for line in code.split("\n"):
        if line.strip():
            yield _trimmed(code, at, at + len(line))
        at += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _passage_id(article: Article, span: Span) -> str:
    parts = (article.head.id, article.content_hash, str(span.start), str(span.end), CHUNKER_VERSION)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
