"""Fields people write beside an article: dates, authors, names."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dateutil import parser

_CHECK = datetime(1904, 7, 19, 5, 7)  # noqa: DTZ001 - only day, month and year are compared
_OTHER = datetime(1961, 2, 8, 11, 41)  # noqa: DTZ001


def parse_date(value: object) -> date | None:
    """Return the full date a value states, or None where it states less than a whole date.

    The day is the one written, in the time zone it was written in. Raises `ValueError` for text
    that is no date at all.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None or not str(value).strip():
        return None
    text = str(value).strip()
    try:
        first = parser.parse(text, default=_CHECK)
        second = parser.parse(text, default=_OTHER)
    except (parser.ParserError, OverflowError) as error:
        raise ValueError(f"“{text[:40]}” is not a date; write it as YYYY-MM-DD") from error
    return first.date() if first.date() == second.date() else None


def text_field(record: Mapping[str, Any], name: str) -> str | None:
    """Return a text field, stripped, or None; raises `ValueError` for another type."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be text, not {type(value).__name__}")
    return value.strip() or None


def authors_field(value: object) -> tuple[str, ...]:
    """Return authors from a list or a text with commas or semicolons; raises `ValueError`."""
    if value is None:
        return ()
    if isinstance(value, str):
        parts = value.replace(";", ",").split(",")
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        parts = value
    else:
        raise ValueError("`authors` must be text or a list of texts")
    return tuple(part.strip() for part in parts if part.strip())
