"""Puts the parts of the bot together."""

from pathlib import Path

from bot.answering_service import AnswerService
from bot.discord.answer_buttons import answer_view
from bot.discord.asking.desk import Desk
from bot.discord.asking.job import JobTools
from bot.discord.asking.questions import QuestionStore
from bot.discord.asking.reception import Reception
from bot.discord.client import FootnoteClient, ShardedFootnoteClient
from bot.discord.context import BotContext
from bot.discord.corrections.posted import PostedStore
from bot.discord.database import Database
from bot.discord.feedback.export import store_path
from bot.discord.feedback.store import FeedbackStore
from bot.discord.library.policy import LibraryPolicy
from bot.discord.options import DiscordSettings
from bot.discord.settings.places import PlaceStore
from bot.discord.telemetry.journal import Journal
from bot.discord.telemetry.metrics import Metrics


def open_context(settings: DiscordSettings, service: AnswerService, home: Path) -> BotContext:
    """Open the store under a home folder and build everything that works on it."""
    database = Database(store_path(home))
    places, questions = PlaceStore(database), QuestionStore(database)
    posted, metrics = PostedStore(database), Metrics()
    policy, journal = LibraryPolicy(settings), Journal(log_text=settings.log_text)
    tools = JobTools(
        service=service,
        questions=questions,
        posted=posted,
        journal=journal,
        metrics=metrics,
        buttons=answer_view,
        edit_interval_s=settings.edit_interval_s,
        timeout_s=settings.answer_timeout_s,
    )
    desk = Desk(tools, settings)
    metrics.gauge("queue_waiting", "Questions in line", lambda: desk.queue.waiting)
    metrics.gauge("queue_running", "Questions being answered", lambda: desk.queue.running)
    return BotContext(
        settings=settings,
        inbox=home / "discord" / "inbox",
        service=service,
        database=database,
        places=places,
        questions=questions,
        posted=posted,
        feedback=FeedbackStore(database),
        policy=policy,
        desk=desk,
        reception=Reception(
            settings=settings,
            places=places,
            questions=questions,
            policy=policy,
            desk=desk,
            metrics=metrics,
        ),
        journal=journal,
        metrics=metrics,
    )


def build_client(context: BotContext) -> FootnoteClient | ShardedFootnoteClient:
    """Build the client the settings ask for."""
    kind = ShardedFootnoteClient if context.settings.sharded else FootnoteClient
    return kind(context)
