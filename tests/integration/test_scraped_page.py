"""The kind of page Footnote must digest: site chrome, a doubled title, a stamp years too late."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval import Footnote, Question
from footnote.retrieval.answer import Answer

PAGE = Path(__file__).parents[1] / "data" / "scraped" / "ferry-crews.txt"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def footnote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    with Footnote.open(tmp_path_factory.mktemp("scraped"), create=True) as opened:
        report = opened.ingest([PAGE])
        assert report.added == 1
        yield opened


def ask(footnote: Footnote, text: str) -> Answer:
    return footnote.ask(Question(text, TODAY))


def test_the_page_is_cleaned(footnote: Footnote) -> None:
    (head,) = footnote.articles()
    assert head.title == "Ferry union: Carrick may lend more help to Ostrand"
    assert head.updated == date(2021, 5, 6)
    assert head.published is None
    passages = " ".join(passage.text for passage in footnote.passages(head.id))
    for chrome in ("Wharfinder", "Directory of Northern", "Updated", head.title, "none"):
        assert chrome not in re.sub(r"\bno\w* none\b", "", passages)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When will Wrangel visit Ostrand?", "Oct. 22"),
        ("Who is the spokeswoman?", "spokeswoman Ilse Haldorsen"),
        ("Will Carrick send ships?", "there is no interest in sending ships"),
        ("What gear did Carrick provide?", "Bergmann diesel winches"),
    ],
)
def test_what_the_page_says_is_quoted(footnote: Footnote, question: str, words: str) -> None:
    answer = ask(footnote, question)
    assert answer.status == "answered"
    assert any(words in citation.quote for citation in answer.citations)
    assert "2021" not in answer.text
    for citation in answer.citations:
        article = footnote.article(citation.article.id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "How many union members are in Ostrand?",
        "Who is the president of France?",
        "When was the Eiffel Tower built?",
        "In what year will Wrangel visit Ostrand?",  # the page has years, of other events
    ],
)
def test_what_the_page_does_not_say_is_refused(footnote: Footnote, question: str) -> None:
    answer = ask(footnote, question)
    assert answer.status == "refused"
    assert not answer.citations
    assert "2021" not in answer.text


@pytest.mark.parametrize(
    "message",
    [
        "Hi all, sorry if this was asked before.\n{}\nThanks in advance!",
        "My brother and I were arguing about the news at dinner last night. {}",
        "{} Asking for a friend.",
    ],
)
def test_small_talk_around_a_question_does_not_hide_its_answer(
    footnote: Footnote, message: str
) -> None:
    question = "When will Wrangel visit Ostrand?"
    bare, found = ask(footnote, question), ask(footnote, message.format(question))
    assert bare.status == "answered"
    assert found.citations == bare.citations
    assert found.question == " ".join(message.format(question).split())
    hits = footnote.search(Question(message.format(question), TODAY))
    assert hits == footnote.search(Question(question, TODAY))
