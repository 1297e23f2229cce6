"""What the stages from a question to its answer hand on, each what the one before made of it.

`understand` makes an `Understood` of a question, `find` a `Found` of that, `judge` a `Judged`,
`write` one `Written` after another, and `cite` an `Answer` of each. They stand in
`footnote.retrieval.pipeline`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from footnote.retrieval.answer import AnswererName, AnswerSentence, Citation, Hit, RemovedSentence
from footnote.retrieval.answering.evidence import Evidence
from footnote.retrieval.answering.refusal import Judgement
from footnote.retrieval.languages import Language
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


@dataclass(frozen=True, slots=True)
class Query:
    """One way to take a question: `searched` as it stands alone, and what its sentences are for.

    `focus` is what sentences are weighed against, and `evidence` names passages of earlier turns
    to look at again. `rewritten` tells that a language model worded it.
    """

    searched: Question
    focus: Question
    evidence: tuple[str, ...] = ()
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as `asked`, and `meant` without its small talk; `queries` begin with the likelier.

    Where it is `only_talk`, nothing is looked up. `usage` is what a language model used to make it
    stand alone. `began` is when it was asked, on
    the clock of `time.perf_counter`.
    """

    asked: Question
    meant: Question
    queries: tuple[Query, ...]
    usage: Usage
    began: float
    only_talk: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The ranked hits of each query, best first; `timings_ms` holds milliseconds of all of them."""

    understood: Understood
    hits: tuple[tuple[Hit, ...], ...]
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """The query that was answered best, the evidence for it, and whether that answers."""

    understood: Understood
    query: Query
    evidence: Evidence
    verdict: Judgement
    language: Language
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Written:
    """What an answerer has checked so far, the whole of it once `complete`; no sentences refuse.

    `failed` is what a language model wrote before quotes had to stand in for it, `fault` the
    sentence that says why, empty where its own words did not stand up. `began` is when writing did,
    on the clock of `time.perf_counter`.
    """

    judged: Judged
    answerer: AnswererName
    began: float
    draft: Draft = NOTHING_WRITTEN
    failed: Draft | None = None
    fault: str = ""
    complete: bool = False
    first_sentence_ms: float | None = None
