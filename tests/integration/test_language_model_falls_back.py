"""Whatever happens to the language model, the asker gets quotes and one sentence saying why."""

import json
import socket
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from rich.console import Console

from footnote.bot.terminal.chat import Chat
from footnote.retrieval import Footnote, Question
from footnote.retrieval.answer import Answer
from footnote.retrieval.answer_json import answer_as_json
from footnote.retrieval.options import AnsweringOptions, RetrievalOptions, VerificationOptions
from footnote.retrieval.question import Filters
from tests.support.claims import claim, reply
from tests.support.scripted_model_server import (
    Reply,
    ScriptedServer,
    a_web_page,
    dripping,
    endless,
    garbage,
    half_a_stream,
    says,
    scripted_server,
    slow,
    status,
)
from tests.support.small_model import generation_options

pytestmark = pytest.mark.integration

ARTICLE = Path(__file__).parents[2] / "samples" / "articles" / "harbour-master-retires.txt"
QUESTION = Question("Who is the harbour master?", date(2023, 6, 15))
TRUE = (
    "Harbour master Odile Brandt will retire at the end of September after 31 years in Tarrow "
    "Haven, she told the Lantern on Monday [1]."
)
SECRET = "sk-a-key-nobody-may-see"


@pytest.fixture(scope="module")
def footnote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    with Footnote.open(tmp_path_factory.mktemp("town"), create=True) as opened:
        opened.ingest([ARTICLE])
        yield opened


def writing(footnote: Footnote, url: str, **changes: Any) -> Footnote:
    """The same library with a language model in front."""
    values = {"retries": 0, "timeout_s": 20.0, "api_key": SecretStr(SECRET)} | changes
    values = {"contract": "sentences"} | values
    options = RetrievalOptions(
        answering=AnsweringOptions(answerer="generative"),
        generation=generation_options(url, **values),
        verification=VerificationOptions(checker="rules"),
    )
    return Footnote(footnote.library, options)


def answered(footnote: Footnote, *replies: Reply, **changes: Any) -> Answer:
    with scripted_server(ScriptedServer(*replies)) as url:
        return writing(footnote, url, **changes).ask(QUESTION)


