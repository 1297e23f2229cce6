"""One chat model, opened by name through LangChain and held to limits."""

import random
import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from footnote.prompts import FilledPrompt
from footnote.retrieval.answering.opening import (
    EXTRAS,
    as_answerer_error,
    held_to,
    is_passing,
    open_model,
    provider_of,
    retry_after,
)
from footnote.retrieval.answering.streaming import (
    BoundedStream,
    CitedReply,
    ThoughtFilter,
    TooSlow,
    document_blocks,
)
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.options import GenerationOptions
from footnote.retrieval.usage import OnUsage, TokenBudget, Usage, estimated_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

FIRST_WAIT_S = 0.5
"""Seconds before the first retry; they double each time, with up to a quarter of jitter."""

CHARACTERS_A_TOKEN = 12
"""More characters than this for each token allowed is a server that ignores its limit."""

_WITHHELD = frozenset({"content_filter", "refusal", "safety", "prohibited_content", "blocklist"})
"""What providers say, in lower case, when a reply ended because they will not give it."""


class ChatModel:
    """Streams the text of one reply; every failure is an `AnswererError` with one sentence.

    Nothing is opened before the first call. `model` takes the place of the one the options name,
    which is how tests and other LangChain models come in. What `budget` has left is asked before
    each call.
    """

    def __init__(
        self,
        options: GenerationOptions,
        model: "BaseChatModel | None" = None,
        budget: TokenBudget | None = None,
    ) -> None:
        self._options = options
        self._model = model
        self._given = model is not None
        self._budget = budget

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
            self._model = open_model(self._options)
        return self._model

    def stream(
        self,
        prompt: FilledPrompt,
        on_usage: OnUsage | None = None,
        schema: dict[str, Any] | None = None,
    ) -> Generator[str, None, None]:
        """Yield the reply piece by piece; it is retried only while nothing has come of it.

        `on_usage` is told what each attempt came to, those that failed half-way and replies the
        caller stopped reading included. With `schema`, a model that can be held to one is.
        """
        if self._budget is not None:
            self._budget.ask()
        deadline = time.monotonic() + self._options.timeout_s
        model: Any = self.open()
        model = held_to(model, schema, self._options) if schema else model
        # No retrying library: what has begun to be shown is not asked for again.
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

    def complete(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> str:
        """Return the whole reply."""
        return "".join(self.stream(prompt, on_usage))

    def _attempt(
        self, model: Any, prompt: FilledPrompt, deadline: float, on_usage: OnUsage | None
    ) -> Generator[str, None, None]:
        most = self._options.max_tokens * CHARACTERS_A_TOKEN
        reply = _Reply(cited=bool(prompt.documents))
        chunks = BoundedStream(
            lambda: model.stream(self._messages(prompt)),
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
            if reply.begun:
                self._count(self._usage(reply, prompt), on_usage)
        if reply.withheld:
            raise AnswererError(
                f"{self.where} declined to answer: its provider withheld the reply."
            )
        if not reply.says_something:
            raise AnswererError(f"{self.where} answered with nothing.")
        if not reply.finished and self._tells_the_end():
            raise AnswererError(f"{self.where} broke off in the middle of its answer.")

    def _messages(self, prompt: FilledPrompt) -> Sequence[tuple[str, Any]]:
        """Return the prompt as LangChain takes it; Anthropic is told what may be kept in memory."""
        system: Any = prompt.system
        if system and provider_of(self._options) == "anthropic":
            kept = {"type": "ephemeral"}
            system = [{"type": "text", "text": system, "cache_control": kept}]
        messages: list[tuple[str, Any]] = [("system", system)] if system else []
        human: Any = prompt.human
        if prompt.documents:
            human = [*document_blocks(prompt.documents), {"type": "text", "text": prompt.human}]
        messages.append(("human", human))
        for reply, told in prompt.turns:
            messages += [("ai", reply), ("human", told)]
        return messages

    def _tells_the_end(self) -> bool:
        return not self._given and provider_of(self._options) in EXTRAS

    def _count(self, usage: Usage, on_usage: OnUsage | None) -> None:
        if self._budget is not None:
            self._budget.spend(usage.input_tokens + usage.output_tokens)
        if on_usage is not None:
            on_usage(usage)

    def _usage(self, reply: "_Reply", prompt: FilledPrompt) -> Usage:
        read, wrote = reply.counted or (
            estimated_tokens(prompt.characters),
            estimated_tokens(reply.characters),
        )
        cost = (read * self._options.input_price + wrote * self._options.output_price) / 1e6
        return Usage(1, read, wrote, cost, reply.counted is None, reply.cached)

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


class FirstThatAnswers:
    """Chat models in the order they are asked; the next begins anew where one fails.

    So a reader of its pieces may be given the beginning of a reply twice.
    """

    def __init__(self, models: Sequence[ChatModel]) -> None:
        self.models = tuple(models)

    def stream(
        self, prompt: FilledPrompt, on_usage: OnUsage | None = None
    ) -> Generator[str, None, None]:
        """Yield pieces of a reply; raises `AnswererError` where the last model fails too."""
        for model in self.models[:-1]:
            try:
                yield from model.stream(prompt, on_usage)
            except AnswererError:
                yield "\n"
            else:
                return
        yield from self.models[-1].stream(prompt, on_usage)

    def complete(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> str:
        """Return the whole reply of the first model that gives one."""
        for model in self.models[:-1]:
            try:
                return model.complete(prompt, on_usage)
            except AnswererError:
                continue
        return self.models[-1].complete(prompt, on_usage)


class _Reply:
    """What has come of one reply so far; `characters` includes what the model thought aloud."""

    def __init__(self, *, cited: bool = False) -> None:
        self._cited = CitedReply() if cited else None
        self.characters = 0
        self.says_something = False
        self.finished = False
        self.begun = False
        self.withheld = False
        self.counted: tuple[int, int] | None = None
        self.cached = 0
        self._thoughts = ThoughtFilter()

    def take(self, chunk: Any) -> str:
        """Note a chunk and return what it says aloud."""
        written = self._cited.take(chunk.content) if self._cited else str(chunk.text)
        self.begun = True
        self.characters += len(written)
        text = self._thoughts.feed(written)
        self.says_something = self.says_something or bool(text.strip())
        metadata = chunk.response_metadata or {}
        reasons = [metadata.get(key) for key in ("finish_reason", "stop_reason", "done_reason")]
        self.finished = self.finished or any(reasons)
        self.withheld = self.withheld or any(str(each).lower() in _WITHHELD for each in reasons)
        counted = chunk.usage_metadata
        if counted:
            before = self.counted or (0, 0)
            self.counted = (
                before[0] + counted["input_tokens"],
                before[1] + counted["output_tokens"],
            )
            self.cached += (counted.get("input_token_details") or {}).get("cache_read") or 0
        return text

    def rest(self) -> str:
        """Return what was held back until the reply ended."""
        text = self._thoughts.finish()
        if self._cited is not None:
            text += self._cited.finish()
        self.says_something = self.says_something or bool(text.strip())
        return text
