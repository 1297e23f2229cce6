"""A follow-up is looked up as rules complete it and as it stands; what answers better was meant."""

from collections.abc import Iterator
from datetime import date

import pytest

from footnote.retrieval import Footnote, Question, Turn
from footnote.retrieval.answer import Answer

pytestmark = pytest.mark.integration

TODAY = date(2024, 5, 1)
ARTICLES = {
    "keeper": "Lighthouse keeper Ada Brook leaves\n\n"
    "Lighthouse keeper Ada Brook will retire at the end of March after 22 years on Holm Rock, she "
    "told the Courier on Monday.",
    "steamer": "Queen Maud aground\n\n"
    "The steamer Queen Maud ran aground on Holm Rock in heavy fog on Friday. The lighthouse keeper "
    "saw the Queen Maud and rang the bell.",
}


@pytest.fixture(scope="module")
def footnote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    folder = tmp_path_factory.mktemp("rock")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Footnote.open(folder / "home", "rock", create=True) as opened:
        opened.ingest(sorted(folder.glob("*.txt")))
        yield opened


def follow(footnote: Footnote, said: str, asked: str, then: str) -> Answer:
    evidence = tuple(
        passage.id for article in footnote.articles() for passage in footnote.passages(article.id)
    )
    history = (Turn(asked, said, evidence=evidence),)
    return footnote.ask(Question(then, TODAY, history=history))


def test_a_pronoun_that_rules_give_to_the_wrong_name_is_read_again_as_it_stands(
    footnote: Footnote,
) -> None:
    """ "The lighthouse keeper saw the Queen Maud": the first name of that is a ship's."""
    said = "The lighthouse keeper saw the Queen Maud and rang the bell. [1]"
    answer = follow(footnote, said, "Who is the lighthouse keeper?", "When will she retire?")
    assert answer.status == "answered"
    assert "the end of March" in answer.citations[0].quote


def test_a_follow_up_that_says_nothing_alone_is_still_completed(footnote: Footnote) -> None:
    asked = "When did the Queen Maud run aground?"
    answer = follow(footnote, "On Friday. [1]", asked, "And where?")
    assert answer.status == "answered"
    assert "on Holm Rock" in answer.citations[0].quote
