"""Models by name, each with our limits; opening one connects to nothing."""

from typing import Any

import pytest
from pydantic import SecretStr

from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.errors import SettingsError
from footnote.retrieval.options import GenerationOptions

KEY = SecretStr("sk-nobody-may-see-this")


def opened(model: str, **changes: Any) -> Any:
    return ChatModel(GenerationOptions(model=model, max_tokens=77, timeout_s=9, **changes)).open()


def refused(model: str | None, **changes: Any) -> str:
    with pytest.raises(SettingsError) as raised:
        ChatModel(GenerationOptions(model=model, **changes)).open()
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_ollama() -> None:
    model = opened("ollama:qwen3:4b")
    assert (model.model, model.num_predict, model.reasoning) == ("qwen3:4b", 77, False)
    assert model.client_kwargs == {"timeout": 9.0}


def test_openai() -> None:
    model = opened("openai:gpt-5-mini", api_key=KEY)
    assert (model.model_name, model.max_tokens, model.request_timeout) == ("gpt-5-mini", 77, 9.0)
    assert model.max_retries == 0
    assert "nobody" not in repr(model)


def test_an_openai_compatible_server_needs_no_key() -> None:
    model = opened("openai:local", base_url="http://127.0.0.1:8080/v1")
    assert model.openai_api_base == "http://127.0.0.1:8080/v1"


def test_anthropic() -> None:
    model = opened("anthropic:claude-haiku-4-5", api_key=KEY)
    assert (model.model, model.max_tokens, model.max_retries) == ("claude-haiku-4-5", 77, 0)


@pytest.mark.parametrize("model", ["openai:gpt-5-mini", "anthropic:claude-haiku-4-5"])
def test_a_missing_key_is_told_before_anything_is_asked(model: str) -> None:
    assert "FOOTNOTE_GENERATION__API_KEY" in refused(model)


def test_the_providers_own_variable_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-from-the-environment")
    assert (
        opened("anthropic:claude-haiku-4-5").anthropic_api_key.get_secret_value().startswith("sk")
    )


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (None, "set generation.model"),
        ("qwen3", "provider:model"),
        ("nosuch:x", "cannot be opened"),
        ("mistralai:x", "langchain-mistralai"),
    ],
)
def test_a_model_that_cannot_be_opened_is_one_sentence(model: str | None, words: str) -> None:
    assert words in refused(model)
