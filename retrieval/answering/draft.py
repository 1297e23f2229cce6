"""What an answerer hands to the chain while it works."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from footnote.retrieval.answer import AnswererName, AnswerSentence, Citation, Hit, RemovedSentence
from footnote.retrieval.question import Question
from footnote.retrieval.usage import NOTHING_USED, Usage


@dataclass(frozen=True, slots=True)
class Draft:
    """The checked sentences of an answer so far; the last draft of a stream is the whole answer.

    Sentences come without markers; `citations` holds every marker they name. An empty `sentences`
    at the end means that the answerer found nothing it can stand behind; `declined` that the
    passages do not answer, as the one who read them says. `missing` is what they leave out, in one
    sentence. `usage` is what language models have used so far, complete in the last draft.
    """

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    removed: tuple[RemovedSentence, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage = NOTHING_USED
    declined: bool = False
    missing: str | None = None


NOTHING_WRITTEN = Draft()


class Answerer(Protocol):
    """Turns a question and its ranked passages into drafts, each an extension of the last."""

    @property
    def name(self) -> AnswererName:
        """The answerer's name in the contract."""
        ...

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        """Yield growing drafts; raises `AnswererError` when a language model fails."""
        ...
