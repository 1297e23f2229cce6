"""How far each connection has heard, and after a gap or an outage the questions of it."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.interaction_outlet import WebhookOutlet, webhook_of
from footnote.bot.discord.asking.outlets import Outlet, ReplyOutlet
from footnote.bot.discord.asking.patience import is_gone
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.rendering.references import read_posted
from footnote.bot.discord.state import STORE_FAILED, StateDatabase

if TYPE_CHECKING:
    from footnote.bot.discord.context import BotContext

_SEEN = "seen"
_SKEW = "clock_skew_ms"
_NOTED_EVERY_S = 5.0
_BEFORE = 10_000 << 22
"""In ids, the ten seconds before a bookmark in which what was heard may not have been taken yet."""


class Hearing:
    """The newest message each shard has heard, in memory at once and in the store now and then.

    While a shard's connection is broken, its gap begins at the newest message heard before. Times
    are Discord's: ids carry them, and the difference to this machine's clock is measured by every
    message heard live and remembered, since a machine's clock may be hours off.
    """

    def __init__(self, database: StateDatabase, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._seen: dict[int, int] = {}
        self._gaps: dict[int, int] = {}
        self._earlier: int | None = None
        self._met: set[int] = set()
        self._skew_ms = 0
        self._noting: asyncio.Task[None] | None = None
        self._noted_at = -_NOTED_EVERY_S

    async def load(self) -> None:
        """Read how far an earlier process has heard."""
        rows = await self._database.rows(
            "SELECT name, value FROM bookmarks WHERE name LIKE ?", f"{_SEEN}%"
        )
        earlier = min((row["value"] for row in rows), default=None)
        if earlier is not None and self._database.shared:
            earlier -= _BEFORE
        self._earlier = earlier
        self._skew_ms = await self._database.bookmark(_SKEW) or 0

    def heard(self, message_id: int, shard: int, *, live: bool = True) -> None:
        """Take note of a message; this waits for nothing."""
        self._meet(shard)
        self._seen[shard] = max(self._seen.get(shard, 0), message_id)
        if live:
            sent_ms = discord.utils.snowflake_time(message_id).timestamp() * 1000
            self._skew_ms = int(time.time() * 1000 - sent_ms)
        busy = self._noting is not None and not self._noting.done()
        if not busy and time.monotonic() - self._noted_at > _NOTED_EVERY_S:
            self._noted_at = time.monotonic()
            self._noting = asyncio.create_task(self.note())

    def begin_gap(self, shard: int) -> None:
        """Remember where a shard's gap begins, unless one is open already."""
        self._meet(shard)
        if shard not in self._gaps and self._seen.get(shard):
            self._gaps[shard] = self._seen[shard]

    def end_gap(self, shard: int) -> None:
        """Close a shard's gap: everything in it has been heard."""
        self._gaps.pop(shard, None)

    def gap(self, shard: int) -> int | None:
        """Return the newest message heard before a shard's gap; None where it misses nothing."""
        self._meet(shard)
        return self._gaps.get(shard)

    def _meet(self, shard: int) -> None:
        """Let a new shard's gap begin where an earlier process stopped hearing."""
        if shard not in self._met:
            self._met.add(shard)
            if self._earlier is not None:
                self._gaps[shard] = self._earlier

    def now(self) -> datetime:
        """Return what time it is at Discord."""
        return datetime.now(UTC) - timedelta(milliseconds=self._skew_ms)

    async def note_last(self) -> None:
        """Store how far each shard has heard, after what is being stored already."""
        if self._noting is not None:
            await asyncio.wait([self._noting])
        await self.note()

    async def note(self) -> None:
        """Store how far each shard has heard."""
        try:
            for shard, seen in self._seen.items():
                await self._database.set_bookmark(f"{_SEEN}:{shard}", self._gaps.get(shard, seen))
            await self._database.run("DELETE FROM bookmarks WHERE name = ?", _SEEN)
            await self._database.set_bookmark(_SKEW, self._skew_ms)
        except STORE_FAILED as error:
            self._journal.failure("store.failed", error)


_MOST_PER_CHANNEL = 2_000
_DIRECT_KNOWN_S = 30 * 24 * 3600
_READABLE = (discord.TextChannel, discord.Thread, discord.VoiceChannel)


async def missed_messages(
    client: discord.Client, context: "BotContext", seen: int, shard: int
) -> AsyncIterator[discord.Message]:
    """Yield the messages a shard missed after `seen` (an id), oldest first in each channel.

    Only channels whose newest message is newer are read, and only as far back as the settings say.
    """
    reach = timedelta(minutes=context.settings.catch_up_minutes)
    oldest = discord.utils.time_snowflake(context.hearing.now() - reach)
    after = discord.Object(max(seen, oldest))
    for channel in await _channels(client, context, after.id, shard):
        try:
            async for message in channel.history(
                after=after, limit=_MOST_PER_CHANNEL, oldest_first=True
            ):
                yield message
        except discord.HTTPException as error:
            context.journal.failure("catch_up.unreadable", error, channel=channel)


