"""The ranked passages that an answer stands on."""

import os
import time
from collections.abc import Sequence
from threading import BoundedSemaphore

from footnote.retrieval.answer import Hit
from footnote.retrieval.conversation import without_small_talk
from footnote.retrieval.duplicates.near_duplicates import NearDuplicates
from footnote.retrieval.languages import Language, language_of
from footnote.retrieval.question import Question
from footnote.retrieval.reranking import Reranker
from footnote.retrieval.search import Searcher

AT_ONCE = os.cpu_count() or 1
"""Searches worked on at a time in a process; more would only keep each other, and whatever event
loop shares the process, from running: of 32 at once the loop felt delays of .2 s."""

_TURNS = BoundedSemaphore(AT_ONCE)


class ContextFinder:
    """Find candidates in one library and rerank them; safe to share between threads."""

    def __init__(
        self, searcher: Searcher, reranker: Reranker, near_duplicates: NearDuplicates
    ) -> None:
        self.searcher = searcher
        self.reranker = reranker
        self.near_duplicates = near_duplicates

    def hits(self, question: Question) -> list[Hit]:
        """Return the ranked context of a question, best first."""
        return self.timed_hits(self.respelled(without_small_talk(question)))[0]

    def respelled(self, question: Question) -> Question:
        """Return a question with its mistyped words as the library spells them."""
        return self.searcher.respelled(question)

    def timed_hits(
        self, question: Question, evidence: Sequence[str] = ()
    ) -> tuple[list[Hit], dict[str, float]]:
        """Return the ranked context and the milliseconds that search and reranking took.

        `evidence` names passages of earlier turns to look at again, whatever search finds.
        """
        started = time.perf_counter()
        with _TURNS:
            candidates = self.near_duplicates.fold_hits(
                question, self.searcher.search(question, evidence)
            )
        searched = time.perf_counter()
        prior = self.searcher.prior(question)
        hits = self.reranker.rerank(question, candidates, prior, newest=prior.asks_for_newest)
        reranked = time.perf_counter()
        return hits, {
            "search": (searched - started) * 1000,
            "rerank": (reranked - searched) * 1000,
        }

    def reads(self, question: Question) -> bool:
        """Tell whether the models know the language of a question, whatever they score it."""
        is_other = language_of(question.text) is Language.OTHER
        return not is_other or self.searcher.reads(question.text)

    def warm_up(self) -> None:
        """Load the models now."""
        self.searcher.warm_up()
        self.reranker.encoder.warm_up()
