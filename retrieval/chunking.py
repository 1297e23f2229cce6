"""Passages: runs of whole sentences, as exact character ranges of their article."""

import hashlib
from collections.abc import Iterator

from retrieval.article import Article, Passage, Span
from retrieval.options import ChunkingOptions
from retrieval.sentences import split_paragraphs, split_sentences

CHUNKER_VERSION = "1"
"""Moves whenever the same article and options would be cut in other places."""

_PARAGRAPH_FILL = 0.7
"""From this share of the target on, a passage ends with its paragraph."""

_SMALLEST_REST = 0.3
"""A last passage below this share of the target joins the one before it where that may grow."""


def chunk(article: Article, options: ChunkingOptions) -> list[Passage]:
    """Return the passages of an article in order, without overlap.

    Every passage starts and ends on a character that is not white space, is at most
    `options.max_chars` long, and satisfies `article.text[start:end] == passage.text`. Sentences
    stay whole unless one alone is longer than `max_chars`.
    """
    spans = _merge_rest(list(_packed(article.text, options)), options)
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
    current: Span | None = None
    for unit in _units(text, options.max_chars):
        if current is not None and unit.end - current.start > options.target_chars:
            yield current
            current = None
        current = unit if current is None else Span(current.start, unit.end)
        full = current.end - current.start >= _PARAGRAPH_FILL * options.target_chars
        if full and current.end in paragraph_ends:
            yield current
            current = None
    if current is not None:
        yield current


def _units(text: str, longest: int) -> Iterator[Span]:
    """Yield sentences, the over-long cut at white space where there is any."""
    for sentence in split_sentences(text):
        start = sentence.start
        while sentence.end - start > longest:
            cut = start + longest
            space = max(text.rfind(" ", start, cut + 1), text.rfind("\n", start, cut + 1))
            end = space if space > start else cut
            kept = end
            while text[kept - 1].isspace():
                kept -= 1
            yield Span(start, kept)
            start = end
            while text[start].isspace():
                start += 1
        yield Span(start, sentence.end)


def _merge_rest(spans: list[Span], options: ChunkingOptions) -> list[Span]:
    if len(spans) < 2:
        return spans
    before, rest = spans[-2:]
    small = rest.end - rest.start < _SMALLEST_REST * options.target_chars
    if small and rest.end - before.start <= options.max_chars:
        return [*spans[:-2], Span(before.start, rest.end)]
    return spans


def _passage_id(article: Article, span: Span) -> str:
    parts = (article.head.id, article.content_hash, str(span.start), str(span.end), CHUNKER_VERSION)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
