"""The whole way from a question to a checked answer."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answer import Answer, AnswererName, AnswerSentence, Hit
from retrieval.answering.draft import Answerer, Draft
from retrieval.answering.evidence import Evidence
from retrieval.answering.extractive import ExtractiveAnswerer
from retrieval.answering.quoting import shown_text
from retrieval.answering.ranking import SentenceRanker
from retrieval.answering.reading import QuoteReader
from retrieval.answering.refusal import (
    Calibration,
    Judgement,
    beside_the_point,
    declined_text,
    judge,
    refusal_text,
    unread,
)
from retrieval.context import ContextFinder
from retrieval.conversation import Rewriter, StandaloneQuestion, without_small_talk
from retrieval.errors import AnswererError, QuestionError
from retrieval.languages import Language, spoken_language
from retrieval.locating import Locator
from retrieval.options import LanguageChoice
from retrieval.question import Question
from retrieval.text.plain_text import unmarked

MAX_QUESTION_WORDS = 1_000
CONTEXT_PASSAGES = 10


@dataclass(frozen=True, slots=True)
class _Found:
    """A question as it was understood, its language, what was found, and whether that answers."""

    question: Question
    rewritten: bool
    spoken: Language
    evidence: Evidence
    verdict: Judgement
    timings_ms: Mapping[str, float]


class AnswerPipeline:
    """Answer questions from one library; safe to share between threads.

    Plain Python, so that a single question from the command line need not wait for LangChain to
    be imported; `AnswerChain` is the same as a Runnable.
    """

    def __init__(
        self,
        *,
        finder: ContextFinder,
        ranker: SentenceRanker,
        quote_reader: QuoteReader,
        extractive: ExtractiveAnswerer,
        rewriter: Rewriter,
        calibration: Calibration,
        generative: Answerer | None = None,
        locator: Locator | None = None,
        language: LanguageChoice = "auto",
    ) -> None:
        self._finder = finder
        self._ranker = ranker
        self._quote_reader = quote_reader
        self._extractive = extractive
        self._rewriter = rewriter
        self._calibration = calibration
        self._generative = generative
        self._locator = locator
        self._language = language

    def answer(self, asked: Question | str) -> Answer:
        """Return the whole answer.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        answer = None
        for answer in self.stream(asked):  # noqa: B007 - the last one counts
            pass
        if answer is None:
            raise RuntimeError("the pipeline ended without an answer")
        return answer

    def stream(self, asked: Question | str) -> Iterator[Answer]:
        """Yield growing snapshots, every sentence already checked; the last is `complete`.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        yield from self._snapshots(as_question(asked), asked)

    def _snapshots(self, asked: Question, message: Question | str) -> Iterator[Answer]:
        """Yield the snapshots of a question; `message` is the same with its lines."""
        started = time.perf_counter()
        text = message if isinstance(message, str) else message.text
        question = without_small_talk(replace(asked, text=text))
        standalone = self._rewriter.standalone(question)
        found = self._found(question, standalone)
        answering = time.perf_counter()
        timings = dict(found.timings_ms)
        verdict, evidence, spoken = found.verdict, found.evidence, found.spoken
        base = Answer(
            question=asked.text,
            as_of=asked.as_of,
            status="refused",
            text=refusal_text(verdict.reason, evidence.hits, spoken),
            passages=evidence.hits[:CONTEXT_PASSAGES],
            confidence=verdict.confidence,
            evidence_score=verdict.score,
            answerer=self._answerer_name,
            usage=standalone.usage,
            language=spoken,
            complete=False,
        )
        answer = base
        asks_writer = self._generative is not None and not beside_the_point(evidence)
        if verdict.answered or asks_writer:
            told_once = self._finder.stories.fold_sentences(evidence)
            # A model reads past small talk, and minds a wish as to how it should answer.
            told = found.question if found.rewritten else replace(question, text=asked.text)
            quotes = told_once if verdict.answered else None
            for draft in self._drafted(base, told, told_once.hits, quotes):
                answer = self._located(draft)
                if answer.sentences:
                    timings.setdefault("first_sentence", _ms_since(started))
                    yield replace(answer, timings_ms=dict(timings))
            answer = self._finder.stories.named(answer)
        timings["answer"] = _ms_since(answering)
        timings["total"] = _ms_since(started)
        yield replace(answer, timings_ms=dict(timings), complete=True)

    def _found(self, question: Question, standalone: StandaloneQuestion) -> _Found:
        """Find and judge what a question means; of a guessed follow-up the better reading counts.

        A follow-up may lean on less than the rules that complete it take it to: it is looked up as
        it stands too, and where a reader has read both, what answers better was meant.
        """
        found = self._judged(replace(question, text=standalone.text), standalone)
        if not (standalone.guessed and found.evidence.is_read):
            return found
        alone = self._judged(replace(question, history=()), StandaloneQuestion(question.text))
        timings = {name: alone.timings_ms[name] + took for name, took in found.timings_ms.items()}
        is_better = alone.evidence.is_read and alone.verdict.score > found.verdict.score
        chosen = alone if is_better else found
        return replace(chosen, timings_ms=timings)

    def _judged(self, asked: Question, standalone: StandaloneQuestion) -> _Found:
        question = self._finder.respelled(asked)
        hits, timings = self._finder.timed_hits(question, standalone.evidence)
        started = time.perf_counter()
        focused = question
        if standalone.focus:
            focused = self._finder.respelled(replace(question, text=standalone.focus))
        evidence = self._quote_reader.read(self._ranker.weigh(focused, hits), question.text)
        spoken = spoken_language(question.text, self._language)
        if self._finder.reads(question):
            verdict = judge(evidence, self._calibration, spoken)
        else:
            verdict = unread(evidence, spoken)
        timings["read"] = _ms_since(started)
        return _Found(question, standalone.rewritten, spoken, evidence, verdict, timings)

    def _drafted(
        self, base: Answer, question: Question, hits: Sequence[Hit], quotes: Evidence | None
    ) -> Iterator[Answer]:
        """Yield snapshots from the answerer in charge; quotes stand in where it fails.

        Without `quotes` they are too far from the question, and the refusal stands. It stands as
        well where a language model has read the passages and says that they do not answer.
        """
        if self._generative is not None:
            draft, fault = Draft(), ""
            try:
                for draft in self._generative.stream(question, hits):
                    if draft.sentences:
                        yield _snapshot(base, draft, "generative")
            except AnswererError as error:
                fault = str(error)
            if draft.sentences and not fault:
                return
            base = _unwritten(base, draft, fault, quoted=quotes is not None)
            if quotes is None or (draft.declined and not fault):
                yield base
                return
        for draft in self._extractive.stream(quotes) if quotes is not None else ():
            if draft.sentences:
                yield _snapshot(base, draft, "extractive")

    def _located(self, answer: Answer) -> Answer:
        if self._locator is None:
            return answer
        return replace(answer, citations=self._locator.located(answer.citations))

    @property
    def _answerer_name(self) -> AnswererName:
        return "extractive" if self._generative is None else "generative"


def _snapshot(base: Answer, draft: Draft, answerer: AnswererName) -> Answer:
    return replace(
        base,
        status="answered",
        text=_text(draft, apart="\n" if answerer == "extractive" else " "),
        sentences=draft.sentences,
        citations=draft.citations,
        removed=(*base.removed, *draft.removed),
        warnings=(*base.warnings, *draft.warnings),
        answerer=answerer,
        usage=base.usage + draft.usage,
        missing=draft.missing,
    )


def _text(draft: Draft, *, apart: str) -> str:
    """Return sentences with their markers, and behind them what is missing."""
    text = ""
    own_line = False
    for sentence in draft.sentences:
        if text:
            text += "\n" if own_line or sentence.own_line else apart
        text += _line(sentence, draft)
        own_line = sentence.own_line
    return text + (f"\n{unmarked(draft.missing)}" if draft.missing else "")


def _unwritten(base: Answer, draft: Draft, fault: str, *, quoted: bool) -> Answer:
    """Return what is answered where a writer gave nothing, with what happened as a warning."""
    base = replace(base, usage=base.usage + draft.usage, removed=draft.removed)
    if draft.declined and not fault:
        declined = "The language model declined: the passages do not answer."
        text = declined_text(draft.missing, base.passages, base.language)
        return replace(base, text=text, missing=draft.missing, warnings=(*draft.warnings, declined))
    told = fault or "Nothing the language model wrote stood up to the articles."
    told += " The answer is quoted instead." if quoted else ""
    return replace(base, warnings=(*draft.warnings, told))


def _line(sentence: AnswerSentence, draft: Draft) -> str:
    """Return a sentence with its markers; a quoted list or table as it is shown."""
    quoted = [each for each in draft.citations if each.marker in sentence.markers]
    shown = sentence.text
    if len(quoted) == 1 and quoted[0].blocks and quoted[0].quote == sentence.text:
        shown = shown_text(quoted[0].blocks, quoted[0].more)
    return unmarked(shown) + "".join(f" [{marker}]" for marker in sentence.markers)


def as_question(asked: Question | str) -> Question:
    """Return a checked question; a bare string is asked today."""
    if isinstance(asked, str):
        asked = Question(text=asked, as_of=date.today())  # noqa: DTZ011 - the asker's own day
    text = " ".join(asked.text.split())
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty: ask something in words.")
    words = len(text.split())
    if words > MAX_QUESTION_WORDS:
        raise QuestionError(
            f"The question has {words:,} words: ask in at most {MAX_QUESTION_WORDS:,}."
        )
    return replace(asked, text=text)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