async def _channels(
    client: discord.Client, context: "BotContext", after: int, shard: int
) -> list[Messageable]:
    found: list[Messageable] = []
    for guild in client.guilds:
        if guild.shard_id != shard:
            continue
        for channel in [*guild.channels, *guild.threads]:
            newest = getattr(channel, "last_message_id", None) or 0
            if isinstance(channel, _READABLE) and newest > after and _readable(channel):
                found.append(channel)
    if shard != 0:  # direct messages come through the first one
        return found
    for channel_id in await context.questions.direct_channels(time.time() - _DIRECT_KNOWN_S):
        try:
            direct = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
        except discord.HTTPException as error:
            context.journal.failure("catch_up.unreadable", error, channel=channel_id)
        else:
            if isinstance(direct, discord.DMChannel):
                found.append(direct)
    return found


def _readable(channel: discord.TextChannel | discord.Thread | discord.VoiceChannel) -> bool:
    held = channel.permissions_for(channel.guild.me)
    return held.view_channel and held.read_message_history


async def resume_pending(
    client: discord.Client, context: "BotContext", *, at_once: bool = False
) -> None:
    """Take up the questions a process that died left open, in the messages it had begun."""
    for taken in await context.questions.claim(at_once=at_once):
        try:
            await _resume(client, context, taken)
        except discord.HTTPException as error:
            await context.questions.close(taken.id, "cancelled" if is_gone(error) else "failed")
            context.journal.failure("question.not_resumed", error, question=taken.id)


async def _resume(client: discord.Client, context: "BotContext", taken: TakenQuestion) -> None:
    channel = client.get_channel(taken.channel_id)
    if channel is None:
        channel = await client.fetch_channel(taken.channel_id)
    if not isinstance(channel, Messageable):
        await context.questions.close(taken.id, "failed")
    elif taken.kind == "message":
        await _resume_message(client, context, taken, channel)
    elif taken.reply_id is not None:
        await _resume_command(client, context, taken, channel)
    else:
        await context.questions.close(taken.id, "failed")


async def _resume_message(
    client: discord.Client, context: "BotContext", taken: TakenQuestion, channel: Messageable
) -> None:
    message = await channel.fetch_message(taken.id)
    place = await context.placing.of_message(message, client)
    settings = context.reception.settings_at(place)
    heard = await context.listening.hear(message, me_of(client), settings)
    if heard is None:
        await context.questions.close(taken.id, "cancelled")
        return
    posted = None
    if taken.reply_id is not None:
        posted = await begun_reply(client, context, message, taken.reply_id)
    await context.reception.message(message, heard, place, me_of(client), posted=posted, again=True)


async def begun_reply(
    client: discord.Client, context: "BotContext", message: discord.Message, reply_id: int
) -> ReplyOutlet:
    """Return the outlet of a reply that was begun, or given, to a message before."""
    in_thread = (
        message.flags.has_thread
        and context.places.effective(await context.placing.of_message(message, client)).auto_threads
    )
    channel: Messageable = message.channel
    if in_thread:  # a thread made from a message has its id
        guild_id = message.guild.id if message.guild else None
        channel = client.get_partial_messageable(message.id, guild_id=guild_id)
    parts = await context.questions.parts(message.id)
    return ReplyOutlet(
        channel,
        message.author,
        None if in_thread else message,
        context.words,
        _partial(channel, reply_id),
        {number: _partial(channel, part) for number, part in parts.items()},
        key=message.id,
    )


async def _resume_command(
    client: discord.Client, context: "BotContext", taken: TakenQuestion, channel: Messageable
) -> None:
    reply_id = taken.reply_id or 0
    outlet: Outlet
    asker = await client.fetch_user(taken.asker_id)
    if taken.private:
        webhook = webhook_of(client, taken.token or "-")
        begun = await webhook.fetch_message(reply_id)
        content, outlet = begun.content, WebhookOutlet(webhook, reply_id, asker)
    else:
        begun_in_channel = await channel.fetch_message(reply_id)
        content = begun_in_channel.content
        place = client.get_partial_messageable(taken.channel_id, guild_id=taken.guild_id)
        parts = await context.questions.parts(taken.id)
        known = {number: _partial(place, part) for number, part in parts.items()}
        posted = _partial(place, reply_id)
        outlet = ReplyOutlet(channel, asker, None, context.words, posted, known, key=taken.id)
    question = read_posted(content).question
    if question is None:
        await context.questions.close(taken.id, "failed")
        return
    where = await context.placing.of_channel(taken.guild_id, taken.channel_id, client)
    await context.reception.resumed(taken, question, outlet, where)


def _partial(channel: Messageable, message_id: int) -> discord.PartialMessage:
    return channel.get_partial_message(message_id)  # type: ignore[attr-defined,no-any-return]


def me_of(client: discord.Client) -> int:
    """Return the bot's own id."""
    return client.user.id if client.user is not None else 0
