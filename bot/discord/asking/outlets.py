"""Where an answer goes: a reply in a channel, or the response to an interaction."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

import aiohttp
import discord
from discord.abc import Messageable
from discord.ui import View

_NO_MENTIONS = discord.AllowedMentions.none()
_TRANSIENT = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError)
_PATIENCE_S = 900.0
_EXPIRED = {10015, 50027}  # unknown webhook, invalid webhook token
_WITH_MESSAGES = (discord.TextChannel, discord.Thread, discord.VoiceChannel, discord.DMChannel)
UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
T = TypeVar("T")


class Outlet(Protocol):
    """One answer's place on Discord: a first message that is edited, and further ones."""

    async def open(self, text: str) -> int | None:
        """Post the first message and return its id."""
        ...

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Replace the first message's text and buttons; return its id."""
        ...

    async def extend(self, text: str, view: View | None = None) -> int | None:
        """Post a further message; return its id."""
        ...

    async def tell(self, text: str) -> None:
        """Say something to the asker alone, without touching the answer."""
        ...

    async def retract(self) -> None:
        """Delete what was posted."""
        ...


class ReplyOutlet:
    """Replies to the message that asked; `posted` is the first reply when there is one already."""

    def __init__(
        self,
        channel: Messageable,
        asker: discord.User | discord.Member,
        question: discord.Message | discord.PartialMessage | None,
        posted: discord.PartialMessage | None = None,
    ) -> None:
        self._channel = channel
        self._asker = asker
        self._question = question
        self._first: discord.Message | discord.PartialMessage | None = posted
        self._last = self._first

    async def open(self, text: str) -> int | None:
        """Reply with the thinking line, or put it back into the reply there is."""
        if self._first is not None:
            return await self.edit(text)
        first = await patiently(lambda: self._send(text, self._question, None, once=True))
        self._first = self._last = first
        return first.id

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the first reply."""
        if self._first is None:
            return await self.open(text)
        first = self._first
        # A whole message's `edit` brings link previews back unless told not to.
        extra: dict[str, Any] = {"suppress": True} if isinstance(first, discord.Message) else {}
        edited = await patiently(
            lambda: first.edit(content=text, view=view, allowed_mentions=_NO_MENTIONS, **extra)
        )
        return edited.id

    async def extend(self, text: str, view: View | None = None) -> int | None:
        """Reply to the last part, so that the branch can be followed back."""
        last = self._last
        self._last = await patiently(lambda: self._send(text, last, view))
        return self._last.id

    async def tell(self, text: str) -> None:
        """Write to the asker directly, else briefly in the channel."""
        try:
            await self._asker.send(text, allowed_mentions=_NO_MENTIONS)
        except discord.HTTPException:
            with suppress(discord.HTTPException):
                await self._channel.send(
                    text,
                    delete_after=15.0,
                    allowed_mentions=_NO_MENTIONS,
                    **_reference(self._question),
                )

    async def retract(self) -> None:
        """Delete the reply."""
        if self._first is not None:
            with suppress(discord.NotFound):
                await self._first.delete()

    async def _send(
        self,
        text: str,
        reference: discord.Message | discord.PartialMessage | None,
        view: View | None,
        *,
        once: bool = False,
    ) -> discord.Message:
        extra: dict[str, Any] = _reference(reference)
        if view is not None:
            extra["view"] = view
        if once and reference is not None:
            # Discord makes one message of several with the same nonce: a repeated try adds none.
            extra["nonce"] = str(reference.id)
        return await self._channel.send(
            text, suppress_embeds=True, allowed_mentions=_NO_MENTIONS, **extra
        )


class InteractionOutlet:
    """Responds to an interaction; when that came too late, a public answer becomes a message."""

    def __init__(self, interaction: discord.Interaction, *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._opened: int | None = None
        self._late: ReplyOutlet | None = None

    async def open(self, text: str) -> int | None:
        """Respond with the thinking line; Discord allows three seconds for this."""
        try:
            response = await self._interaction.response.send_message(
                text,
                ephemeral=self._private,
                suppress_embeds=True,
                allowed_mentions=_NO_MENTIONS,
            )
        except discord.NotFound:
            if self._private or not isinstance(self._interaction.channel, Messageable):
                raise
            self._late = ReplyOutlet(self._interaction.channel, self._interaction.user, None)
            return await self._late.open(text)
        self._opened = response.message_id
        return self._opened

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the response; a public one as a message once the interaction's time is over."""
        if self._late is not None:
            return await self._late.edit(text, view)
        try:
            edited = await patiently(
                lambda: self._interaction.edit_original_response(
                    content=text, view=view, allowed_mentions=_NO_MENTIONS
                )
            )
        except discord.HTTPException as error:
            late = self._outlived(error)
            if late is None:
                raise
            return await late.edit(text, view)
        return edited.id

    async def extend(self, text: str, view: View | None = None) -> int | None:
        """Follow up."""
        if self._late is not None:
            return await self._late.extend(text, view)
        extra: dict[str, Any] = {} if view is None else {"view": view}
        sent = await patiently(
            lambda: self._interaction.followup.send(
                text,
                ephemeral=self._private,
                suppress_embeds=True,
                allowed_mentions=_NO_MENTIONS,
                wait=True,
                **extra,
            )
        )
        return sent.id

    def _outlived(self, error: discord.HTTPException) -> ReplyOutlet | None:
        """Return the way on after Discord's fifteen minutes for an interaction."""
        channel = self._interaction.channel
        expired = error.code in _EXPIRED and not self._private
        if expired and self._opened is not None and isinstance(channel, _WITH_MESSAGES):
            posted = channel.get_partial_message(self._opened)
            self._late = ReplyOutlet(channel, self._interaction.user, None, posted)
            return self._late
        return None

    async def tell(self, text: str) -> None:
        """Respond in private."""
        if self._interaction.response.is_done():
            await self._interaction.followup.send(text, ephemeral=True)
            return
        try:
            await self._interaction.response.send_message(text, ephemeral=True)
        except discord.NotFound:
            await self._interaction.user.send(text)

    async def retract(self) -> None:
        """Delete the response."""
        if self._late is not None:
            await self._late.retract()
            return
        with suppress(discord.NotFound):
            await self._interaction.delete_original_response()


