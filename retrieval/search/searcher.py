"""Candidates for a question, from vectors and words together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from retrieval.answer import Hit
from retrieval.library import Library
from retrieval.options import SearchOptions
from retrieval.question import Question
from retrieval.search.fusion import RANK_CONSTANT, reciprocal_rank_fusion
from retrieval.search.recency import DatePrior
from retrieval.search.terms import query_terms
from retrieval.search.time_expressions import time_scope

FUTURE_MARGIN = 3
"""How many times more candidates are fetched where articles newer than the question exist."""


class Searcher:
    """Find candidate passages in one library, best first.

    Dense and lexical rankings are fused, articles published after the question's today are left
    out, and the date prior of the question's time scope is added.
    """

    def __init__(self, library: Library, options: SearchOptions) -> None:
        self._library = library
        self._options = options
        self._newest: tuple[int, date | None] | None = None

    def search(self, question: Question, evidence: Sequence[str] = ()) -> list[Hit]:
        """Return fused candidates; `score` is the fused score with the date prior.

        The passages named by `evidence` come along as if a third ranking had found them.
        """
        newest = self._newest_date()
        margin = FUTURE_MARGIN if newest is not None and newest > question.as_of else 1
        rankings = [self._dense(question, margin), self._lexical(question, margin), evidence]
        fused = reciprocal_rank_fusion(rankings, [self._options.dense_weight, 1.0, 1.0])
        prior = date_prior(question, newest)
        hits = [
            Hit(passage, head, fused[passage.id])
            for passage, head in self._library.passages_by_ids(list(fused))
            if head.published is None or head.published <= question.as_of
        ]
        weight = self._options.date_weight / RANK_CONSTANT
        hits = [
            replace(hit, score=hit.score + weight * prior(hit.article.published)) for hit in hits
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def prior(self, question: Question) -> DatePrior:
        """Return the date prior that applies to a question in this library."""
        return date_prior(question, self._newest_date())

    def warm_up(self) -> None:
        """Load the embedder and open the vectors."""
        self._library.nearest(self._library.embedder.embed_query("warm up"), 1)

    def _dense(self, question: Question, margin: int) -> list[str]:
        vector = self._library.embedder.embed_query(question.text)
        limit = self._options.dense_candidates * margin
        return [name for name, _ in self._library.nearest(vector, limit, question.filters)]

    def _lexical(self, question: Question, margin: int) -> list[str]:
        found = self._library.catalog.lexical_search(
            query_terms(question.text),
            self._options.lexical_candidates * margin,
            question.filters,
            title_weight=self._options.title_weight,
        )
        return [name for name, _ in found]

    def _newest_date(self) -> date | None:
        """Return the newest publication date of the library, remembered until it changes."""
        generation = self._library.generation
        if self._newest is None or self._newest[0] != generation:
            self._newest = (generation, self._library.catalog.newest_date())
        return self._newest[1]


def date_prior(question: Question, newest: date | None) -> DatePrior:
    """Return the prior over publication dates that a question implies."""
    reference = question.as_of if newest is None else min(newest, question.as_of)
    return DatePrior(scope=time_scope(question.text, question.as_of), reference=reference)
