"""Runs the bot from its settings until it is told to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.answer_buttons import answer_views
from footnote.bot.discord.asking.aftermath import Aftermath
from footnote.bot.discord.asking.desk import Desk
from footnote.bot.discord.asking.hearing import Hearing
from footnote.bot.discord.asking.job import JobTools, Rests
from footnote.bot.discord.asking.listening import Listening
from footnote.bot.discord.asking.patience import PrivateWord
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.asking.reception import Reception
from footnote.bot.discord.client import FootnoteClient, ShardedFootnoteClient, endpoints
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.corrections.posted import PostedStore
from footnote.bot.discord.feedback.store import FeedbackStore
from footnote.bot.discord.library.additions import Additions
from footnote.bot.discord.library.policy import LibraryPolicy
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import Placing
from footnote.bot.discord.settings.place_settings import PlaceStore
from footnote.bot.discord.state import open_share, open_state
from footnote.bot.discord.supervision import Supervisor
from footnote.bot.discord.teaching.gaps import GapStore
from footnote.bot.discord.teaching.store import TeachingStore
from footnote.bot.discord.telemetry.health import HealthServer
from footnote.bot.discord.telemetry.journal import Journal
from footnote.bot.discord.telemetry.metrics import Metrics
from footnote.retrieval.errors import SettingsError
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
