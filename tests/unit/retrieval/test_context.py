"""What finds the passages of a question, asked by many at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Lock
from typing import Any

from footnote.retrieval.context import AT_ONCE, ContextFinder
from footnote.retrieval.question import Question
from footnote.retrieval.search.recency import DatePrior
from footnote.retrieval.search.time_expressions import OPEN


class Busy:
    """Stands for search, near-duplicates and reranker; counts how many search at a time."""

    def __init__(self) -> None:
        self.searching = self.most = 0
        self._lock = Lock()

    def search(self, question: Question, evidence: Any) -> list[str]:
        with self._lock:
            self.searching += 1
            self.most = max(self.most, self.searching)
        time.sleep(0.01)
        with self._lock:
            self.searching -= 1
        if question.text == "fail":
            raise ValueError(question.text)
        return [question.text]

    def fold_hits(self, question: Question, hits: list[str]) -> list[str]:
        return hits

    def respelled(self, question: Question) -> Question:
        return question

    def prior(self, question: Question) -> DatePrior:
        return DatePrior(OPEN, question.as_of, None)

    def rerank(
        self, question: Question, candidates: list[str], prior: Any, *, newest: bool
    ) -> list[str]:
        return candidates


def test_no_more_search_at_once_than_there_are_processors() -> None:
    busy: Any = Busy()
    finder = ContextFinder(busy, busy, busy)
    texts = [f"question {number}" for number in range(AT_ONCE * 8)]
    with ThreadPoolExecutor(len(texts)) as askers:
        found = list(askers.map(lambda text: finder.hits(Question(text, date.max)), texts))
    assert found == [[text] for text in texts]
    assert 1 <= busy.most <= AT_ONCE


def test_searches_that_fail_give_up_their_turn() -> None:
    busy: Any = Busy()
    finder = ContextFinder(busy, busy, busy)
    for _ in range(AT_ONCE * 2):
        try:
            finder.hits(Question("fail", date.max))
        except ValueError:
            continue
    assert finder.hits(Question("then", date.max)) == ["then"]
