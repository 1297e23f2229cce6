"""Asks every fixture's question and keeps what came of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from footnote.evaluation.fixtures import Fixture
from footnote.evaluation.judge import Judge, Mark
from footnote.evaluation.metrics import contains_answer
from footnote.evaluation.record import LOWEST_SCORE, Quote, Record, SentenceCheck, record_from_json
from footnote.retrieval.answer import Answer, AnswerSentence, Citation, Hit
from footnote.retrieval.article import Article, Passage
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import Filters, Question, Turn
from footnote.retrieval.verification import Claim, HeldClaim, NearQuotes


class Subject(Protocol):
    """What is evaluated: anything that answers from articles."""

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return an article with its text."""
        ...


Progress = Callable[[int, int], None]


def run(
    subject: Subject,
    fixtures: Sequence[Fixture],
    *,
    as_of: date,
    filters: Filters,
    kept: Path | None = None,
    judge: Judge | None = None,
    on_progress: Progress | None = None,
) -> list[Record]:
    """Ask every fixture's question and return the records.

    A follow-up is asked with the questions before it and the answers they were really given.

    Args:
        subject: What is asked.
        fixtures: The questions, the turns of a conversation one after another.
        as_of: The today of questions whose fixture names none.
        filters: Limits on the articles searched.
        kept: A file that every record is appended to as it is made, so that an interrupted run
            goes on from there; name it after everything the answers depend on.
        judge: Marks every answer as it is given.
        on_progress: Called with the number of questions done, and of all.

    Returns:
        One record per fixture, in their order.
    """
    done = _whole_conversations(_kept(kept), fixtures) if kept else {}
    records: list[Record] = []
    history: tuple[Turn, ...] = ()
    for number, fixture in enumerate(fixtures, start=1):
        record = done.get(fixture.id)
        if record is None:
            history = history if fixture.turn > 1 else ()
            record, history = _asked(subject, fixture, as_of, filters, history, judge)
            if kept:
                _keep(kept, record)
        records.append(record)
        if on_progress:
            on_progress(number, len(fixtures))
    return records


def _whole_conversations(
    done: Mapping[str, Record], fixtures: Sequence[Fixture]
) -> dict[str, Record]:
    """Leave out conversations that broke off: their answers, which records lack, are needed."""
    broken = {item.conversation for item in fixtures if item.id not in done} - {None}
    again = {item.id for item in fixtures if item.conversation in broken}
    return {name: record for name, record in done.items() if name not in again}


def _asked(
    subject: Subject,
    fixture: Fixture,
    as_of: date,
    filters: Filters,
    history: tuple[Turn, ...],
    judge: Judge | None,
) -> tuple[Record, tuple[Turn, ...]]:
    """Return the record of a question and the history of the one after it."""
    question = Question(fixture.question, fixture.asked or as_of, filters, history)
    try:
        answer = subject.ask(question)
    except FootnoteError as error:
        return _record(fixture, question, None, (), error=str(error)), history
    articles = {
        citation.article.id: subject.article(citation.article.id) for citation in answer.citations
    }
    quotes = tuple(_quote(citation, articles) for citation in answer.citations)
    evidence = tuple(citation.passage_id for citation in answer.citations)
    turn = Turn(fixture.question, answer.text, evidence)
    return _record(fixture, question, answer, quotes, judge), (*history, turn)


def _record(
    fixture: Fixture,
    question: Question,
    answer: Answer | None,
    quotes: tuple[Quote, ...],
    judge: Judge | None = None,
    error: str | None = None,
) -> Record:
    citations = {citation.marker: citation for citation in answer.citations} if answer else {}
    sentences = answer.sentences if answer else ()
    hits = answer.passages if answer else ()
    prose = answer is not None and answer.answerer == "generative"
    carried = judge.carried(answer) if judge and answer and prose and sentences else None
    mark = judge.mark(fixture, answer.text) if judge and answer else Mark(None, "")
    return Record(
        id=fixture.id,
        question=fixture.question,
        as_of=question.as_of,
        gold=fixture.answers,
        answerable=fixture.answerable,
        answered=answer is not None and answer.status == "answered",
        text=answer.text if answer else "",
        quotes=quotes,
        sentences=tuple(
            _checked(each, citations, carried.get(each) if carried else None, prose=prose)
            for each in sentences
        ),
        gold_ranks=tuple(
            rank
            for rank, hit in enumerate(hits, start=1)
            if contains_answer(hit.passage.text, fixture.answers)
        ),
        score=max(answer.evidence_score, LOWEST_SCORE) if answer else LOWEST_SCORE,
        latency_ms=answer.timings_ms.get("total", 0.0) if answer else 0.0,
        warnings=answer.warnings if answer else (),
        error=error,
        turn=fixture.turn,
        prose=prose,
        mark=mark.mark,
        mark_reason=mark.why,
    )


def _quote(citation: Citation, articles: Mapping[str, Article | None]) -> Quote:
    article = articles.get(citation.article.id)
    return Quote(
        marker=citation.marker,
        article=citation.article.id,
        title=citation.article.title,
        url=citation.article.url,
        published=citation.article.published,
        text=citation.quote,
        verbatim=article is not None
        and article.text[citation.start : citation.end] == citation.quote,
    )


def _checked(
    sentence: AnswerSentence,
    citations: Mapping[int, Citation],
    carried: bool | None,
    *,
    prose: bool,
) -> SentenceCheck:
    """Count the citations whose quote carries the sentence.

    Of prose in words of its own a judge tells whether all its quotes together `carried` it; without
    one nobody can.
    """
    count = len(sentence.markers)
    quoting = sum(
        marker in citations and _quotes(citations[marker], sentence.text)
        for marker in sentence.markers
    )
    if quoting or not prose:
        return SentenceCheck(sentence.text, count, quoting)
    return SentenceCheck(sentence.text, count, None if carried is None else count * carried)


def _quotes(citation: Citation, sentence: str) -> bool:
    """Tell whether a sentence repeats a quote, word for word or but for its articles."""
    quote = citation.quote
    if " ".join(sentence.split()) in " ".join(quote.split()):
        return True
    alone = Hit(Passage("quote", "", 0, 0, len(quote), quote), citation.article, 0.0)
    (judgement,) = NearQuotes().judge([HeldClaim(Claim(sentence), ())], "", {1: alone})
    return judgement.supported


def _kept(path: Path) -> dict[str, Record]:
    if not path.exists():
        return {}
    found: dict[str, Record] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            record = record_from_json(json.loads(line))
        except (ValueError, KeyError, TypeError):
            continue  # the line a crash cut short; its question is asked again
        found[record.id] = record
    return found


def _keep(path: Path, record: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        # The line break comes first, so that a line cut short by a crash ends before this one.
        file.write("\n" + json.dumps(record.as_json(), ensure_ascii=False))
