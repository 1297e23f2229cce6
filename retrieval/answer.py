"""An answer and its footnotes, as every front end receives it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.blocks import Block
from footnote.retrieval.languages import Language
from footnote.retrieval.text.laying_out import Place
from footnote.retrieval.usage import NOTHING_USED, Usage

Status = Literal["answered", "refused"]
AnswererName = Literal["extractive", "generative"]
QuoteKind = Literal["sentence", "list", "steps", "table", "code", "definition", "faq"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; `score` is higher-is-better and comparable within one list.

    After reranking `score` is the cross-encoder's logit plus the priors that apply; `relevance` is
    the bare logit (None before reranking), comparable between questions. `fit` is the part of
    `score`, in logits, for what the question insists on: its identifiers and the time it names.
    """

    passage: Passage
    article: ArticleHead
    score: float
    relevance: float | None = None
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article that tells the cited one's story in nearly the same words.

    `verbatim` says whether the quote stands in it, word for word; where not, a sentence much like
    it does, which may state something else.
    """

    article: ArticleHead
    verbatim: bool


@dataclass(frozen=True, slots=True)
class QuotedBlock:
    """A block of a quote as it is to be shown: its words, or the words of a row's cells.

    `block` has its offsets in the article. The row that heads a table comes along, although a
    quote may begin further down.
    """

    block: Block
    words: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """One footnote: `quote == article_text[start:end]` of the stored, cleaned article.

    `kind` says what the quote is, `heading` under which headings it stands, the outermost first,
    and `anchor` the id of the nearest one that a link can name. `blocks` are there for everything
    but running text, to be shown as what they are; `more` counts the items of a list or table
    that are left out after them. `answer_start` and `answer_end` are the answering words within
    the quote, as offsets into the article, where they are known. `place` is where the quote begins
    in the file the article came from, for files with places. `copies` are told once an answer is
    complete.
    """

    marker: int
    article: ArticleHead
    passage_id: str
    start: int
    end: int
    quote: str
    place: Place | None = None
    copies: tuple[Copy, ...] = ()
    kind: QuoteKind = "sentence"
    heading: tuple[str, ...] = ()
    anchor: str = ""
    blocks: tuple[QuotedBlock, ...] = ()
    more: int = 0
    answer_start: int | None = None
    answer_end: int | None = None


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
