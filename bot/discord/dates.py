"""Dates as people type them into command options."""

from datetime import date


class BadDate(ValueError):
    """An option that is no date."""


def read_date(text: str | None, *, end: bool = False) -> date | None:
    """Return the day an option names; a bare month or year means its first or last day."""
    if not text:
        return None
    parts = text.strip().split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else (12 if end else 1)
        if len(parts) > 2:
            return date(year, month, int(parts[2]))
        return _last_day(year, month) if end else date(year, month, 1)
    except ValueError as error:
        raise BadDate(text) from error


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
