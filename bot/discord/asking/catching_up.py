"""After an outage: the questions asked meanwhile, and those an earlier process left open."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.interaction_outlet import WebhookOutlet, webhook_of
from footnote.bot.discord.asking.outlets import Outlet, ReplyOutlet
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.rendering.references import read_posted
from footnote.bot.discord.telemetry.failures import is_gone

_MOST_PER_CHANNEL = 2_000
_DIRECT_KNOWN_S = 30 * 24 * 3600
_READABLE = (discord.TextChannel, discord.Thread, discord.VoiceChannel)


async def missed_messages(
    client: discord.Client, context: BotContext, seen: int, shard: int
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
    client: discord.Client, context: BotContext, after: int, shard: int
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
    client: discord.Client, context: BotContext, *, at_once: bool = False
) -> None:
    """Take up the questions a process that died left open, in the messages it had begun."""
    for taken in await context.questions.claim(at_once=at_once):
        try:
            await _resume(client, context, taken)
        except discord.HTTPException as error:
            await context.questions.close(taken.id, "cancelled" if is_gone(error) else "failed")
            context.journal.failure("question.not_resumed", error, question=taken.id)


async def _resume(client: discord.Client, context: BotContext, taken: TakenQuestion) -> None:
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
    client: discord.Client, context: BotContext, taken: TakenQuestion, channel: Messageable
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
    client: discord.Client, context: BotContext, message: discord.Message, reply_id: int
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
    client: discord.Client, context: BotContext, taken: TakenQuestion, channel: Messageable
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
