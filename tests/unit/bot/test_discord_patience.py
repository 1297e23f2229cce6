"""Calls to Discord made again: after which errors, after which waits, and until when."""

import asyncio
from collections.abc import Awaitable, Sequence
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from footnote.bot.discord.asking.patience import deleted, insist, patiently

DONE = "done"


def refused(status: int, kind: type[discord.HTTPException] = discord.HTTPException) -> Exception:
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, "")


class Calls:
    """A call to Discord that meets errors, the last of them for ever unless `then_done`."""

    def __init__(self, errors: Sequence[BaseException], *, then_done: bool = False) -> None:
        self._errors, self._then_done, self.made = errors, then_done, 0

    def __call__(self) -> Awaitable[str]:
        # Like the lambdas of the callers, this is no coroutine function.
        self.made += 1
        return self._met()

    async def _met(self) -> str:
        if self._then_done and self.made > len(self._errors):
            return DONE
        raise self._errors[min(self.made, len(self._errors)) - 1]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return what was waited for, which takes no time here."""
    found: list[float] = []

    async def noted(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", noted)
    return found


async def test_what_passes_is_waited_for(waits: list[float]) -> None:
    passing = [
        aiohttp.ClientConnectionError(),
        ConnectionResetError(),
        TimeoutError(),
        refused(503, discord.DiscordServerError),
        refused(429),
        RuntimeError("Session is closed"),
        OSError(),
    ]
    calls = Calls(passing, then_done=True)
    assert await patiently(calls) == DONE
    assert waits == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize(
    "error",
    [
        refused(403, discord.Forbidden),
        RuntimeError("other"),
        ValueError(),
        asyncio.CancelledError(),
    ],
)
async def test_what_stays_is_raised_at_once(error: BaseException, waits: list[float]) -> None:
    calls = Calls([error])
    with pytest.raises(type(error)) as raised:
        await patiently(calls)
    assert raised.value is error
    assert (calls.made, waits) == (1, [])


async def test_patience_ends_after_a_quarter_of_an_hour_of_waiting(waits: list[float]) -> None:
    calls = Calls([ConnectionResetError("first"), ConnectionResetError("last")])
    with pytest.raises(ConnectionResetError, match="last"):
        await patiently(calls)
    assert sum(waits[:-1]) < 900 <= sum(waits)
    assert calls.made == len(waits) + 1


async def test_a_refusal_is_asked_about_a_few_times(waits: list[float]) -> None:
    calls = Calls([refused(400)])
    with pytest.raises(discord.HTTPException):
        await insist(calls, lambda _error: False)
    assert (calls.made, waits) == (5, [0.5, 1, 2, 4])
    once = Calls([refused(400)])
    with pytest.raises(discord.HTTPException):
        await insist(once, lambda _error: False, tries=1)
    assert once.made == 1


async def test_a_refusal_that_stays_or_another_error_ends_it(waits: list[float]) -> None:
    refusals = Calls([refused(400), refused(403)])
    with pytest.raises(discord.HTTPException):
        await insist(refusals, lambda error: error.status == 403)
    assert (refusals.made, waits) == (2, [0.5])
    other = Calls([ValueError()])
    with pytest.raises(ValueError):  # noqa: PT011 - any will do
        await insist(other, lambda _error: False)
    assert other.made == 1


async def test_a_message_is_gone_when_discord_says_so_twice(waits: list[float]) -> None:
    gone = Calls([refused(404, discord.NotFound)])
    await deleted(gone)
    assert (gone.made, waits) == (2, [0.5])
