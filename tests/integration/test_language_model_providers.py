"""Each provider the documentation names, over its own protocol on loopback."""

import pytest
from pydantic import SecretStr

from prompts import load_prompt
from retrieval.answering.chat_model import ChatModel
from retrieval.answering.draft import Draft
from retrieval.answering.generative import GenerativeAnswerer, WriterPrompts
from retrieval.errors import AnswererError
from retrieval.options import GenerationOptions
from retrieval.verification import NearQuotes
from tests.support.other_providers import says_as_anthropic, says_as_ollama
from tests.support.scripted_model_server import (
    Reply,
    ScriptedServer,
    says,
    scripted_server,
    status,
)
from tests.support.town_hits import HITS, asked

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
