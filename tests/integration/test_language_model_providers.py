"""Each provider the documentation names, over its own protocol on loopback."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pydantic import SecretStr

from footnote.prompts import load_prompt
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.answering.contract import SCHEMA
from footnote.retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.options import GenerationOptions
from footnote.retrieval.stages import Draft
from footnote.retrieval.verification import Checker, ModelChecker, NearQuotes
from tests.support.claims import Talks, claim, reply
from tests.support.other_providers import (
    says_as_anthropic,
    says_as_ollama,
    says_cited_as_anthropic,
)
from tests.support.scripted_model_server import (
    Reply,
    ScriptedServer,
    chunk,
    says,
    scripted_server,
    status,
)
from tests.support.town_hits import HITS, PIER, asked

pytestmark = pytest.mark.integration

SPOKEN = (
    "<think>1931, I suppose.</think>Harbour master Ines Tolva said the repair would cost about "
    "€2.4 million [1]. "
    "It was built in 1931 [1]."
)
SAY = {
    "openai:gpt-5-mini": (says, "/v1"),
    "ollama:qwen3:4b": (says_as_ollama, ""),
    "anthropic:claude-haiku-4-5": (says_as_anthropic, ""),
}


def draft(model: str, *replies: Reply) -> Draft:
    with scripted_server(ScriptedServer(*replies)) as url:
        options = GenerationOptions(
            model=model,
            base_url=url.removesuffix("/v1") + SAY[model][1],
            api_key=SecretStr("scripted"),
            retries=1,
            input_price=2.0,
            output_price=10.0,
        )
        prompts = WriterPrompts(load_prompt("sentences"))
        answerer = GenerativeAnswerer([ChatModel(options)], prompts, NearQuotes(), passages=2)
        return list(answerer.stream(asked(), HITS))[-1]


@pytest.mark.parametrize("model", SAY)
def test_what_it_says_is_verified_and_its_tokens_are_counted(model: str) -> None:
    answer = draft(model, SAY[model][0](SPOKEN))
    assert [sentence.text for sentence in answer.sentences] == [
        "Harbour master Ines Tolva said the repair would cost about €2.4 million."
    ]
    assert [sentence.text for sentence in answer.removed] == ["It was built in 1931."]
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (1000, 50)
    assert answer.usage.cost == pytest.approx(0.0025)


@pytest.mark.parametrize("model", SAY)
@pytest.mark.parametrize(
    ("code", "words"), [(401, "refused the API key"), (404, "does not know"), (429, "rate limit")]
)
def test_its_faults_are_one_sentence(model: str, code: int, words: str) -> None:
    with pytest.raises(AnswererError) as raised:
        draft(model, status(code))
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("model", SAY)
def test_a_passing_fault_is_tried_again(model: str) -> None:
    answer = draft(model, status(503), SAY[model][0](SPOKEN))
    assert len(answer.sentences) == 1
    assert answer.usage.calls == 1


COST = "Harbour master Ines Tolva said the repair would cost about €2.4 million."


def told(*verdicts: str) -> Checker:
    return ModelChecker(Talks(*verdicts), load_prompt("check"))


def options(model: str, url: str, **changes: Any) -> GenerationOptions:
    values = {"model": model, "base_url": url, "api_key": SecretStr("scripted"), "retries": 0}
    return GenerationOptions(**(values | changes))


def test_anthropics_own_citations_are_the_evidence_of_claims() -> None:
    closed = PIER.split(" after")[0]
    said = says_cited_as_anthropic(
        ("ANSWERS: partly. It is not said who closed the pier.\n", []),
        ("The eastern pier was closed on 14 March", [(0, closed)]),
        (", and the repair would cost about €2.4 million.", [(0, COST)]),
        (" It will be red.", []),
    )
    script = ScriptedServer(said)
    with scripted_server(script) as url:
        model = ChatModel(options("anthropic:claude-haiku-4-5", url.removesuffix("/v1")))
        prompts = WriterPrompts(load_prompt("cited"))
        answerer = GenerativeAnswerer([model], prompts, told("1 yes"), passages=2)
        answer = list(answerer.stream(asked("Who closed the pier?"), HITS))[-1]
    assert [sentence.text for sentence in answer.sentences] == [
        "The eastern pier was closed on 14 March, and the repair would cost about €2.4 million."
    ]
    assert answer.citations[-1].quote == COST
    assert answer.missing == "It is not said who closed the pier."
    assert [each.reason for each in answer.removed] == ["it names no evidence"]
    documents = script.bodies[0]["messages"][-1]["content"]
    assert documents[0]["citations"] == {"enabled": True}
    assert documents[0]["source"]["data"] == PIER
    assert script.bodies[0]["system"][0]["cache_control"] == {"type": "ephemeral"}


def test_what_anthropic_declines_in_its_first_line_is_a_decline() -> None:
    said = says_cited_as_anthropic(("ANSWERS: no. They do not say why the pier is red.", []))
    with scripted_server(ScriptedServer(said)) as url:
        model = ChatModel(options("anthropic:claude-haiku-4-5", url.removesuffix("/v1")))
        prompts = WriterPrompts(load_prompt("cited"))
        answerer = GenerativeAnswerer([model], prompts, told(), passages=2)
        answer = list(answerer.stream(asked("Why is the pier red?"), HITS))[-1]
    assert answer.declined
    assert answer.missing == "They do not say why the pier is red."


@pytest.mark.parametrize(
    ("model", "key"),
    [("openai:gpt-5-mini", "response_format"), ("ollama:qwen3:4b", "format")],
)
def test_a_model_that_takes_a_schema_is_held_to_the_contract(model: str, key: str) -> None:
    script = ScriptedServer(SAY[model][0](reply(claim("The repair is planned.", COST))))
    with scripted_server(script) as url:
        address = url.removesuffix("/v1") + SAY[model][1]
        chat = ChatModel(options(model, address, structured="on"))
        prompts = WriterPrompts(load_prompt("answer"))
        answerer = GenerativeAnswerer(
            [chat], prompts, told("1 yes"), passages=2, schema=dict(SCHEMA)
        )
        answer = list(answerer.stream(asked(), HITS))[-1]
    assert [sentence.text for sentence in answer.sentences] == ["The repair is planned."]
    assert "claims" in json.dumps(script.bodies[0][key])


def test_a_reply_its_provider_withholds_is_told_as_that() -> None:
    def withheld(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        handler.wfile.write(chunk("I", finish=None) + chunk("", finish="content_filter"))
        handler.wfile.write(b"data: [DONE]\n\n")

    with pytest.raises(AnswererError, match="its provider withheld"):
        draft("openai:gpt-5-mini", withheld)
