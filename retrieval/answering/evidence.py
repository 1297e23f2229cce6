"""The sentences, steps, rows and entries of the best passages, weighed against the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answer import Hit
from retrieval.question import Question

PairScorer = Callable[[str, Sequence[str]], Sequence[float]]
"""Scores texts against a query: cross-encoder logits, higher is better."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit, or a block that is read as one, with its range in the article.

    `score` is the cross-encoder's logit for the bare sentence, `in_context` the one for it read
    after the sentence before it (None where it was not read so); `weight` orders sentences of one
    question against each other (see `SentenceRanker`).
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    weight: float
    in_context: float | None = None

    @property
    def best(self) -> float:
        """The better of both logits."""
        return self.score if self.in_context is None else max(self.score, self.in_context)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer may stand on: ranked passages and their sentences, best first."""

    question: Question
    hits: tuple[Hit, ...]
    sentences: tuple[ScoredSentence, ...]
