"""The final order of the passages."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from footnote.retrieval.answer import Hit
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.options import RerankingOptions
from footnote.retrieval.question import Question
from footnote.retrieval.reranking.scorer import Scorer
from footnote.retrieval.search.terms import identifiers, question_stems, share_held, stems
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


_AS_RELEVANT = 4.0
"""Logits within which a passage is as much about the matter as the best one."""

_VERSION = re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,6}){1,3}(?![\d.]*\d)")

Prior = Callable[[date | None], float]
"""Maps a publication date to a value from 0 to 1, higher is better."""

Texts = dict[str, str]
"""What is read of each candidate, by passage id."""


class Reranker:
    """Order candidates by the cross-encoder's logits and the date prior.

    Reading costs nearly all of a question's time. So of a passage longer than the window only the
    part that fits best is read at first, and only the few that lead then are read again as a whole,
    the better of both logits counting; and where one of the first few is certain, others are only
    read where they share as many of the question's words.

    Logits are added for what the question insists on, the time it names and what it names exactly:
    the cross-encoder reads neither dates nor the difference between PPR-9087 and PPR-9078. A
    second reader's score would be added to a candidate's in `_scored`.
    """

    def __init__(self, encoder: Scorer, options: RerankingOptions, *, passages: int) -> None:
        self.encoder = encoder
        self._options = options
        self._passages = passages

    def rerank(
        self, question: Question, candidates: Sequence[Hit], prior: Prior, *, newest: bool = False
    ) -> list[Hit]:
        """Return up to `passages` hits, best first, with the final `score`.

        Only the first `candidates` of the options are looked at; a text that several pages share
        is listed once, from the candidate ranked first. Where the `newest` is
        asked for, of passages about as relevant those under the highest version come first.
        `relevance` is the best logit of what was
        read of a passage, None where nothing was.
        """
        listed = _distinct(candidates)[: self._options.candidates]
        read, unread = self._glance(question, listed, prior)
        leading, rest = read[: self._options.wide_reads], read[self._options.wide_reads :]
        wide = self._texts(question, leading, self._options.wide_window)
        first = self._scored(question, leading, wide, prior)
        reread = [*first, *rest]
        if newest:
            reread = _best_first(_by_version(reread, self._options.date_weight))
        ranked = _descending([*reread, *unread])
        return _with_searchs_first(ranked, listed, self._passages)

    def _glance(
        self, question: Question, hits: Sequence[Hit], prior: Prior
    ) -> tuple[list[Hit], list[Hit]]:
        """Return the hits that were read, best first, and those left unread."""
        texts = self._texts(question, hits, self._options.window)
        first, others = hits[: self._options.first_reads], hits[self._options.first_reads :]
        read = self._scored(question, first, texts, prior)
        surest = max(read, key=lambda hit: hit.relevance or 0.0, default=None)
        unread: list[Hit] = []
        if surest is not None and (surest.relevance or 0.0) >= self._options.certain:
            others, unread = _sharing(question, others, as_much_as=surest)
        read += self._scored(question, others, texts, prior)
        return _best_first(read), unread

    def _texts(self, question: Question, hits: Sequence[Hit], limit: int) -> Texts:
        found = windows(question.text, [hit.passage.text for hit in hits], limit)
        return {
            hit.passage.id: hit.passage.in_context(hit.article.title, text)
            for hit, text in zip(hits, found, strict=True)
        }

    def _scored(
        self, question: Question, hits: Sequence[Hit], texts: Texts, prior: Prior
    ) -> list[Hit]:
        logits = self.encoder.score(question.text, [texts[hit.passage.id] for hit in hits])
        named = identifiers(question.text)
        scored = []
        for hit, logit in zip(hits, logits, strict=True):
            best = logit if hit.relevance is None else max(logit, hit.relevance)
            held = share_held(named, hit.passage.in_context(hit.article.title))
            dated = self._options.date_weight * prior(hit.article.published)
            fit = self._options.exact_weight * held + dated
            scored.append(replace(hit, relevance=best, score=best + fit, fit=fit))
        return _best_first(scored)


def _sharing(
    question: Question, hits: Sequence[Hit], *, as_much_as: Hit
) -> tuple[list[Hit], list[Hit]]:
    """Divide hits into those that share as many of the question's words as one does, and the rest.

    The former may say otherwise than that one: an older article states another number.
    """
    asked = question_stems(question.text)
    shared = {
        hit.passage.id: len(asked & stems(hit.passage.in_context(hit.article.title)))
        for hit in (*hits, as_much_as)
    }
    least = max(shared[as_much_as.passage.id], 1)
    near = [hit for hit in hits if shared[hit.passage.id] >= least]
    return near, [hit for hit in hits if shared[hit.passage.id] < least]


def _by_version(hits: Sequence[Hit], weight: float) -> list[Hit]:
    """Return the hits with logits for the version that their title and headings name."""
    best = max((hit.relevance or 0.0 for hit in hits), default=0.0)
    near = {
        hit.passage.id: version
        for hit in hits
        if (hit.relevance or 0.0) >= best - _AS_RELEVANT
        for version in [_version(HEADING_JOINT.join((hit.article.title, *hit.passage.headings)))]
        if version
    }
    places = {version: place for place, version in enumerate(sorted(set(near.values())))}
    worth = {
        name: weight * places[version] / max(len(places) - 1, 1) for name, version in near.items()
    }
    return [
        replace(hit, score=hit.score + more, fit=hit.fit + more)
        for hit in hits
        for more in [worth.get(hit.passage.id, 0.0)]
    ]


def _version(text: str) -> tuple[int, ...]:
    found = (match.group().split(".") for match in _VERSION.finditer(text))
    return max((tuple(map(int, parts)) for parts in found), default=())


def _best_first(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score)


def _descending(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits in their order, none with a higher score than one before it."""
    floor = float("inf")
    lowered = []
    for hit in hits:
        floor = min(floor, hit.score if hit.relevance is not None else floor)
        lowered.append(replace(hit, score=floor))
    return lowered


def _with_searchs_first(ranked: list[Hit], listed: Sequence[Hit], most: int) -> list[Hit]:
    """Return the first `most` hits, search's first among them.

    The cross-encoder misreads some texts, such as pages of many short items, that words and
    vectors agree on; the last place costs little to keep for one.
    """
    kept = ranked[:most]
    if most < 2 or len(ranked) <= most:
        return kept
    name = listed[0].passage.id
    if all(hit.passage.id != name for hit in kept):
        found = next(hit for hit in ranked if hit.passage.id == name)
        kept[-1] = replace(found, score=min(found.score, kept[-2].score))
    return kept


def _distinct(candidates: Sequence[Hit]) -> list[Hit]:
    seen: set[str] = set()
    kept = []
    for hit in candidates:
        words = " ".join(hit.passage.text.casefold().split())
        if words not in seen:
            seen.add(words)
            kept.append(hit)
    return kept
