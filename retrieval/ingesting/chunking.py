"""Passages: runs of whole sentences, as exact character ranges of their article."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from retrieval.article import Article, Passage, Span
from retrieval.languages.cjk import has_cjk, is_cjk
from retrieval.options import ChunkingOptions
from retrieval.text.sentences import split_paragraphs, split_sentences

CJK_WEIGHT = 3
"""Letters that say about as much as one character of Chinese: XQuAD-en is 3.1 times as long as
XQuAD-zh, paragraph by paragraph."""

CHUNKER_VERSION = "1"
"""Moves whenever the same article and options would be cut in other places."""

_PARAGRAPH_FILL = 0.7
"""From this share of the target on, a passage ends with its paragraph."""

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

    Every passage starts and ends on a character that is not white space, is at most
    `options.max_chars` long (see `Measure`), and satisfies
    `article.text[start:end] == passage.text`. Sentences stay whole unless one alone is longer
    than `max_chars`.
    """
    spans = _merge_rest(article.text, list(_packed(article.text, options)), options)
    return [
        Passage(
            id=_passage_id(article, span),
            article_id=article.head.id,
            position=position,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
        )
        for position, span in enumerate(spans)
    ]


def _packed(text: str, options: ChunkingOptions) -> Iterator[Span]:
    paragraph_ends = {paragraph.end for paragraph in split_paragraphs(text)}
    measure = Measure(text)
    current: Span | None = None
    for unit in _units(text, measure, options.max_chars):
        if current is not None and measure(current.start, unit.end) > options.target_chars:
            yield current
            current = None
        current = unit if current is None else Span(current.start, unit.end)
        full = measure(current.start, current.end) >= _PARAGRAPH_FILL * options.target_chars
        if full and current.end in paragraph_ends:
            yield current
            current = None
    if current is not None:
        yield current


def _units(text: str, measure: Measure, longest: int) -> Iterator[Span]:
    """Yield sentences, the over-long cut at white space, or a Chinese comma, where there is any."""
    for sentence in split_sentences(text):
        start = sentence.start
        while measure(start, sentence.end) > longest:
            cut = measure.reach(start, longest)
            space = max(text.rfind(" ", start, cut + 1), text.rfind("\n", start, cut + 1))
            pause = 1 + max(text.rfind(mark, start, cut) for mark in _PAUSES)
            end = max(space, pause) if max(space, pause) > start else cut
            kept = end
            while text[kept - 1].isspace():
                kept -= 1
            yield Span(start, kept)
            start = end
            while text[start].isspace():
                start += 1
        yield Span(start, sentence.end)


def _merge_rest(text: str, spans: list[Span], options: ChunkingOptions) -> list[Span]:
    if len(spans) < 2:
        return spans
    before, rest = spans[-2:]
    measure = Measure(text)
    small = measure(rest.start, rest.end) < _SMALLEST_REST * options.target_chars
    if small and measure(before.start, rest.end) <= options.max_chars:
        return [*spans[:-2], Span(before.start, rest.end)]
    return spans


def _passage_id(article: Article, span: Span) -> str:
    parts = (article.head.id, article.content_hash, str(span.start), str(span.end), CHUNKER_VERSION)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
