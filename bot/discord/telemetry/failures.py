"""What went wrong, in a sentence for the asker and a line with an id in the log."""

import discord

from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.telemetry.journal import Journal
from footnote.retrieval.errors import (
    AnswererError,
    FootnoteError,
    LibraryBusy,
    LibraryError,
    LibraryMissing,
    ModelError,
    QuestionError,
)

_NEEDED = ("view_channel", "read_message_history")
CHANNEL_GONE = 10003
MESSAGE_GONE = 10008
_SENTENCES: tuple[tuple[type[FootnoteError], str], ...] = (
    (LibraryMissing, "library_missing"),
    (LibraryBusy, "library_busy"),
    (LibraryError, "library_failed"),
    (ModelError, "model_failed"),
    (AnswererError, "model_failed"),
    (QuestionError, "question_failed"),
)
"""What members hear: the errors' own words name files, hosts and settings of the machine."""


class TooSlow(Exception):
    """An answer took longer than the settings allow."""


def explain(journal: Journal, error: BaseException, language: LanguageName, **facts: object) -> str:
    """Log an error and return the sentence for the person it kept from an answer."""
    error_id = journal.failure("question.failed", error, **facts)
    if isinstance(error, TooSlow):
        return say(language, "too_slow", id=error_id)
    for kind, key in _SENTENCES:
        if isinstance(error, kind):
            return say(language, key, id=error_id)
    return say(language, "failed", id=error_id)


def missing_permission(channel: object) -> str | None:
    """Return the name of the first permission the bot lacks to answer in a channel."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return None
    held = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    speaking = "send_messages_in_threads" if is_thread else "send_messages"
    for name in (*_NEEDED[:1], speaking, *_NEEDED[1:]):
        if not getattr(held, name):
            return permission_name(name)
    return None


def permission_name(attribute: str) -> str:
    """Return a permission as Discord's own menus call it."""
    return attribute.replace("_", " ").title()


def is_gone(error: Exception) -> bool:
    """Return whether an error says that a channel or message no longer exists."""
    return isinstance(error, discord.NotFound) and error.code in {CHANNEL_GONE, MESSAGE_GONE}
