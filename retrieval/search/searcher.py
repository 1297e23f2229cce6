"""Candidates for a question, from vectors and words together."""

from collections.abc import Callable, Sequence
from datetime import date

from retrieval.answer import Hit
from retrieval.article import ArticleHead, Passage
from retrieval.library import Library
from retrieval.options import SearchOptions
from retrieval.question import Question
from retrieval.search.fusion import RANK_CONSTANT, reciprocal_rank_fusion
from retrieval.search.recency import DatePrior
from retrieval.search.terms import query_terms
from retrieval.search.time_expressions import time_scope

Found = dict[str, tuple[Passage, ArticleHead]]

_WIDER = 4
"""How many times more is fetched when articles from after the question's today fill a ranking."""

_WIDEST = 4000


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

        The passages named by `evidence` come along as if a third ranking had found them. What is
        returned is the library as it was at one moment, even while another process writes.
        """
        return self._library.steady(lambda: self._search(question, evidence))

    def prior(self, question: Question) -> DatePrior:
        """Return the date prior that applies to a question in this library."""
        return date_prior(question, self._newest_date())

    def warm_up(self) -> None:
        """Load the embedder and open the vectors."""
        self._library.warm_up()

    def _search(self, question: Question, evidence: Sequence[str]) -> list[Hit]:
        newest = self._newest_date()
        found: Found = {}
        if newest is not None and newest > question.as_of:
            rankings = [
                self._until(question.as_of, rank, limit, found)
                for rank, limit in self._rankings(question)
            ]
        else:
            rankings = [rank(limit) for rank, limit in self._rankings(question)]
        rankings.append(list(evidence))
        fused = reciprocal_rank_fusion(rankings, [self._options.dense_weight, 1.0, 1.0])
        found |= self._read([name for name in fused if name not in found])
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

    def _rankings(self, question: Question) -> list[tuple[Callable[[int], list[str]], int]]:
        """Return the dense and the lexical ranking, each as a function of its length."""
        vector = self._library.embedder.embed_query(question.text)
        terms = query_terms(question.text)

        def dense(limit: int) -> list[str]:
            return [name for name, _ in self._library.nearest(vector, limit, question.filters)]

        def lexical(limit: int) -> list[str]:
            scored = self._library.catalog.lexical_search(
                terms, limit, question.filters, title_weight=self._options.title_weight
            )
            return [name for name, _ in scored]

        return [
            (dense, self._options.dense_candidates),
            (lexical, self._options.lexical_candidates),
        ]

    def _until(
        self, as_of: date, rank: Callable[[int], list[str]], wanted: int, found: Found
    ) -> list[str]:
        """Return a ranking without articles from after `as_of`, reading on until it is full.

        What was read of the catalog on the way is left in `found`.
        """
        limit = wanted
        while True:
            names = rank(limit)
            found |= self._read([name for name in names if name not in found])
            kept = [
                name
                for name in names
                if name in found and (found[name][1].published or as_of) <= as_of
            ]
            if len(kept) >= wanted or len(names) < limit or limit >= _WIDEST:
                return kept[:wanted]
            limit *= _WIDER

    def _read(self, names: Sequence[str]) -> Found:
        pairs = self._library.passages_by_ids(names)
        return {passage.id: (passage, head) for passage, head in pairs}

    def _newest_date(self) -> date | None:
        """Return the newest publication date of the library, remembered until it changes."""
        generation = self._library.generation
        if self._newest is None or self._newest[0] != generation:
            self._newest = (generation, self._library.catalog.newest_date())
        return self._newest[1]


def date_prior(question: Question, newest: date | None) -> DatePrior:
    """Return the prior over publication dates that a question implies."""
    scope = time_scope(question.text, question.as_of)
    return DatePrior(scope=scope, as_of=question.as_of, newest=newest)
