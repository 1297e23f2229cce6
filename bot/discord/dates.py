"""Dates as people type them into command options."""

from datetime import MAXYEAR, date


class BadDate(ValueError):
    """An option that is no date."""


def read_date(text: str | None, *, end: bool = False) -> date | None:
    """Return the day an option names; a bare month or year means its first or last day.

    Raises `BadDate` for what is none, and for years that no calendar here knows.
    """
    if not text:
        return None
    parts = text.strip().split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else (12 if end else 1)
        if len(parts) > 3:
            raise BadDate(text)
        if len(parts) == 3:
            return date(year, month, int(parts[2]))
        return _last_day(year, month) if end else date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise BadDate(text) from error


def _last_day(year: int, month: int) -> date:
    if (year, month) == (MAXYEAR, 12):
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
