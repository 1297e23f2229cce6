"""Calls to Discord that wait while it is away, why it refuses others, and a word to one person."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar
from uuid import uuid4

import aiohttp
import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.place_rules import Once

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
    # Tenacity would be no shorter here and below, and takes what a lambda returns without awaiting.
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


_NEEDED = ("view_channel", "read_message_history")
CHANNEL_GONE = 10003
MESSAGE_GONE = 10008


def missing_permission(channel: object) -> str | None:
    """Return the name of the first permission the bot lacks to answer in a channel."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return None
    held = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    speaking = "send_messages_in_threads" if is_thread else "send_messages"
    for name in (*_NEEDED[:1], speaking, *_NEEDED[1:]):
        if not getattr(held, name):
            return permission_name(name)
    return None


def permission_name(attribute: str) -> str:
    """Return a permission as Discord's own menus call it."""
    return attribute.replace("_", " ").title()


def is_gone(error: Exception) -> bool:
    """Return whether an error says that a channel or message no longer exists."""
    return isinstance(error, discord.NotFound) and error.code in {CHANNEL_GONE, MESSAGE_GONE}


_WINDOW_S = 60.0
_CLOSED_FOR_S = 3600.0
_SHOWN_S = 15.0
_SIGN_EVERY_S = 5.0
_CLOSED = 50007


class PrivateWord:
    """Says things to people; whoever asks far too much hears one refusal a minute.

    Each refusal costs requests, and a bot whose requests are refused ten thousand times in ten
    minutes is banned by address. Direct messages that were found closed are not tried
    again for an hour.
    """

    def __init__(self) -> None:
        self._refused = Once(_WINDOW_S)
        self._closed = Once(_CLOSED_FOR_S)
        self._signs = Once(_SIGN_EVERY_S)

    def just_said(self, person_id: int) -> bool:
        """Return whether a person got a word or a sign a moment ago; else it is noted."""
        return self._signs.again(person_id)

    async def say(
        self,
        person: discord.User | discord.Member,
        text: str,
        channel: Messageable | None = None,
        reference: dict[str, Any] | None = None,
        *,
        refusal: bool = False,
    ) -> None:
        """Say it; a refusal only when the last one was a while ago."""
        if refusal and self._refused.again(person.id):
            return
        nobody = discord.AllowedMentions.none()
        nonce = uuid4().hex[:25]  # Discord's longest: a repeated try adds no message
        if not self._closed.known(person.id):
            try:
                await insist(
                    lambda: person.send(text, allowed_mentions=nobody, nonce=nonce), _is_closed
                )
            except discord.HTTPException as error:
                if _is_closed(error):
                    self._closed.again(person.id)
            else:
                return
        if channel is not None:
            with suppress(discord.HTTPException):
                await insist(
                    lambda: channel.send(
                        text,
                        delete_after=_SHOWN_S,
                        allowed_mentions=nobody,
                        nonce=nonce,
                        **(reference or {}),
                    ),
                    lambda error: (
                        error.code == CHANNEL_GONE or missing_permission(channel) is not None
                    ),
                )


def _is_closed(error: discord.HTTPException) -> bool:
    return error.code == _CLOSED