def is_quoted(footnote: Footnote, answer: Answer) -> str:
    assert (answer.status, answer.answerer) == ("answered", "extractive")
    assert "Odile Brandt" in answer.text
    for citation in answer.citations:
        article = footnote.article(citation.article.id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
    (warning,) = answer.warnings
    assert "\n" not in warning
    assert SECRET not in json.dumps(answer_as_json(answer))
    return warning


FAULTS: dict[str, tuple[Reply, dict[str, Any], str]] = {
    "401": (status(401), {}, "refused the API key"),
    "429": (status(429), {}, "rate limit"),
    "500": (status(500), {}, "failed (500)"),
    "half a stream": (half_a_stream("Harbour master Odile"), {}, "broke off"),
    "half a stream after a whole sentence": (half_a_stream(f"{TRUE} And"), {}, "broke off"),
    "garbage": (garbage, {}, "no answer"),
    "a web page": (a_web_page, {}, ""),
    "no end": (endless, {}, "would not stop"),
    "silence": (slow(3), {"chunk_timeout_s": 0.3}, "too slow"),
    "ten times too slow": (dripping(0.1), {"timeout_s": 1.0}, "timeout_s (1 s)"),
    "an empty reply": (says(""), {}, "with nothing"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_quotes_and_one_sentence(footnote: Footnote, fault: str) -> None:
    scripted, changes, words = FAULTS[fault]
    warning = is_quoted(footnote, answered(footnote, scripted, **changes))
    assert words in warning
    assert warning.endswith("The answer is quoted instead.")


def test_a_server_that_is_away_ends_in_quotes_and_one_sentence(footnote: Footnote) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    warning = is_quoted(footnote, writing(footnote, url).ask(QUESTION))
    assert "cannot be reached" in warning


def test_a_model_of_which_nothing_stands_ends_in_quotes_and_says_so(footnote: Footnote) -> None:
    answer = answered(
        footnote, says("Odile Brandt retired on 4 May 2014 [1]. She was born in Sund.")
    )
    assert "stood up" in is_quoted(footnote, answer)
    assert len(answer.removed) == 2
    assert all(sentence.reason for sentence in answer.removed)


def test_what_stands_is_shown_and_its_tokens_are_told(footnote: Footnote) -> None:
    answer = answered(footnote, says(f"{TRUE} She sings [1]."), input_price=2.0, output_price=10.0)
    assert answer.answerer == "generative"
    assert answer.text == TRUE.replace(" [1].", ". [1]")
    assert [sentence.text for sentence in answer.removed] == ["She sings."]
    usage = answer_as_json(answer)["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (1000, 50)
    assert usage["cost"] == pytest.approx(0.0025)


def test_the_model_is_told_wishes_that_search_leaves_out(footnote: Footnote) -> None:
    message = f"Hi all, thanks for the bot! {QUESTION.text} Please be brief."
    script = ScriptedServer(says(TRUE))
    with scripted_server(script) as url:
        answer = writing(footnote, url).ask(Question(message, QUESTION.as_of))
    assert answer.citations == answered(footnote, says(TRUE)).citations
    assert answer.question == message
    assert "Please be brief." in script.prompts[0]


def test_a_reply_that_is_read_no_further_is_counted_roughly(footnote: Footnote) -> None:
    answer = answered(footnote, half_a_stream(f"{TRUE} And then"))
    assert answer.usage.calls == 1
    assert answer.usage.estimated
    assert answer.usage.input_tokens > 100


def test_quoting_uses_no_tokens(footnote: Footnote) -> None:
    assert "usage" not in answer_as_json(footnote.ask(QUESTION))


def test_the_chat_shows_no_word_that_was_not_verified(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=200)
    typed = StringIO(f"{QUESTION.text}\nAnd when does she leave?\n")
    monkeypatch.setattr("sys.stdin", typed)
    script = ScriptedServer(says(f"{TRUE} She was born on 3 May 1960 [1]. She sings [1]."))
    with scripted_server(script) as url:
        one = writing(footnote, url, rewrite=False)
        Chat(one, console, as_of=QUESTION.as_of, filters=Filters()).run(tmp_path / "history")
    shown = screen.getvalue()
    assert shown.count("told the Lantern") >= 2
    assert "1960" not in shown
    assert "sings" not in shown
    assert "2 sentences" in shown
    assert script.calls == 2


def test_no_snapshot_of_a_stream_holds_what_was_not_verified(footnote: Footnote) -> None:
    script = ScriptedServer(says(f"{TRUE} She was born on 3 May 1960 [1]. She sings [1]."))
    with scripted_server(script) as url:
        snapshots = list(writing(footnote, url).chain.stream(QUESTION))
    for snapshot in snapshots:
        assert {sentence.text for sentence in snapshot.sentences} == {TRUE.replace(" [1]", "")}
    assert "first_sentence" in snapshots[-1].timings_ms
    assert snapshots[-1].complete


def claiming(footnote: Footnote, *replies: Reply, question: Question = QUESTION) -> Answer:
    """The answer to replies in claims, the model's own check among them."""
    with scripted_server(ScriptedServer(*replies)) as url:
        options = RetrievalOptions(
            answering=AnsweringOptions(answerer="generative"),
            generation=generation_options(url, retries=0, timeout_s=20.0),
        )
        return Footnote(footnote.library, options).ask(question)


BRANDT = claim(
    "Odile Brandt is the harbour master and will retire at the end of September 2023.",
    "Harbour master Odile Brandt will retire at the end of September after 31 years",
)


def test_claims_that_pass_both_checks_are_the_answer(footnote: Footnote) -> None:
    answer = claiming(footnote, says(reply(BRANDT)), says("1 yes"))
    assert (answer.status, answer.answerer, answer.warnings) == ("answered", "generative", ())
    assert answer.text.endswith("September 2023. [1]")
    (citation,) = answer.citations
    article = footnote.article(citation.article.id)
    assert article is not None
    assert article.text[citation.start : citation.end] == citation.quote
    assert answer.usage.calls == 2


def test_a_decline_is_a_refusal_and_never_quoted(footnote: Footnote) -> None:
    declines = '{"answers": "no", "missing": "They do not say who the harbour master is."}'
    answer = claiming(footnote, says(declines))
    assert answer.status == "refused"
    assert not answer.citations
    assert answer.missing == "They do not say who the harbour master is."
    assert answer.missing in answer.text
    assert "Odile Brandt to leave the harbour" in answer.text
    assert answer.warnings == ("The language model declined: the passages do not answer.",)
    assert answer_as_json(answer)["missing"] == answer.missing


def test_what_is_missing_ends_an_answer_in_part(footnote: Footnote) -> None:
    opening = '{"answers": "partly", "missing": "They do not say where the harbour master lives."}'
    answer = claiming(footnote, says(reply(BRANDT, opening=opening)), says("1 yes"))
    assert answer.status == "answered"
    assert answer.text.endswith("\nThey do not say where the harbour master lives.")


def test_a_check_that_fails_shows_quotes_and_says_why(footnote: Footnote) -> None:
    answer = claiming(footnote, says(reply(BRANDT)), status(500))
    assert "failed (500)" in is_quoted(footnote, answer)


def test_tokens_of_a_day_end_in_quotes_and_one_sentence(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(footnote.library, "folder", tmp_path)
    with scripted_server(ScriptedServer(says(TRUE))) as url:
        one = writing(footnote, url, daily_tokens=1000)
        assert one.ask(QUESTION).answerer == "generative"
        assert "its 1,000 tokens for today" in is_quoted(footnote, one.ask(QUESTION))
