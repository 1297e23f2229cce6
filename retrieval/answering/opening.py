"""Chat models opened by name, and the ways their servers fail, each as one sentence."""

import os
from typing import TYPE_CHECKING, Any

from footnote.retrieval.errors import AnswererError, SettingsError, first_line
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


# Providers raise errors of their own; they are told apart by HTTP status and class name, so that no
# provider's package has to be imported to know its errors.
_AWAY = ("connect", "network", "unreachable", "resolve", "nodename")
_SLOW = ("timeout", "timedout")
_HALF = ("remoteprotocol", "incompleteread", "readerror", "chunked", "protocolerror", "closed")
_GARBLED = ("decode", "json", "validation", "unicode", "valueerror", "typeerror", "keyerror")


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status an error carries, whichever provider's it is."""
    for one in _chain(error):
        for holder in (one, getattr(one, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int):
                return status
    return None


def retry_after(error: BaseException) -> float | None:
    """Return the seconds a server asks to wait, where it says so."""
    for one in _chain(error):
        headers = getattr(getattr(one, "response", None), "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value:
            try:
                return max(float(value), 0.0)
            except ValueError:
                return None
    return None


def is_passing(error: BaseException) -> bool:
    """Tell whether the same call may succeed a moment later."""
    status = status_of(error)
    if status is not None:
        return status in {408, 409, 425, 429} or status >= 500
    return _resembles(error, _AWAY) or _resembles(error, _SLOW)


def as_answerer_error(error: BaseException, *, where: str, timeout_s: float) -> AnswererError:
    """Return an error with one sentence that names the model and what to do."""
    return AnswererError(_sentence(error, where, timeout_s))


def _sentence(error: BaseException, where: str, timeout_s: float) -> str:
    status = status_of(error)
    if status in {401, 403}:
        return f"{where} refused the API key ({status}): check generation.api_key."
    if status == 404:
        return f"{where} does not know the model (404): check generation.model."
    if status == 429:
        return f"{where} is over its rate limit or quota (429): try again later."
    if status is not None and status >= 500:
        return f"{where} failed ({status}): try again later."
    if status is not None and status >= 400:
        return f"{where} refused the request ({status}): check the generation settings."
    if _resembles(error, _SLOW):
        return f"{where} did not answer within {timeout_s:g} s: raise generation.timeout_s."
    if _resembles(error, _HALF):
        return f"{where} broke off in the middle of its answer."
    if _resembles(error, _AWAY):
        return f"{where} cannot be reached: check that it runs, and generation.base_url."
    if _resembles(error, _GARBLED):
        return f"{where} sent something that is no answer: check generation.base_url."
    return f"{where} failed ({type(error).__name__}): check the generation settings."


def _resembles(error: BaseException, fragments: tuple[str, ...]) -> bool:
    names = " ".join(cls.__name__.lower() for one in _chain(error) for cls in type(one).__mro__[:3])
    return any(fragment in names for fragment in fragments)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found
