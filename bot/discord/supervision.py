"""Keeps a client running, and ends the process where only a new one helps."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

import discord

from footnote.bot.discord.client import FootnoteClient, ShardedFootnoteClient
from footnote.bot.discord.context import BotContext
from footnote.retrieval.errors import FootnoteError, SettingsError

_FATAL_CODES = {
    4004: "Discord does not accept the bot's token; set a valid one.",
    4010: "Discord refuses this shard; discord.shards must be the same for all processes.",
    4011: "The bot is in so many servers that Discord wants shards; set sharded = true.",
    4013: "Discord does not know the intents asked for.",
    4014: "Discord does not allow the message content intent; switch it on in the developer "
    "portal, or set message_content = false.",
}
_TAKEN = (
    "PostgreSQL ended this bot's session, and another process has its shard now. Start the bot "
    "again: it waits as a spare."
)
Client = FootnoteClient | ShardedFootnoteClient


class GatewayEnded(FootnoteError):
    """The connection to Discord ended for good; starting the bot again goes on where it was."""


class Supervisor:
    """Builds a client and runs it; `client` is the newest one, None before the first.

    discord.py gives up when its first connection fails: then a new client is built after a
    growing wait. A client that was connected and ends all the same has met something it cannot
    bear; the process ends with one sentence, and what starts it again (systemd, compose) gets a
    bot that takes up every question this one leaves open.
    """

    def __init__(self, build: Callable[[], Client], context: BotContext) -> None:
        self._build = build
        self._context = context
        self.client: Client | None = None

    async def run(self, token: str, stop: asyncio.Event) -> None:
        """Run until `stop` is set; then finish or apologise, and close.

        Raises `SettingsError` where no start can help, `GatewayEnded` where only another can.
        """
        context = self._context
        wait_s = context.settings.backoff_s
        stopping = asyncio.create_task(stop.wait())
        taking = asyncio.create_task(context.share.take())
        losing: asyncio.Task[None] | None = None
        try:
            await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                taking.result()
            losing = asyncio.create_task(context.share.lost())
            while not stop.is_set():
                client = self.client = self._build()
                running = asyncio.create_task(client.start(token))
                try:
                    await asyncio.wait(
                        {running, stopping, losing}, return_when=asyncio.FIRST_COMPLETED
                    )
                    if stop.is_set():
                        await self._drain()
                        return
                    if losing.done():
                        self._context.desk.abandon()
                        raise GatewayEnded(_TAKEN)
                    self._raise_what_ends(running, client)
                finally:
                    await self._leave(client, running)
                await asyncio.wait({stopping}, timeout=wait_s * random.uniform(0.75, 1.25))
                wait_s = min(wait_s * 2, context.settings.backoff_max_s)
        finally:
            for task in (stopping, taking, losing):
                if task is not None:
                    task.cancel()
            context.share.release()

    def _raise_what_ends(self, running: "asyncio.Task[None]", client: Client) -> None:
        """Raise what no new connection of this process would mend."""
        context, error = self._context, running.exception()
        if isinstance(error, discord.LoginFailure):
            raise SettingsError(_FATAL_CODES[4004]) from error
        if isinstance(error, discord.PrivilegedIntentsRequired):
            raise SettingsError(_FATAL_CODES[4014]) from error
        if isinstance(error, discord.ConnectionClosed) and error.code in _FATAL_CODES:
            raise SettingsError(_FATAL_CODES[error.code]) from error
        if error is not None:
            context.journal.failure("gateway.ended", error)
        context.metrics.reconnects.inc()
        if client.was_ready:
            context.desk.abandon()
            kind = type(error).__name__ if error is not None else "closed"
            raise GatewayEnded(
                f"The connection to Discord ended for good ({kind}); the log has the details. "
                "Start the bot again: it goes on with the questions that are open."
            ) from error

    async def _drain(self) -> None:
        context = self._context
        reading = asyncio.create_task(context.additions.drain())
        await context.desk.drain(context.settings.shutdown_grace_s)
        await reading

    async def _leave(self, client: Client, running: "asyncio.Task[None]") -> None:
        context = self._context
        if context.desk.stopping:
            await context.additions.drain()
        if context.share.held:  # else it is for another process to tell how far it has heard
            await context.hearing.note_last()
        # First of all: a client that is closed while it connects still tells of its disconnection,
        # by a task that it has no loop for any more.
        running.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await running
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(client.close(), 10)
