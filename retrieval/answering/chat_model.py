"""One chat model, opened by name through LangChain and held to limits."""

import os
import random
import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from retrieval.answering.model_errors import as_answerer_error, is_passing, retry_after
from retrieval.answering.streaming import BoundedStream, TooSlow
from retrieval.answering.thoughts import ThoughtFilter
from retrieval.errors import AnswererError, SettingsError
from retrieval.options import GenerationOptions
from retrieval.usage import OnUsage, Usage, estimated_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

FIRST_WAIT_S = 0.5
"""Seconds before the first retry; they double each time, with up to a quarter of jitter."""

CHARACTERS_A_TOKEN = 12
"""More characters than this for each token allowed is a server that ignores its limit."""

_EXTRAS = ("openai", "ollama", "anthropic")
"""Providers with an extra of their own; all of them say when a reply has ended."""
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""Providers that insist on a key, and where their clients look for one besides the settings."""


class ChatModel:
    """Streams the text of one reply; every failure is an `AnswererError` with one sentence.

    Nothing is opened before the first call. `model` takes the place of the one the options name,
    which is how tests and other LangChain models come in.
    """

    def __init__(self, options: GenerationOptions, model: "BaseChatModel | None" = None) -> None:
        self._options = options
        self._model = model
        self._given = model is not None

    @property
    def where(self) -> str:
        """The model as sentences to people name it."""
        place = urlsplit(self._options.base_url).netloc if self._options.base_url else ""
        name = self._options.model or type(self._model).__name__
        return f"The language model {name}" + (f" at {place}" if place else "")

    def open(self) -> "BaseChatModel":
        """Return the LangChain model; opens no connection yet.

        Raises:
            SettingsError: No model is named, or its provider is unknown or not installed.
        """
        if self._model is None:
            self._model = _opened(self._options)
        return self._model

    def stream(self, prompt: str, on_usage: OnUsage | None = None) -> Generator[str, None, None]:
        """Yield the reply piece by piece; it is retried only while nothing has come of it.

        `on_usage` is told what each attempt came to, those that failed half-way and replies the
        caller stopped reading included.
        """
        deadline = time.monotonic() + self._options.timeout_s
        model = self.open()
        for attempt in range(self._options.retries + 1):
            started = False
            try:
                for piece in self._attempt(model, prompt, deadline, on_usage):
                    started = True
                    yield piece
            except AnswererError:
                raise
            except TooSlow as error:
                raise self._too_slow(error) from error
            except Exception as error:
                wait = self._wait(error, attempt, deadline)
                if started or wait is None:
                    raise as_answerer_error(
                        error, where=self.where, timeout_s=self._options.timeout_s
                    ) from error
                time.sleep(wait)
            else:
                return

    def complete(self, prompt: str, on_usage: OnUsage | None = None) -> str:
        """Return the whole reply."""
        return "".join(self.stream(prompt, on_usage))

    def _attempt(
        self, model: "BaseChatModel", prompt: str, deadline: float, on_usage: OnUsage | None
    ) -> Generator[str, None, None]:
        most = self._options.max_tokens * CHARACTERS_A_TOKEN
        reply = _Reply()
        chunks = BoundedStream(
            lambda: model.stream(prompt),
            total_s=max(deadline - time.monotonic(), 0.001),
            gap_s=self._options.chunk_timeout_s,
        )
        try:
            for chunk in chunks:
                text = reply.take(chunk)
                if reply.characters > most:
                    raise AnswererError(f"{self.where} would not stop writing.")
                if text:
                    yield text
            if rest := reply.rest():
                yield rest
        finally:
            if on_usage and reply.begun:
                on_usage(self._usage(reply, prompt))
        if not reply.says_something:
            raise AnswererError(f"{self.where} answered with nothing.")
        if not reply.finished and self._tells_the_end():
            raise AnswererError(f"{self.where} broke off in the middle of its answer.")

    def _tells_the_end(self) -> bool:
        name = self._options.model or ""
        return not self._given and name.split(":", 1)[0] in _EXTRAS

    def _usage(self, reply: "_Reply", prompt: str) -> Usage:
        read, wrote = reply.counted or (
            estimated_tokens(len(prompt)),
            estimated_tokens(reply.characters),
        )
        cost = (read * self._options.input_price + wrote * self._options.output_price) / 1e6
        return Usage(1, read, wrote, cost, estimated=reply.counted is None)

    def _too_slow(self, error: TooSlow) -> AnswererError:
        setting = (
            "timeout_s" if error.limit_s > self._options.chunk_timeout_s else "chunk_timeout_s"
        )
        limit = self._options.timeout_s if setting == "timeout_s" else self._options.chunk_timeout_s
        if self._options.timeout_s <= self._options.chunk_timeout_s:
            setting, limit = "timeout_s", self._options.timeout_s
        return AnswererError(
            f"{self.where} was too slow: raise generation.{setting} ({limit:g} s)."
        )

    def _wait(self, error: Exception, attempt: int, deadline: float) -> float | None:
        """Return the seconds to wait before another try, or None where there is none."""
        if attempt >= self._options.retries or not is_passing(error):
            return None
        backoff = FIRST_WAIT_S * 2**attempt * (1 + random.random() / 4)
        wait = max(backoff, retry_after(error) or 0.0)
        return wait if time.monotonic() + wait < deadline else None


class _Reply:
    """What has come of one reply so far; `characters` includes what the model thought aloud."""

    def __init__(self) -> None:
        self.characters = 0
        self.says_something = False
        self.finished = False
        self.begun = False
        self.counted: tuple[int, int] | None = None
        self._thoughts = ThoughtFilter()

    def take(self, chunk: Any) -> str:
        """Note a chunk and return what it says aloud."""
        written = str(chunk.text)
        self.begun = True
        self.characters += len(written)
        text = self._thoughts.feed(written)
        self.says_something = self.says_something or bool(text.strip())
        metadata = chunk.response_metadata or {}
        if any(metadata.get(key) for key in ("finish_reason", "stop_reason", "done_reason")):
            self.finished = True
        counted = chunk.usage_metadata
        if counted:
            before = self.counted or (0, 0)
            self.counted = (
                before[0] + counted["input_tokens"],
                before[1] + counted["output_tokens"],
            )
        return text

    def rest(self) -> str:
        """Return what was held back until the reply ended."""
        text = self._thoughts.finish()
        self.says_something = self.says_something or bool(text.strip())
        return text


def _opened(options: GenerationOptions) -> "BaseChatModel":
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
        raise SettingsError(_what_to_install(options.model.split(":", 1)[0], error)) from error
    except Exception as error:
        raise SettingsError(
            f"generation.model {options.model!r} cannot be opened: {_first_line(error)}"
        ) from error
    return model


def _what_to_install(provider: str, error: ImportError) -> str:
    if provider in _EXTRAS:
        return f"Language models of {provider} need an extra: install footnote-bot[{provider}]."
    return f"Language models of {provider} need another package: {_first_line(error)}"


def _require_key(options: GenerationOptions) -> None:
    provider = (options.model or "").split(":", 1)[0]
    variable = _KEYS.get(provider)
    given = options.api_key or (options.base_url and provider == "openai")
    if variable and not given and not os.environ.get(variable):
        raise SettingsError(
            f"generation.model {options.model!r} needs a key: set FOOTNOTE_GENERATION__API_KEY."
        )


def _arguments(options: GenerationOptions) -> dict[str, Any]:
    provider = options.model.split(":", 1)[0] if options.model else ""
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


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
