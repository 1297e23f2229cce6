"""Keeps the client running: whatever ends it, short of a wrong setting, it is started again."""

import asyncio
import random
from contextlib import suppress

import discord

from bot.discord.client import FootnoteClient, ShardedFootnoteClient
from bot.discord.context import BotContext
from retrieval.errors import SettingsError

_FATAL_CODES = {
    4004: "Discord does not accept the bot's token; set a valid one.",
    4010: "Discord refuses this shard; do not set shards by hand.",
    4011: "The bot is in so many servers that Discord wants shards; set sharded = true.",
    4013: "Discord does not know the intents asked for.",
    4014: "Discord does not allow the message content intent; switch it on in the developer "
    "portal, or set message_content = false.",
}


async def supervise(
    client: FootnoteClient | ShardedFootnoteClient,
    context: BotContext,
    token: str,
    stop: asyncio.Event,
) -> None:
    """Run the client until `stop` is set; then finish or apologise, and close.

    discord.py ends its client when the first connection fails and when one event is malformed;
    both are met with a new connection after a growing wait. Raises `SettingsError` when no wait
    can help.
    """
    stopping = asyncio.create_task(stop.wait())
    wait_s = context.settings.backoff_s
    try:
        while not stop.is_set():
            running = asyncio.create_task(_run_once(client, token))
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                break
            error = running.exception()
            _raise_if_fatal(error)
            if error is not None:
                context.journal.failure("gateway.ended", error, retry_in_s=round(wait_s, 1))
            context.metrics.count("reconnects")
            if client.was_ready:
                client.was_ready, wait_s = False, context.settings.backoff_s
            await _leave(client)
            jittered = wait_s * random.uniform(0.75, 1.25)
            await asyncio.wait({stopping}, timeout=jittered)
            wait_s = min(wait_s * 2, context.settings.backoff_max_s)
        await context.desk.drain(context.settings.shutdown_grace_s)
    finally:
        client.note_seen()
        stopping.cancel()
        await client.close()
        with suppress(asyncio.CancelledError, Exception):
            await running


async def _run_once(client: discord.Client, token: str) -> None:
    if client.is_closed():
        await _reopen(client)
        await client.login(token)
    elif client.user is None or client.http.token is None:
        await client.login(token)
    await client.connect()


async def _reopen(client: discord.Client) -> None:
    """Make a client that has closed itself usable again, as a sharded one does after any error."""
    client.clear()
    client.http.connector = discord.utils.MISSING  # the old one is closed with its session
    await client.__aenter__()  # a new queue for shards: the old one holds the order to end


async def _leave(client: FootnoteClient | ShardedFootnoteClient) -> None:
    """Leave a connection whose reader has ended, so that its heartbeats end as well."""
    client.mark_gap()
    socket = client.ws
    if socket is not None and not client.is_closed() and not client.shard_count:
        with suppress(Exception):
            await asyncio.wait_for(socket.close(4000), 5)


def _raise_if_fatal(error: BaseException | None) -> None:
    if isinstance(error, discord.LoginFailure):
        raise SettingsError(_FATAL_CODES[4004]) from error
    if isinstance(error, discord.PrivilegedIntentsRequired):
        raise SettingsError(_FATAL_CODES[4014]) from error
    if isinstance(error, discord.ConnectionClosed) and error.code in _FATAL_CODES:
        raise SettingsError(_FATAL_CODES[error.code]) from error
