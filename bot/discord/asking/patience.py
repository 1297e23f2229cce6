"""Calls to Discord that wait while it cannot be reached, and what is raised when it cannot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

_TRANSIENT = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError)
_PATIENCE_S = 900.0
_LONGEST_WAIT_S = 30.0
_TRIES = 5
_PAUSE_S = 0.5
_MISSES = 2
UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
T = TypeVar("T")


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call to Discord, again after growing waits while Discord cannot be reached.

    Raises what the last try raised after a quarter of an hour, and a refusal at once.
    """
    wait, waited = 1.0, 0.0
    while True:
        try:
            return await call()
        except _TRANSIENT:
            if waited >= _PATIENCE_S:
                raise
        except discord.HTTPException as error:
            if error.status != 429 or waited >= _PATIENCE_S:
                raise
        except RuntimeError as error:
            # aiohttp's words while a client is replaced by a new one.
            if "Session is closed" not in str(error) or waited >= _PATIENCE_S:
                raise
        await asyncio.sleep(wait)
        waited += wait
        wait = min(wait * 2, _LONGEST_WAIT_S)


async def insist(
    call: Callable[[], Awaitable[T]],
    final: Callable[[discord.HTTPException], bool],
    tries: int = _TRIES,
) -> T:
    """Make a call again that Discord refuses for no reason that stays; `final` tells one that does.

    A few tries only, over some seconds: each refusal counts towards the ten thousand that
    ban an address.
    """
    for number in range(tries - 1):
        try:
            return await call()
        except discord.HTTPException as error:
            if final(error):
                raise
        await asyncio.sleep(_PAUSE_S * 2**number)
    return await call()


async def deleted(delete: Callable[[], Awaitable[object]]) -> None:
    """Delete a message that may be gone, which is believed when Discord says so twice."""
    misses = 0

    async def once() -> None:
        nonlocal misses
        try:
            await patiently(delete)
        except discord.NotFound:
            misses += 1
            if misses < _MISSES:
                raise

    await insist(once, lambda _error: False)
