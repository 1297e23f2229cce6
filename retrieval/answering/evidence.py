"""The sentences, steps, rows and entries of the best passages, weighed against the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from footnote.retrieval.answer import Hit
from footnote.retrieval.blocks import Span
from footnote.retrieval.question import Question

READER_WEIGHT = 3.0
"""Of the reader's logit beside the cross-encoder's. AUROC of rightly quoted answers against near
misses with 3: .941 on the samples, .853 and .933 on two documentations; with 2 .938, .849 and .941,
with the cross-encoder alone .900, .748 and .858."""

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
    answers: float | None = None
    words: Span | None = None

    @property
    def best(self) -> float:
        """The better of both logits."""
        return self.score if self.in_context is None else max(self.score, self.in_context)

    @property
    def judged(self) -> float:
        """Cross-encoder and reader together: the one knows the subject, the other the answer."""
        return self.best + READER_WEIGHT * (self.answers or 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer may stand on: ranked passages and their sentences, best first."""

    question: Question
    hits: tuple[Hit, ...]
    sentences: tuple[ScoredSentence, ...]

    @property
    def is_read(self) -> bool:
        """Whether a reader has judged any of the sentences."""
        return any(sentence.answers is not None for sentence in self.sentences)
