"""A word to one person alone: directly, else briefly in the channel, and not again and again."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.patience import insist
from footnote.bot.discord.asking.place_rules import Once
from footnote.bot.discord.telemetry.failures import CHANNEL_GONE, missing_permission

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
