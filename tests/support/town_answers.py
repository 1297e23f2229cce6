"""The parts of the way to an answer, each of which knows one invented town by heart."""

from collections.abc import Iterator, Sequence
from typing import Any

from footnote.retrieval.answer import AnswerSentence, Citation, Hit
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.refusal import DEFAULT_CALIBRATION
from footnote.retrieval.conversation import Rewriter
from footnote.retrieval.pipeline import AnswerPipeline
from footnote.retrieval.question import Question
from footnote.retrieval.stages import Answerer, Draft
from tests.support.town_hits import HITS


class Town:
    """Stands for all parts of the pipeline; `score` is how well the reader says it answers."""

    def __init__(self, *, score: float = 9.0) -> None:
        self.score = score
        self.searched: list[Question] = []
        self.stopped_writing = False

    @property
    def near_duplicates(self) -> "Town":
        return self

    def respelled(self, question: Question) -> Question:
        return question

    def timed_hits(
        self, question: Question, evidence: Sequence[str] = ()
    ) -> tuple[list[Hit], dict[str, float]]:
        self.searched.append(question)
        return list(HITS), {"search": 1.0, "rerank": 2.0}

    def reads(self, question: Question) -> bool:
        return True

    def knows(self, question: str) -> bool:
        return True

    def weigh(self, question: Question, hits: Sequence[Hit], *, by_kind: bool = False) -> Evidence:
        sentences = []
        for hit in hits:
            start, end, text = hit.passage.start, hit.passage.end, hit.passage.text
            sentences.append(ScoredSentence(hit, start, end, text, self.score, self.score))
        return Evidence(question, tuple(hits), tuple(sentences))

    def read(self, evidence: Evidence, whole: str) -> Evidence:
        return evidence

    def fold_sentences(self, evidence: Evidence) -> Evidence:
        return evidence

    def named(self, answer: Any) -> Any:
        return answer

    def stream(self, evidence: Evidence) -> Iterator[Draft]:
        """Yield one more quote at a time."""
        sentences: tuple[AnswerSentence, ...] = ()
        citations: tuple[Citation, ...] = ()
        try:
            for marker, item in enumerate(evidence.sentences, start=1):
                sentences += (AnswerSentence(item.text, (marker,)),)
                head, passage = item.hit.article, item.hit.passage.id
                citations += (Citation(marker, head, passage, item.start, item.end, item.text),)
                yield Draft(sentences=sentences, citations=citations)
        finally:
            self.stopped_writing = True


def town_pipeline(town: Any, generative: Answerer | None = None) -> AnswerPipeline:
    """Return the way from a question to an answer through a town."""
    return AnswerPipeline(
        finder=town,
        ranker=town,
        quote_reader=town,
        extractive=town,
        rewriter=Rewriter(),
        calibration=DEFAULT_CALIBRATION,
        generative=generative,
    )
