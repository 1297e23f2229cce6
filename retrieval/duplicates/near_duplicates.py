"""Near-duplicates: an answer quotes one copy of an article and names the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from footnote.retrieval.answer import Answer, Citation, Copy, Hit
from footnote.retrieval.answering.evidence import Evidence
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.catalog import Catalog
from footnote.retrieval.duplicates.signature import SHINGLE_WORDS, similarity, words
from footnote.retrieval.question import Question
from footnote.retrieval.search.time_expressions import Focus, time_scope
from footnote.retrieval.text.sentences import split_sentences

SAME_ARTICLE = 0.5
"""Similarity from which two articles are copies or versions of one; docs/durability.md has the
figures: on RealTimeQA-dev most pairs below it share a template or a few paragraphs."""

SAME_PASSAGE = 0.6
"""Share of the shorter passage's runs of three words that stand in the other one too."""

SAME_SENTENCE = 0.7
"""Share of the words of both sentences that they have in common: two in twelve may differ."""

MOST_FOLDED = 100
MOST_NAMED = 20

Item = TypeVar("Item")
Same = Callable[[Item, Item], bool]


class NearDuplicates:
    """Finds the articles of a library that are copies or versions of one another."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def fold_hits(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits without passages that a copy of their article has told before them.

        Of two versions the newer is kept, in the place of the better, unless the question is about
        a period of the past; of two of one day the one that ranks first. Only the first hundred
        are compared.
        """
        first, rest = hits[:MOST_FOLDED], hits[MOST_FOLDED:]
        told = self._same_story(hit.article for hit in first)
        runs = {hit.passage.id: _runs(hit.passage.text) for hit in first if hit.article.id in told}

        def same(one: Hit, other: Hit) -> bool:
            if other.article.id not in told.get(one.article.id, ()):
                return False
            mine, theirs = runs[one.passage.id], runs[other.passage.id]
            return len(mine & theirs) >= SAME_PASSAGE * min(len(mine), len(theirs))

        kept = _fold(first, same, lambda hit: hit.article, newer_first=_newer_first(question))
        placed = [
            replace(hit, score=before.score) if hit is not before else hit for before, hit in kept
        ]
        return [*placed, *rest]

    def fold_sentences(self, evidence: Evidence) -> Evidence:
        """Return the evidence without sentences that a copy of their article has told before."""
        told = self._same_story(sentence.hit.article for sentence in evidence.sentences)
        if not told:
            return evidence
        kept = _fold(
            evidence.sentences,
            lambda one, other: (
                other.hit.article.id in told.get(one.hit.article.id, ())
                and _alike(one.text, other.text)
            ),
            lambda sentence: sentence.hit.article,
            newer_first=_newer_first(evidence.question),
        )
        return replace(evidence, sentences=tuple(sentence for _, sentence in kept))

    def named(self, answer: Answer) -> Answer:
        """Return the answer with the copies of each cited article: verbatim ones first.

        Only those that have the quote, or a sentence of nearly its words, are named. Articles
        published after the question's today are left out, as everywhere.
        """
        if not answer.citations:
            return answer
        citations = tuple(
            replace(citation, copies=self._copies(citation, answer.as_of))
            for citation in answer.citations
        )
        return replace(answer, citations=citations)

    def _copies(self, citation: Citation, as_of: date) -> tuple[Copy, ...]:
        own = citation.article.id
        signature = self._catalog.signatures([own]).get(own)
        if signature is None:
            return ()
        near = self._catalog.signatures(self._catalog.neighbours(signature))
        copies = []
        for name, other in near.items():
            if name == own or similarity(signature, other) < SAME_ARTICLE:
                continue
            article = self._catalog.article(name)
            if article is None or (article.head.published or as_of) > as_of:
                continue
            verbatim = _spaced(citation.quote) in _spaced(article.text)
            if verbatim or _says_alike(article.text, citation.quote):
                copies.append(Copy(article.head, verbatim=verbatim))
        copies.sort(key=lambda copy: (not copy.verbatim, -_day(copy.article), copy.article.id))
        return tuple(copies[:MOST_NAMED])

    def _same_story(self, heads: Iterable[ArticleHead]) -> dict[str, set[str]]:
        """Return, for each article that has copies among these, the ids of those."""
        ids = list(dict.fromkeys(head.id for head in heads))
        signatures = list(self._catalog.signatures(ids).items())
        copies: dict[str, set[str]] = {}
        for number, (one, signature) in enumerate(signatures):
            for other, its_signature in signatures[number + 1 :]:
                if similarity(signature, its_signature) >= SAME_ARTICLE:
                    copies.setdefault(one, set()).add(other)
                    copies.setdefault(other, set()).add(one)
        return copies


def _fold(
    items: Sequence[Item],
    same: Same[Item],
    article: Callable[[Item], ArticleHead],
    *,
    newer_first: bool,
) -> list[tuple[Item, Item]]:
    """Return pairs of the item whose place it is and the one that takes it, in order.

    Of two that are the same, always the one from the same article is kept: one copy speaks.
    """
    standing: dict[str, tuple[int, int]] = {}
    for number, head in enumerate(map(article, items)):
        standing.setdefault(head.id, (-_day(head) if newer_first else 0, number))
    kept: list[tuple[Item, Item]] = []
    for item in items:
        for place, (before, holder) in enumerate(kept):
            if same(item, holder):
                if standing[article(item).id] < standing[article(holder).id]:
                    kept[place] = (before, item)
                break
        else:
            kept.append((item, item))
    return kept


def _newer_first(question: Question) -> bool:
    return time_scope(question.text, question.as_of).focus is not Focus.PERIOD


def _runs(text: str) -> set[tuple[str, ...]]:
    sequence = words(text)
    last = max(len(sequence) - SHINGLE_WORDS + 1, 1)
    return {tuple(sequence[start : start + SHINGLE_WORDS]) for start in range(last)}


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) >= SAME_SENTENCE * len(mine | theirs)


def _says_alike(text: str, quote: str) -> bool:
    return any(_alike(text[span.start : span.end], quote) for span in split_sentences(text))


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "


def _day(head: ArticleHead) -> int:
    return head.published.toordinal() if head.published else 0
