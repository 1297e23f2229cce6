"""The whole way from a question to a checked answer."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from footnote.retrieval.answer import Answer, AnswererName, Hit
from footnote.retrieval.answering.extractive import ExtractiveAnswerer
from footnote.retrieval.answering.ranking import SentenceRanker
from footnote.retrieval.answering.reading import QuoteReader
from footnote.retrieval.answering.refusal import (
    Calibration,
    beside_the_point,
    judge,
    nothing_asked,
    unread,
)
from footnote.retrieval.citing import Locator, cited
from footnote.retrieval.context import ContextFinder
from footnote.retrieval.conversation import (
    Rewriter,
    StandaloneQuestion,
    is_only_small_talk,
    tells_more,
    without_small_talk,
)
from footnote.retrieval.errors import AnswererError, QuestionError
from footnote.retrieval.languages import Language, language_of, spoken_language
from footnote.retrieval.options import LanguageChoice
from footnote.retrieval.question import Question
from footnote.retrieval.stages import Answerer, Draft, Found, Judged, Query, Understood, Written
from footnote.retrieval.usage import NOTHING_USED

MAX_QUESTION_WORDS = 1_000


class AnswerPipeline:
    """Answer questions from one library; safe to share between threads.

    Five stages lead there: `understand`, `find`, `judge`, `write` and `cite`. They are plain
    Python, so that a single question from the command line need not wait for LangChain to be
    imported; `AnswerChain` has the same as Runnables.
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
        *_, whole = self.write(self.judge(self.find(self.understand(asked))))
        return self.cite(whole)

    def stream(self, asked: Question | str) -> Iterator[Answer]:
        """Yield growing snapshots, every sentence already checked; the last is `complete`.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        for written in self.write(self.judge(self.find(self.understand(asked)))):
            yield self.cite(written)

    def understand(self, asked: Question | str) -> Understood:
        """Return a question without its small talk, and the ways to take it.

        A guessed follow-up may lean on less than the rules that complete it take it to, and what is
        told around a question may be what it is about: it is looked up as it stands, or whole, too,
        where a reader can tell which of both answers better.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        began = time.perf_counter()
        checked = as_question(asked)
        message = asked if isinstance(asked, str) else asked.text
        if is_only_small_talk(message):
            only = Query(checked, checked)
            return Understood(checked, checked, (only,), NOTHING_USED, began, only_talk=True)
        meant = without_small_talk(replace(checked, text=message))
        standalone = self._rewriter.standalone(meant)
        queries = [self._query(meant, standalone)]
        if language_of(queries[0].focus.text) is Language.ENGLISH:
            if standalone.guessed:
                alone = StandaloneQuestion(meant.text)
                queries.append(self._query(replace(meant, history=()), alone))
            elif not standalone.rewritten and tells_more(checked.text, meant.text):
                queries.append(self._query(meant, StandaloneQuestion(checked.text)))
        return Understood(checked, meant, tuple(queries), standalone.usage, began)

    def _query(self, meant: Question, standalone: StandaloneQuestion) -> Query:
        searched = focus = self._finder.respelled(replace(meant, text=standalone.text))
        if standalone.focus:
            focus = self._finder.respelled(replace(searched, text=standalone.focus))
        return Query(searched, focus, standalone.evidence, standalone.rewritten)

    def find(self, understood: Understood) -> Found:
        """Return the ranked passages for each way to take a question."""
        hits: list[tuple[Hit, ...]] = []
        timings = dict.fromkeys(("search", "rerank"), 0.0)
        if understood.only_talk:
            return Found(understood, ((),), timings)
        for query in understood.queries:
            ranked, took = self._finder.timed_hits(query.searched, query.evidence)
            hits.append(tuple(ranked))
            timings = {stage: timings[stage] + took[stage] for stage in timings}
        return Found(understood, tuple(hits), timings)

    def judge(self, found: Found) -> Judged:
        """Return the evidence that answers best, and whether it answers.

        A second way to take the question counts where a reader has read both and it answers better.
        """
        began = time.perf_counter()
        queries = found.understood.queries
        judged = self._judged(found, queries[0], found.hits[0])
        for query, hits in zip(queries[1:], found.hits[1:], strict=True):
            if judged.evidence.is_read:
                other = self._judged(found, query, hits)
                better = other.evidence.is_read and other.verdict.score > judged.verdict.score
                judged = other if better else judged
        timings = {**found.timings_ms, "read": _ms_since(began)}
        return replace(judged, timings_ms=timings)

    def _judged(self, found: Found, query: Query, hits: Sequence[Hit]) -> Judged:
        text = query.searched.text
        reader = self._quote_reader
        weighed = self._ranker.weigh(query.focus, hits, by_kind=not reader.knows(query.focus.text))
        evidence = reader.read(weighed, text)
        spoken = spoken_language(text, self._language)
        if found.understood.only_talk:
            verdict = nothing_asked(evidence, spoken)
        elif self._finder.reads(query.searched):
            verdict = judge(evidence, self._calibration, spoken)
        else:
            verdict = unread(evidence, spoken)
        return Judged(found.understood, query, evidence, verdict, spoken, found.timings_ms)

    def write(self, judged: Judged) -> Iterator[Written]:
        """Yield what the answerer in charge has checked so far; the last is `complete`."""
        written = nothing = Written(judged, self._answerer_name, time.perf_counter())
        first = None
        for written in self._drafted(nothing):
            if written.draft.sentences:
                first = _ms_since(judged.understood.began) if first is None else first
                yield replace(written, first_sentence_ms=first)
        yield replace(written, first_sentence_ms=first, complete=True)

    def _drafted(self, nothing: Written) -> Iterator[Written]:
        """Yield what the answerer in charge writes; quotes stand in where it fails.

        Where the evidence does not answer, quotes are too far from the question, and the refusal
        stands. It stands as well where a language model has read the passages and says that they
        do not answer.
        """
        judged = nothing.judged
        answered = judged.verdict.answered
        if not answered and (self._generative is None or beside_the_point(judged.evidence)):
            return
        told_once = self._finder.near_duplicates.fold_sentences(judged.evidence)
        if self._generative is not None:
            draft, fault = Draft(), ""
            try:
                for draft in self._generative.stream(_told(judged), told_once.hits):
                    if draft.sentences:
                        yield replace(nothing, draft=draft)
            except AnswererError as error:
                fault = str(error)
            if draft.sentences and not fault:
                return
            nothing = replace(nothing, failed=draft, fault=fault)
            yield nothing
            if not answered or (draft.declined and not fault):
                return
        for draft in self._extractive.stream(told_once):
            if draft.sentences:
                yield replace(nothing, draft=draft, answerer="extractive")

    def cite(self, written: Written) -> Answer:
        """Return what is written so far as an answer with its footnotes, or as a refusal."""
        answer = cited(written, self._answerer_name)
        if self._locator is not None:
            answer = replace(answer, citations=self._locator.located(answer.citations))
        timings = dict(written.judged.timings_ms)
        if written.first_sentence_ms is not None:
            timings["first_sentence"] = written.first_sentence_ms
        if written.complete:
            answer = self._finder.near_duplicates.named(answer)
            timings["answer"] = _ms_since(written.began)
            timings["total"] = _ms_since(written.judged.understood.began)
        return replace(answer, timings_ms=timings)

    @property
    def _answerer_name(self) -> AnswererName:
        return "extractive" if self._generative is None else "generative"


def _told(judged: Judged) -> Question:
    """Return the question a writer is told: small talk and all, which a model reads past.

    It minds a wish in it as to how it should answer.
    """
    if judged.query.rewritten:
        return judged.query.searched
    return replace(judged.understood.meant, text=judged.understood.asked.text)


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
