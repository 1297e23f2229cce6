"""A language model's server that is away, wrong, slow, broken or endless: one sentence each."""

import socket
from typing import Any

import pytest

from footnote.prompts import load_prompt
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.stages import Draft
from footnote.retrieval.verification import NearQuotes
from tests.support.scripted_model_server import (
    Reply,
    ScriptedServer,
    a_web_page,
    endless,
    garbage,
    half_a_stream,
    says,
    scripted_server,
    slow,
    status,
)
from tests.support.small_model import generation_options
from tests.support.town_hits import HITS, asked

pytestmark = pytest.mark.integration

SAID = "Harbour master Ines Tolva said the repair would cost about €2.4 million."
TRUE = SAID.replace("n.", "n [1].")


def answerer(url: str, **changes: Any) -> GenerativeAnswerer:
    options = generation_options(url, **({"retries": 0, "timeout_s": 20.0} | changes))
    prompts = WriterPrompts(load_prompt("sentences"))
    return GenerativeAnswerer([ChatModel(options)], prompts, NearQuotes(), passages=3)


def last_draft(one: GenerativeAnswerer) -> Draft:
    return list(one.stream(asked(), HITS))[-1]


def fault(*replies: Reply, **changes: Any) -> str:
    with (
        scripted_server(ScriptedServer(*replies)) as url,
        pytest.raises(AnswererError) as raised,
    ):
        last_draft(answerer(url, **changes))
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "smollm2" in sentence
    return sentence


def test_a_server_that_is_away() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(AnswererError, match="cannot be reached"):
        last_draft(answerer(f"http://127.0.0.1:{port}/v1"))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (status(401), "refused the API key"),
        (status(404), "does not know the model"),
        (status(429), "rate limit"),
        (status(500), "failed (500)"),
        (half_a_stream("The eastern pier was"), "broke off"),
        (garbage, "sent something that is no answer"),
        (says(""), "answered with nothing"),
        (endless, "would not stop writing"),
    ],
)
def test_each_fault_is_one_sentence(reply: Reply, words: str) -> None:
    assert words in fault(reply)


def test_a_web_page_is_no_answer() -> None:
    fault(a_web_page)


def test_a_server_that_is_slower_than_a_piece_may_be() -> None:
    assert "too slow" in fault(slow(3), chunk_timeout_s=0.3)


def test_a_server_that_is_slower_than_the_whole_may_be() -> None:
    assert "timeout_s (0.3 s)" in fault(slow(3), timeout_s=0.3)


@pytest.mark.parametrize("first", [status(500), status(429, headers={"Retry-After": "0"})])
def test_a_passing_fault_is_tried_again(first: Reply) -> None:
    script = ScriptedServer(first, says(TRUE))
    with scripted_server(script) as url:
        draft = last_draft(answerer(url, retries=1))
    assert script.calls == 2
    assert [sentence.text for sentence in draft.sentences] == [SAID]


def test_a_refused_key_is_not_tried_again() -> None:
    script = ScriptedServer(status(401))
    with scripted_server(script) as url, pytest.raises(AnswererError):
        last_draft(answerer(url, retries=3))
    assert script.calls == 1


def test_what_broke_off_after_a_verified_sentence_still_fails() -> None:
    with scripted_server(ScriptedServer(half_a_stream(f"{TRUE} And then the"))) as url:
        drafts = answerer(url).stream(asked(), HITS)
        assert next(drafts).sentences[0].text == SAID
        with pytest.raises(AnswererError, match="broke off"):
            list(drafts)


def test_tokens_and_cost_are_counted() -> None:
    with scripted_server(ScriptedServer(says(TRUE))) as url:
        used = last_draft(answerer(url, input_price=2.0, output_price=10.0)).usage
    assert (used.calls, used.input_tokens, used.output_tokens) == (1, 1000, 50)
    assert used.cost == pytest.approx(0.0025)
    assert not used.estimated


async def test_the_same_without_blocking_the_event_loop() -> None:
    with scripted_server(ScriptedServer(says(TRUE))) as url:
        drafts = [draft async for draft in answerer(url).astream(asked(), HITS)]
    assert drafts[-1].citations[0].quote in HITS[0].passage.text
