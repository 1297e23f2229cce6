"""After an outage: the questions asked meanwhile, and those an earlier process left open."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
from discord.abc import Messageable

from bot.discord.asking.outlets import Outlet, ReplyOutlet, WebhookOutlet
from bot.discord.asking.questions import TakenQuestion
from bot.discord.context import BotContext
from bot.discord.rendering.reading import read_posted
from bot.discord.telemetry.failures import is_gone

SEEN = "seen"
_MOST_PER_CHANNEL = 200
_DIRECT_KNOWN_S = 30 * 24 * 3600
_READABLE = (discord.TextChannel, discord.Thread, discord.VoiceChannel)


async def missed_messages(
    client: discord.Client, context: BotContext, seen: int
) -> AsyncIterator[discord.Message]:
    """Yield the messages sent after `seen` (an id), oldest first in each channel.

    Only channels whose newest message is newer are read, and only as far back as the settings say.
    """
    reach_s = context.settings.catch_up_minutes * 60
    oldest = discord.utils.time_snowflake(discord.utils.utcnow() - timedelta(seconds=reach_s))
    after = discord.Object(max(seen, oldest))
    for channel in await _channels(client, context, after.id):
        try:
            async for message in channel.history(
                after=after, limit=_MOST_PER_CHANNEL, oldest_first=True
            ):
                yield message
        except discord.HTTPException as error:
            context.journal.failure("catch_up.unreadable", error, channel=channel)


async def _channels(client: discord.Client, context: BotContext, after: int) -> list[Messageable]:
    found: list[Messageable] = []
    for guild in client.guilds:
        for channel in [*guild.channels, *guild.threads]:
            newest = getattr(channel, "last_message_id", None) or 0
            if isinstance(channel, _READABLE) and newest > after and _readable(channel):
                found.append(channel)
    direct = context.questions.direct_channels(time.time() - _DIRECT_KNOWN_S)
    return [*found, *(client.get_partial_messageable(channel_id) for channel_id in direct)]


def _readable(channel: discord.TextChannel | discord.Thread | discord.VoiceChannel) -> bool:
    held = channel.permissions_for(channel.guild.me)
    return held.view_channel and held.read_message_history


async def resume_pending(client: discord.Client, context: BotContext) -> None:
    """Take up the questions an earlier process left open, in the messages it had begun."""
    for taken in context.questions.pending():
        try:
            await _resume(client, context, taken)
        except discord.HTTPException as error:
            context.questions.close(taken.id, "cancelled" if is_gone(error) else "failed")
            context.journal.failure("question.not_resumed", error, question=taken.id)


async def _resume(client: discord.Client, context: BotContext, taken: TakenQuestion) -> None:
    channel = client.get_channel(taken.channel_id)
    if channel is None:
        channel = await client.fetch_channel(taken.channel_id)
    if not isinstance(channel, Messageable):
        context.questions.close(taken.id, "failed")
        return
    if taken.kind == "message":
        await _resume_message(client, context, taken, channel)
    elif taken.reply_id is not None:
        await _resume_command(client, context, taken, channel)
    else:
        context.questions.close(taken.id, "failed")


async def _resume_message(
    client: discord.Client, context: BotContext, taken: TakenQuestion, channel: Messageable
) -> None:
    message = await channel.fetch_message(taken.id)
    text = context.reception.addressed(message, me_of(client))
    if text is None:
        context.questions.close(taken.id, "cancelled")
        return
    posted = _partial(client, taken) if taken.reply_id is not None else None
    await context.reception.message(message, text, me_of(client), posted=posted, again=True)


async def _resume_command(
    client: discord.Client, context: BotContext, taken: TakenQuestion, channel: Messageable
) -> None:
    reply_id = taken.reply_id or 0
    outlet: Outlet
    if taken.private:
        webhook = discord.Webhook.partial(
            client.application_id or 0, taken.token or "", client=client
        )
        begun = await webhook.fetch_message(reply_id)
        content, outlet = begun.content, WebhookOutlet(webhook, reply_id)
    else:
        begun_in_channel = await channel.fetch_message(reply_id)
        asker = await client.fetch_user(taken.asker_id)
        content = begun_in_channel.content
        outlet = ReplyOutlet(channel, asker, None, _partial(client, taken))
    question = read_posted(content).question
    if question is None:
        context.questions.close(taken.id, "failed")
        return
    await context.reception.resumed(taken, question, outlet)


def _partial(client: discord.Client, taken: TakenQuestion) -> discord.PartialMessage:
    place = client.get_partial_messageable(taken.channel_id, guild_id=taken.guild_id)
    return place.get_partial_message(taken.reply_id or 0)


def me_of(client: discord.Client) -> int:
    """Return the bot's own id."""
    return client.user.id if client.user is not None else 0
