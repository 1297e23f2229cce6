"""The part of each passage that speaks most of the question's words."""

import math
from collections.abc import Sequence

from footnote.retrieval.search.stems import question_stems, stems
from footnote.retrieval.text.sentences import split_sentences


def windows(question: str, texts: Sequence[str], limit: int) -> list[str]:
    """Return of each text the run of whole sentences, about `limit` characters, that fits best.

    A run is worth the question's words in it, each counted once and rare ones among `texts` more;
    of equal runs the longest wins. A text that is short enough comes back as it is, and so does
    one whose sentences cannot be told apart.
    """
    terms = question_stems(question)
    weights = _weights(terms, texts)
    return [
        text if len(text) <= limit else _best_run(text, terms, weights, limit) for text in texts
    ]


def _best_run(text: str, terms: set[str], weights: dict[str, float], limit: int) -> str:
    spans = split_sentences(text)
    found = [stems(text[span.start : span.end]) & terms for span in spans]
    best, chosen = (-1.0, 0), (0, len(text))
    for first, span in enumerate(spans):
        seen: set[str] = set()
        for last in range(first, len(spans)):
            length = spans[last].end - span.start
            if last > first and length > limit:
                break
            seen |= found[last]
            worth = (round(sum(weights[term] for term in seen), 6), length)
            if worth > best:
                best, chosen = worth, (span.start, spans[last].end)
    return text[slice(*chosen)]


def _weights(terms: set[str], texts: Sequence[str]) -> dict[str, float]:
    vocabularies = [stems(text) for text in texts]
    counts = {term: sum(term in words for words in vocabularies) for term in terms}
    number = len(texts)
    return {
        term: math.log(1 + (number - count + 0.5) / (count + 0.5)) for term, count in counts.items()
    }
