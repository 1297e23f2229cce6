"""Where an answer goes: a reply in a channel, or the response to an interaction."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol
from uuid import uuid4

import discord
from discord.abc import Messageable
from discord.ui import View

from footnote.bot.discord.asking.patience import PrivateWord, deleted, insist, patiently

_CLOSED = 50007
_NO_MENTIONS = discord.AllowedMentions.none()
Person = discord.User | discord.Member


class Outlet(Protocol):
    """One answer's place on Discord: a first message that is edited, and further ones."""

    async def open(self, text: str) -> int | None:
        """Post the first message and return its id."""
        ...

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Replace the first message's text and buttons; return its id."""
        ...

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Post the part of a number, 1 being the first after the first message; return its id."""
        ...

    async def renew(self) -> None:
        """Give the first message up, which cannot be edited; the next edit posts another."""
        ...

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Say something to the asker alone, without touching the answer; a refusal now and then."""
        ...

    async def retract(self) -> None:
        """Delete what was posted."""
        ...


class ReplyOutlet:
    """Replies to the message that asked; `posted` and `parts` are the replies there are already.

    `key` is the question's id: Discord makes one message of two that are sent for one key.
    """

    def __init__(
        self,
        channel: Messageable,
        asker: Person,
        question: discord.Message | discord.PartialMessage | None,
        words: PrivateWord,
        posted: discord.PartialMessage | None = None,
        parts: Mapping[int, discord.PartialMessage] | None = None,
        key: int | None = None,
    ) -> None:
        self._key = key if key is not None or question is None else question.id
        self._channel = channel
        self._asker = asker
        self._question = question
        self._words = words
        self._first: discord.Message | discord.PartialMessage | None = posted
        self._last = self._first
        self._parts = dict(parts or {})
        self._renewed = 0
        self._meant: str | None = None
        self._left: list[discord.Message | discord.PartialMessage] = []

    async def open(self, text: str) -> int | None:
        """Reply with the thinking line, or put it back into the reply there is."""
        if self._first is not None:
            return await self.edit(text)
        return await self._begin(text, None)

    async def _begin(self, text: str, view: View | None) -> int:
        meant = self._meant = self._meant or text
        first = await patiently(lambda: self._send(text, self._question, view))
        self._first = self._last = first
        # An earlier try, of ours or of another process, may have arrived: then that stands there.
        if meant != text or first.content.strip() != text.strip():
            await self._change(first, text, view)
        await self._tidy()
        return first.id

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Edit the first reply."""
        if self._first is None:
            return await self._begin(text, view)
        return await self._change(self._first, text, view)

    async def _change(
        self, message: discord.Message | discord.PartialMessage, text: str, view: View | None
    ) -> int:
        # A whole message's `edit` brings link previews back unless told not to.
        extra: dict[str, Any] = {"suppress": True} if isinstance(message, discord.Message) else {}
        edited = await patiently(
            lambda: message.edit(content=text, view=view, allowed_mentions=_NO_MENTIONS, **extra)
        )
        return edited.id

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Reply to the part before, so that the branch can be followed back."""
        known = self._parts.get(number)
        if known is not None:
            self._last = known
            return await self._change(known, text, view)
        last = self._last
        sent = await patiently(lambda: self._send(text, last, view, part=number))
        self._last = self._parts[number] = sent
        return sent.id

    async def renew(self) -> None:
        """Delete the replies where that is possible; where not, once another one stands."""
        self._left += [m for m in (self._first, *self._parts.values()) if m is not None]
        self._parts.clear()
        self._first = self._last = self._meant = None
        self._renewed += 1
        await self._tidy()

    async def _tidy(self) -> None:
        """Delete what was given up, as far as Discord lets it go."""
        for message in tuple(self._left):
            with suppress(discord.HTTPException):
                await deleted(message.delete)
                self._left.remove(message)

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Write to the asker directly, else briefly in the channel."""
        await self._words.say(
            self._asker, text, self._channel, _reference(self._question), refusal=refusal
        )

    async def retract(self) -> None:
        """Delete the replies."""
        for message in (*self._left, self._first, *self._parts.values()):
            if message is not None:
                await deleted(message.delete)
        self._parts.clear()

    async def _send(
        self,
        text: str,
        reference: discord.Message | discord.PartialMessage | None,
        view: View | None,
        part: int = 0,
    ) -> discord.Message:
        extra = _reference(reference)
        if view is not None:
            extra["view"] = view
        if self._key is not None:
            # Discord makes one message of several with the same nonce: a repeated try adds none.
            extra["nonce"] = f"{self._key}-{part}-{self._renewed}"
        return await self._channel.send(
            text, suppress_embeds=True, allowed_mentions=_NO_MENTIONS, **extra
        )


class DirectOutlet:
    """Writes a private answer to its asker, without the passing views before the last one."""

    def __init__(self, asker: Person) -> None:
        self._asker = asker

    async def open(self, text: str) -> int | None:
        """Say nothing yet: a direct message is worth an answer only."""
        return None

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Send a text that has its last form."""
        if view is None and text.rpartition("\n")[2].startswith("-# "):
            return None
        return await self.extend(0, text, view)

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Send a text. Buttons that ask the library of direct messages stay away."""
        extra: dict[str, Any] = {}
        for item in view.children if view is not None else ():
            if getattr(item, "custom_id", "").startswith("rest:"):
                extra["view"] = View(timeout=None).add_item(item)
        nonce = uuid4().hex[:25]  # Discord's longest: a repeated try adds no message

        async def once() -> discord.Message:
            return await self._asker.send(
                text, suppress_embeds=True, allowed_mentions=_NO_MENTIONS, nonce=nonce, **extra
            )

        sent = await insist(lambda: patiently(once), lambda error: error.code == _CLOSED)
        return sent.id

    async def renew(self) -> None:
        """Nothing stands there to be given up."""

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Write it."""
        await self.extend(0, text)

    async def retract(self) -> None:
        """Nothing is posted before the answer."""


def _reference(message: discord.Message | discord.PartialMessage | None) -> dict[str, Any]:
    if message is None:
        return {}
    return {"reference": message.to_reference(fail_if_not_exists=False), "mention_author": False}


class QuietOutlet:
    """Shows nothing before the answer, and nothing at all where the articles have none."""

    def __init__(self, loud: ReplyOutlet) -> None:
        self._loud: Outlet = loud
        self._begun = False

    async def open(self, text: str) -> int | None:
        """Show no thinking line."""
        return None

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Post the answer; what has no buttons is passing or no answer."""
        if view is None and not self._begun:
            return None
        self._begun = True
        return await self._loud.edit(text, view)

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Post a further part."""
        return await self._loud.extend(number, text, view) if self._begun else None

    async def renew(self) -> None:
        """Post the answer anew."""
        await self._loud.renew()

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Stay silent: nobody has called."""

    async def retract(self) -> None:
        """Delete what was posted."""
        if self._begun:
            await self._loud.retract()