class WebhookOutlet:
    """Finishes a private response that an earlier process opened, by its interaction's token."""

    def __init__(self, webhook: discord.Webhook, message_id: int) -> None:
        self._webhook = webhook
        self._message_id = message_id

    async def open(self, text: str) -> int | None:
        """Put the thinking line back."""
        return await self.edit(text)

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the response."""
        edited = await self._webhook.edit_message(
            self._message_id, content=text, view=view, allowed_mentions=_NO_MENTIONS
        )
        return edited.id

    async def extend(self, text: str, view: View | None = None) -> int | None:
        """Follow up in private."""
        extra: dict[str, Any] = {} if view is None else {"view": view}
        sent = await self._webhook.send(
            text, ephemeral=True, allowed_mentions=_NO_MENTIONS, wait=True, **extra
        )
        return sent.id

    async def tell(self, text: str) -> None:
        """Say it in place of the answer, which nobody else sees."""
        await self.edit(text)

    async def retract(self) -> None:
        """Delete the response."""
        with suppress(discord.NotFound):
            await self._webhook.delete_message(self._message_id)


def _reference(message: discord.Message | discord.PartialMessage | None) -> dict[str, Any]:
    if message is None:
        return {}
    return {"reference": message.to_reference(fail_if_not_exists=False), "mention_author": False}


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call to Discord, again after growing waits while Discord cannot be reached."""
    wait, waited = 1.0, 0.0
    while True:
        try:
            return await call()
        except _TRANSIENT:
            if waited >= _PATIENCE_S:
                raise
        except RuntimeError as error:
            # aiohttp's words while the supervisor replaces a client's session.
            if "Session is closed" not in str(error) or waited >= _PATIENCE_S:
                raise
        await asyncio.sleep(wait)
        waited += wait
        wait = min(wait * 2, 30.0)
