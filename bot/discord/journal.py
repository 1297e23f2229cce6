"""The bot's log, one JSON object a line, and what people hear of the failures in it."""

import json
import logging
import secrets
import threading
import traceback
from datetime import UTC, datetime
from typing import TextIO

import discord

from footnote.bot.discord.language import LanguageName, say
from footnote.retrieval.errors import (
    AnswererError,
    FootnoteError,
    LibraryBusy,
    LibraryError,
    LibraryMissing,
    ModelError,
    QuestionError,
)

_log = logging.getLogger("footnote.discord")
_SPEAKING = (FootnoteError, discord.HTTPException)


def write_log(stream: TextIO) -> None:
    """Send the bot's events, and what anybody else warns of, to a stream, one JSON object a line.

    That is every logger, Python's own warnings, and errors that end a thread or the process.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines())
    for name, level in ((_log.name, logging.INFO), ("discord", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _thread_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    """Log the error that ended a thread as one line."""
    if ended.exc_value is not None:
        Journal().failure("thread.ended", ended.exc_value)


class _Lines(logging.Formatter):
    """Puts time and level before the event of a line; a foreign line becomes an event itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one record as one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        stamped: dict[str, object] = {"at": at, "level": record.levelname.lower()}
        event = _event(record) if record.name == _log.name else None
        if event is not None:
            stamped |= event
        else:
            stamped |= {"event": record.name, "reason": record.getMessage()}
            if record.exc_info is not None and record.exc_info[0] is not None:
                stamped["kind"] = record.exc_info[0].__name__
        return json.dumps(stamped, ensure_ascii=False)


def _event(record: logging.LogRecord) -> dict[str, object] | None:
    """Return the event of a line of our own; None for a line that is none."""
    try:
        event = json.loads(record.getMessage())
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


class Journal:
    """Writes events and failures through the standard logging module.

    What people write is left out unless that is switched on.
    """

    def __init__(self, *, log_text: bool = False) -> None:
        self._log_text = log_text

    def note(self, event: str, *, text: str | None = None, **facts: object) -> None:
        """Log an event; `text` is what a person wrote."""
        if text is not None and self._log_text:
            facts["text"] = text
        _log.info(_line(event, facts))

    def failure(self, event: str, error: BaseException, **facts: object) -> str:
        """Log an error with its trace; return the id under which people can name it.

        The error's own words are left out where they may quote a question.
        """
        error_id = secrets.token_hex(4)
        facts |= {"error": error_id, "kind": type(error).__name__}
        if self._log_text or isinstance(error, _SPEAKING):
            facts["reason"] = str(error)
        facts["trace"] = "".join(traceback.format_tb(error.__traceback__)[-8:])
        _log.error(_line(event, facts))
        return error_id


def _line(event: str, facts: dict[str, object]) -> str:
    return json.dumps({"event": event, **facts}, ensure_ascii=False, default=str)


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
