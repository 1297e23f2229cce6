"""Runs the bot from its settings until it is told to stop, or only a new process helps."""

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import discord

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.aftermath.feedback import FeedbackStore
from footnote.bot.discord.aftermath.posted import Aftermath, PostedStore
from footnote.bot.discord.answer_buttons import answer_views
from footnote.bot.discord.asking.catching_up import Hearing
from footnote.bot.discord.asking.desk import Desk
from footnote.bot.discord.asking.job import JobTools, Rests
from footnote.bot.discord.asking.listening import Listening
from footnote.bot.discord.asking.patience import PrivateWord
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.asking.reception import Reception
from footnote.bot.discord.client import FootnoteClient, ShardedFootnoteClient, endpoints
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.library.additions import Additions
from footnote.bot.discord.library.policy import LibraryPolicy
from footnote.bot.discord.monitoring import HealthServer, Metrics
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import Placing
from footnote.bot.discord.settings.place_settings import PlaceStore
from footnote.bot.discord.state import open_share, open_state
from footnote.bot.discord.teaching.gaps import GapStore
from footnote.bot.discord.teaching.store import TeachingStore
from footnote.retrieval.errors import FootnoteError, SettingsError
from footnote.retrieval.options import CatalogOptions


def open_context(
    settings: DiscordSettings,
    service: AnswerService,
    home: Path,
    catalog: CatalogOptions | None = None,
) -> BotContext:
    """Open the bot's state and build everything that works on it."""
    journal = Journal(log_text=settings.log_text)
    share, database = open_share(catalog, settings.shards, journal), open_state(home, catalog)
    places, questions = PlaceStore(database), QuestionStore(database, journal, share)
    posted, metrics, policy = PostedStore(database), Metrics(), LibraryPolicy(settings)
    inbox, rests, words = home / "discord" / "inbox", Rests(), PrivateWord()
    tools = JobTools(
        service=service,
        questions=questions,
        aftermath=Aftermath(service, questions, posted, journal, metrics),
        journal=journal,
        metrics=metrics,
        buttons=answer_views,
        rests=rests,
        edit_interval_s=settings.edit_interval_s,
        timeout_s=settings.answer_timeout_s,
    )
    desk = Desk(tools, settings)
    _gauge_queue(metrics, desk)
    return BotContext(
        settings=settings,
        inbox=inbox,
        service=service,
        database=database,
        share=share,
        places=places,
        placing=Placing(),
        questions=questions,
        posted=posted,
        feedback=FeedbackStore(database),
        gaps=GapStore(database),
        taught=TeachingStore(database),
        policy=policy,
        hearing=Hearing(database, journal),
        listening=Listening(
            questions, limit=settings.question_max_chars, sees_content=settings.message_content
        ),
        words=words,
        rests=rests,
        desk=desk,
        reception=Reception(
            settings=settings,
            places=places,
            questions=questions,
            policy=policy,
            desk=desk,
            metrics=metrics,
            journal=journal,
            words=words,
        ),
        additions=Additions(database, service, inbox, settings, journal),
        journal=journal,
        metrics=metrics,
    )


def build_client(context: BotContext) -> FootnoteClient | ShardedFootnoteClient:
    """Build the client the settings ask for."""
    if context.settings.sharded:
        return ShardedFootnoteClient(context)
    shard = context.share.shard
    if shard.count == 1:
        return FootnoteClient(context)
    return FootnoteClient(context, shard_id=shard.number, shard_count=shard.count)


def _gauge_queue(metrics: Metrics, desk: Desk) -> None:
    metrics.gauge("queue_waiting", "Questions in line", lambda: desk.queue.waiting)
    metrics.gauge("queue_running", "Questions being answered", lambda: desk.queue.running)


async def run_bot(
    settings: DiscordSettings,
    service: AnswerService,
    home: Path,
    *,
    catalog: CatalogOptions | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run until `stop` is set or the process is asked to end (SIGINT, SIGTERM).

    Its state is in the PostgreSQL of `catalog.url` where one is named, else in the home folder.

    Raises `SettingsError` without a token and where Discord refuses the settings, and
    `GatewayEnded` where the connection ended for good: whoever runs the process starts it again.
    """
    if settings.token is None:
        raise SettingsError("The Discord token is missing; see docs/discord.md.")
    stop = stop or _stop_on_signals()
    async with AsyncExitStack() as stack:
        stack.enter_context(endpoints(settings))
        context = open_context(settings, service, home, catalog)
        stack.callback(context.database.close)
        supervisor = Supervisor(lambda: build_client(context), context)
        if settings.health_port is not None:
            health = HealthServer(context, supervisor, settings.health_host, settings.health_port)
            await stack.enter_async_context(health)
        await supervisor.run(settings.token.get_secret_value(), stop)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


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
