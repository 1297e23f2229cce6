"""The LangChain retriever: its limits as fields, with a call, through a config, and refused."""

import asyncio
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from langchain_core.runnables import ConfigurableField
from pydantic import ValidationError

from footnote.retrieval.answer import Hit
from footnote.retrieval.context import ContextFinder
from footnote.retrieval.errors import QuestionError, UsageError
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.runnables import FootnoteRetriever
from tests.support.town_hits import HITS

MAY = date(2023, 5, 1)
JUNE = date(2023, 6, 1)


class FixedFinder(ContextFinder):
    """Finds the same hits whatever is asked, and remembers what was."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def hits(self, question: Question) -> list[Hit]:
        self.asked.append(question)
        return list(HITS)


def test_limits_of_the_constructor_count_for_every_call() -> None:
    finder = FixedFinder()
    retriever = FootnoteRetriever(
        finder=finder, as_of=JUNE, since=MAY, until=JUNE, source="Courier", k=1
    )
    assert [each.id for each in retriever.invoke("Why was the pier closed?")] == ["pier-0"]
    assert finder.asked == [
        Question("Why was the pier closed?", JUNE, Filters(MAY, JUNE, "Courier"))
    ]


def test_limits_of_a_call_count_for_that_call() -> None:
    finder = FixedFinder()
    retriever = FootnoteRetriever(finder=finder, as_of=JUNE, source="Courier", k=1)
    assert len(retriever.invoke("Why?", k=None, source=None, since="2023-05-01")) == 2
    assert len(asyncio.run(retriever.ainvoke("Why?", k=2, as_of=MAY))) == 2
    assert len(retriever.bind(until="2023-06-01").invoke("Why?")) == 1
    assert finder.asked == [
        Question("Why?", JUNE, Filters(since=MAY)),
        Question("Why?", MAY, Filters(source="Courier")),
        Question("Why?", JUNE, Filters(until=JUNE, source="Courier")),
    ]


def test_limits_may_come_through_a_config() -> None:
    finder = FixedFinder()
    retriever = FootnoteRetriever(finder=finder, k=2).configurable_fields(
        k=ConfigurableField("most"), as_of=ConfigurableField("today")
    )
    config: dict[str, Any] = {"configurable": {"most": 1, "today": "2023-05-01"}}
    assert len(retriever.invoke("Why?", config)) == 1  # type: ignore[arg-type]
    assert finder.asked[-1].as_of == MAY
    assert len(retriever.invoke("Why?")) == 2


def test_a_question_without_a_day_is_asked_today() -> None:
    finder = FixedFinder()
    before = date.today()  # noqa: DTZ011 - the asker's own day
    FootnoteRetriever(finder=finder).invoke("Why?")
    assert before <= finder.asked[0].as_of <= date.today()  # noqa: DTZ011


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"k": 0}, "k: Input should be greater than or equal to 1"),
    ({"k": "three"}, "k: Input should be a valid integer"),
    ({"as_of": "1 May"}, "as_of: .*“1 May” is not a date; write it as YYYY-MM-DD."),
    ({"as_of": 2023}, "“2023” is not a date"),
    ({"since": datetime(2023, 5, 1, 12)}, "since: "),  # noqa: DTZ001 - the hour is what is wrong
    ({"source": ""}, "source: String should have at least 1 character"),
]


@pytest.mark.parametrize(("limits", "sentence"), WRONG)
def test_a_limit_that_cannot_be_one_is_refused(limits: dict[str, Any], sentence: str) -> None:
    finder = FixedFinder()
    with pytest.raises(ValidationError):
        FootnoteRetriever(finder=finder, **limits)
    with pytest.raises(UsageError, match=sentence):
        FootnoteRetriever(finder=finder).invoke("Why?", **limits)
    with pytest.raises(UsageError, match=sentence):
        asyncio.run(FootnoteRetriever(finder=finder).ainvoke("Why?", **limits))
    assert finder.asked == []


def test_days_that_no_article_can_lie_between_are_refused() -> None:
    with pytest.raises(UsageError, match="no article can match"):
        FootnoteRetriever(finder=FixedFinder(), since=JUNE, until=MAY)
    retriever = FootnoteRetriever(finder=FixedFinder(), since=JUNE)
    with pytest.raises(UsageError, match="no article can match"):
        retriever.invoke("Why?", until=MAY)


def test_what_is_no_limit_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="knows no “top_k”: a call takes as_of, since"):
        FootnoteRetriever(finder=FixedFinder()).invoke("Why?", top_k=3)
    with pytest.raises(ValidationError, match="top_k"):
        FootnoteRetriever(finder=FixedFinder(), top_k=3)  # type: ignore[call-arg]
    assert FootnoteRetriever(finder=FixedFinder()).invoke("Why?", verbose=False)


def test_an_empty_question_is_refused() -> None:
    with pytest.raises(QuestionError, match="empty"):
        FootnoteRetriever(finder=FixedFinder()).invoke(" ? ")


def test_documents_say_where_they_are_from(monkeypatch: pytest.MonkeyPatch) -> None:
    pier = HITS[0]
    head = replace(pier.article, url="https://larkholm.example/pier", published=MAY, source="Post")
    passage = replace(pier.passage, headings=("Harbour", "Repairs"))
    dressed = replace(pier, article=head, passage=passage)
    monkeypatch.setattr(FixedFinder, "hits", lambda *_: [dressed])
    (document,) = FootnoteRetriever(finder=FixedFinder()).invoke("Why was the pier closed?")
    assert document.page_content == passage.text
    assert document.metadata == {
        "article": "pier",
        "title": "About pier",
        "url": "https://larkholm.example/pier",
        "path": None,
        "source": "Post",
        "published": "2023-05-01",
        "heading": ["Harbour", "Repairs"],
        "start": passage.start,
        "end": passage.end,
        "score": 1.0,
    }
