"""An answer and its footnotes, as every front end receives it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from retrieval.article import ArticleHead, Passage
from retrieval.languages import Language
from retrieval.text.places import Place
from retrieval.usage import NOTHING_USED, Usage

Status = Literal["answered", "refused"]
AnswererName = Literal["extractive", "generative"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; `score` is higher-is-better and comparable within one list.

    After reranking `score` is the cross-encoder's logit plus the priors that apply; `relevance` is
    the bare logit (None before reranking), comparable between questions.
    """

    passage: Passage
    article: ArticleHead
    score: float
    relevance: float | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article that tells the cited one's story in nearly the same words.

    `verbatim` says whether the quote stands in it, word for word; where not, a sentence much like
    it does, which may state something else.
    """

    article: ArticleHead
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One footnote: `quote == article_text[start:end]` of the stored, cleaned article.

    `place` is where the quote begins in the file the article came from, for files with places.
    `copies` are told once an answer is complete.
    """

    marker: int
    article: ArticleHead
    passage_id: str
    start: int
    end: int
    quote: str
    place: Place | None = None
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer, without markers, and the markers of the footnotes it stands on.

    `own_line` is an item of a list, a step, a table or code: it begins a line of its own.
    """

    text: str
    markers: tuple[int, ...]
    own_line: bool = False


@dataclass(frozen=True, slots=True)
class RemovedSentence:
    """A sentence a language model wrote and verification rejected, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer, or a refusal.

    `text` carries every marker of `citations` as `[n]` and no other. `passages` is the ranked
    context (up to 10), for refusals too. `confidence` is the calibrated probability, from 0 to 1,
    that the articles answer the question; `evidence_score` is the logit it was made from, which
    the refusal threshold is compared with. `timings_ms` maps a stage to milliseconds. `usage` is
    what a language model used for it; no calls where none spoke. `language` is what front ends
    speak around it. `missing` is what the articles leave out of what was asked, in one sentence,
    where a language model says so; an answer's text ends with it. While an answer streams,
    snapshots have `complete=False`; all their sentences are already verified.
    """

    question: str
    as_of: date
    status: Status
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Hit, ...] = ()
    confidence: float = 0.0
    evidence_score: float = -math.inf
    answerer: AnswererName = "extractive"
    removed: tuple[RemovedSentence, ...] = ()
    warnings: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Usage = NOTHING_USED
    language: Language = Language.ENGLISH
    complete: bool = True
    missing: str | None = None
