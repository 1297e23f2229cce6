"""Candidates for a question, from vectors and words together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from footnote.retrieval.answer import Hit
from footnote.retrieval.options import SearchOptions
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.search.recency import DatePrior
from footnote.retrieval.search.terms import (
    Identifier,
    identifiers,
    query_terms,
    respelled,
    share_held,
)
from footnote.retrieval.search.time_expressions import time_scope
from footnote.retrieval.storage.library import Library
from footnote.retrieval.text.sentences import split_sentences

RANK_CONSTANT = 60
"""Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion" (SIGIR 2009): 60 fits most collections."""


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[str]], weights: Sequence[float]
) -> Mapping[str, float]:
    """Return a score for every id in any ranking, higher is better, best first.

    Each ranking adds `weight / (60 + rank)`; ranks begin at 1.
    """
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + weight / (RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


_MOST_SENTENCES = 4
"""Of a longer question the last ones are also looked up alone: what is asked stands at its end."""


class Searcher:
    """Find candidate passages in one library, best first.

    Dense and lexical rankings are fused, articles published after the question's today are left
    out, and the date prior of the question's time scope is added. A question of several sentences
    is looked up by meaning as a whole and sentence by sentence, since one vector blurs what each
    speaks of.
    """

    def __init__(self, library: Library, options: SearchOptions) -> None:
        self._library = library
        self._options = options
        self._newest: tuple[int, date | None] | None = None

    def search(self, question: Question, evidence: Sequence[str] = ()) -> list[Hit]:
        """Return fused candidates; `score` is the fused score with the date prior.

        The passages named by `evidence` come along as if a third ranking had found them. What is
        returned is the library as it was at one moment, even while another process writes.
        """
        return self._library.steady(partial(self._search, question, evidence))

    def respelled(self, question: Question) -> Question:
        """Return a question with its mistyped words as the library spells them."""
        text = respelled(question.text, _LibraryWords(self._library))
        return question if text == question.text else replace(question, text=text)

    def prior(self, question: Question) -> DatePrior:
        """Return the date prior that applies to a question in this library."""
        return date_prior(question, self._newest_date(self._library.last_generation))

    def reads(self, text: str) -> bool:
        """Tell whether the embedding model knows the script of a text."""
        return self._library.embedder.reads(text)

    def warm_up(self) -> None:
        """Load the embedder and open the vectors."""
        self._library.warm_up()

    def _search(self, question: Question, evidence: Sequence[str], generation: int) -> list[Hit]:
        newest = self._newest_date(generation)
        filters = question.filters
        if newest is not None and newest > question.as_of:
            filters = replace(filters, not_after=question.as_of)
        dense = [self._dense(text, filters, generation) for text in _looked_up(question.text)]
        weights = [*(self._options.dense_weight for _ in dense), 1.0, 1.0]
        lexical = self._lexical(question.text, filters)
        rankings = [*dense, lexical, list(evidence)]
        fused = reciprocal_rank_fusion(rankings, weights)
        if named := identifiers(question.text):
            exact = self._exact(named, filters, fused)
            fused = reciprocal_rank_fusion(
                [*rankings, exact], [*weights, self._options.exact_weight]
            )
        pairs = self._library.passages_by_ids(list(fused))
        found = {passage.id: (passage, head) for passage, head in pairs}
        prior = date_prior(question, newest)
        weight = self._options.date_weight / RANK_CONSTANT
        hits = [
            Hit(passage, head, score + weight * prior(head.published))
            for name, score in fused.items()
            if name in found
            for passage, head in [found[name]]
            if head.published is None or head.published <= question.as_of
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def _dense(self, text: str, filters: Filters, generation: int) -> list[str]:
        """Return the passage ids nearest in meaning."""
        vector = self._library.embedder.embed_query(text)
        number = self._options.dense_candidates
        found = self._library.nearest(vector, number, filters, at=generation)
        return [name for name, _ in found]

    def _lexical(self, text: str, filters: Filters) -> list[str]:
        """Return the ids of the passages that share most with the text's words."""
        found = self._library.catalog.lexical_search(
            query_terms(text),
            self._options.lexical_candidates,
            filters,
            title_weight=self._options.title_weight,
            heading_weight=self._options.heading_weight,
        )
        return [name for name, _ in found]

    def _exact(
        self, named: Sequence[Identifier], filters: Filters, fused: Mapping[str, float]
    ) -> list[str]:
        """Return the ids of passages that hold what is named exactly, those with most of it first.

        Among equals the order is that of the other rankings.
        """
        phrases = [each.phrase for each in named]
        number = self._options.lexical_candidates
        found = [name for name, _ in self._library.catalog.lexical_search(phrases, number, filters)]
        held = {
            passage.id: share_held(named, passage.in_context(head.title))
            for passage, head in self._library.passages_by_ids(found)
        }
        places = {name: place for place, name in enumerate(found)}
        return sorted(
            (name for name in found if held.get(name)),
            key=lambda name: (-held[name], -fused.get(name, 0.0), places[name]),
        )

    def _newest_date(self, generation: int) -> date | None:
        """Return the newest publication date of the library, remembered until it changes."""
        if self._newest is None or self._newest[0] != generation:
            self._newest = (generation, self._library.catalog.newest_date())
        return self._newest[1]


class _LibraryWords:
    """The words of a library and of its embedding model."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def held(self, words: Sequence[str]) -> set[str]:
        return self._library.catalog.held_words(words)

    def together(self, word: str, others: Sequence[str]) -> int:
        return self._library.catalog.count_together(word, others)

    def is_word(self, word: str) -> bool:
        return self._library.embedder.is_word(word)


def date_prior(question: Question, newest: date | None) -> DatePrior:
    """Return the prior over publication dates that a question implies."""
    scope = time_scope(question.text, question.as_of)
    return DatePrior(scope=scope, as_of=question.as_of, newest=newest)


def _looked_up(text: str) -> list[str]:
    """Return a question and, where it has several, its last sentences."""
    sentences = split_sentences(text)
    if len(sentences) < 2:
        return [text]
    return [text, *(text[span.start : span.end] for span in sentences[-_MOST_SENTENCES:])]
