"""Puts the parts of the bot together."""

from pathlib import Path

from bot.answering_service import AnswerService
from bot.discord.answer_buttons import answer_views
from bot.discord.asking.aftermath import Aftermath
from bot.discord.asking.desk import Desk
from bot.discord.asking.hearing import Hearing
from bot.discord.asking.job import JobTools, Rests
from bot.discord.asking.listening import Listening
from bot.discord.asking.private_word import PrivateWord
from bot.discord.asking.questions import QuestionStore
from bot.discord.asking.reception import Reception
from bot.discord.client import FootnoteClient, ShardedFootnoteClient
from bot.discord.context import BotContext
from bot.discord.corrections.posted import PostedStore
from bot.discord.feedback.store import FeedbackStore
from bot.discord.library.additions import Additions
from bot.discord.library.policy import LibraryPolicy
from bot.discord.options import DiscordSettings
from bot.discord.places import Placing
from bot.discord.settings.store import PlaceStore
from bot.discord.state import open_state
from bot.discord.teaching.gaps import GapStore
from bot.discord.teaching.store import TeachingStore
from bot.discord.telemetry.journal import Journal
from bot.discord.telemetry.metrics import Metrics
from retrieval.options import CatalogOptions


def open_context(
    settings: DiscordSettings,
    service: AnswerService,
    home: Path,
    catalog: CatalogOptions | None = None,
) -> BotContext:
    """Open the bot's state and build everything that works on it."""
    database, journal = open_state(home, catalog), Journal(log_text=settings.log_text)
    places, questions = PlaceStore(database), QuestionStore(database, journal)
    posted, metrics = PostedStore(database), Metrics()
    policy, words = LibraryPolicy(settings), PrivateWord()
    tools = JobTools(
        service=service,
        questions=questions,
        aftermath=Aftermath(service, questions, posted, journal, metrics),
        journal=journal,
        metrics=metrics,
        buttons=answer_views,
        rests=(rests := Rests()),
        edit_interval_s=settings.edit_interval_s,
        timeout_s=settings.answer_timeout_s,
    )
    desk = Desk(tools, settings)
    metrics.gauge("queue_waiting", "Questions in line", lambda: desk.queue.waiting)
    metrics.gauge("queue_running", "Questions being answered", lambda: desk.queue.running)
    inbox = home / "discord" / "inbox"
    return BotContext(
        settings=settings,
        inbox=inbox,
        service=service,
        database=database,
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
    kind = ShardedFootnoteClient if context.settings.sharded else FootnoteClient
    return kind(context)
