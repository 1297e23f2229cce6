"""The bot's log: one JSON object a line, without what people write unless that is switched on."""

import json
import logging
import secrets
import traceback

import discord

from retrieval.errors import FootnoteError

_log = logging.getLogger("footnote.discord")
_SPEAKING = (FootnoteError, discord.HTTPException)


class Journal:
    """Writes events and failures through the standard logging module."""

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
