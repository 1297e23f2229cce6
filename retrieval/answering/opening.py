"""Chat models opened by name, through LangChain's `init_chat_model`."""

import os
from typing import TYPE_CHECKING, Any

from footnote.retrieval.errors import SettingsError, first_line
from footnote.retrieval.options import GenerationOptions

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRAS = ("openai", "ollama", "anthropic")
"""Providers with an extra of their own; all of them say when a reply has ended."""

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""Providers that insist on a key, and where their clients look for one besides the settings."""


def provider_of(options: GenerationOptions) -> str:
    """Return the provider's name, as `init_chat_model` knows it."""
    return (options.model or "").split(":", 1)[0]


def open_model(options: GenerationOptions) -> "BaseChatModel":
    """Return the LangChain model the options name; opens no connection yet.

    Raises:
        SettingsError: No model is named, or its provider is unknown or not installed.
    """
    if not options.model:
        raise SettingsError(
            "The generative answerer needs a model: set generation.model, e.g. ollama:qwen3:4b."
        )
    if ":" not in options.model:
        raise SettingsError(
            f"generation.model is {options.model!r}: write it as provider:model, "
            "e.g. openai:gpt-5-mini."
        )
    _require_key(options)
    try:
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(options.model, **_arguments(options))
    except ImportError as error:
        raise SettingsError(_what_to_install(provider_of(options), error)) from error
    except Exception as error:
        raise SettingsError(
            f"generation.model {options.model!r} cannot be opened: {first_line(error)}"
        ) from error
    return model


def held_to(model: Any, schema: dict[str, Any], options: GenerationOptions) -> Any:
    """Return the model bound to answer in a JSON schema, or as it is where it offers none.

    `auto` goes by what LangChain knows of the model; Ollama holds every model to a schema.
    """
    provider = provider_of(options)
    offers = options.structured == "on" or (
        options.structured == "auto"
        and (provider == "ollama" or bool((model.profile or {}).get("structured_output")))
    )
    if not offers:
        return model
    if provider == "ollama":
        return model.bind(format=schema)
    if provider == "openai":
        named = {"name": schema["title"], "schema": schema, "strict": True}
        return model.bind(response_format={"type": "json_schema", "json_schema": named})
    return model


def _what_to_install(provider: str, error: ImportError) -> str:
    if provider in EXTRAS:
        return f"Language models of {provider} need an extra: install footnote-bot[{provider}]."
    return f"Language models of {provider} need another package: {first_line(error)}"


def _require_key(options: GenerationOptions) -> None:
    provider = provider_of(options)
    variable = _KEYS.get(provider)
    given = options.api_key or (options.base_url and provider == "openai")
    if variable and not given and not os.environ.get(variable):
        raise SettingsError(
            f"generation.model {options.model!r} needs a key: set FOOTNOTE_GENERATION__API_KEY."
        )


def _arguments(options: GenerationOptions) -> dict[str, Any]:
    provider = provider_of(options)
    arguments: dict[str, Any] = {"temperature": options.temperature}
    if options.base_url:
        arguments["base_url"] = options.base_url
    if provider == "ollama":
        arguments["num_predict"] = options.max_tokens
        arguments["client_kwargs"] = {"timeout": options.timeout_s}
        arguments["reasoning"] = False  # thinking aloud would use up max_tokens before the answer
        return arguments
    arguments["max_tokens"] = options.max_tokens
    arguments["timeout"] = options.timeout_s
    arguments["max_retries"] = 0  # retries are ours: they know the total time limit
    if options.api_key:
        arguments["api_key"] = options.api_key.get_secret_value()
    elif provider == "openai" and options.base_url:
        arguments["api_key"] = "none"  # local servers ask for no key, the client insists on one
    if provider == "openai":
        arguments["stream_usage"] = True
    return arguments
