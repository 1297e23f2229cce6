"""The days a question may speak of, and how words of any language come down to them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class Focus(Enum):
    """How a question stands to time."""

    NOW = "now"
    PERIOD = "period"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class TimeScope:
    """The days a question speaks of, both ends inclusive.

    `NOW` asks for the newest; `PERIOD` names days; `OPEN` names none. A scope ranks articles by
    when they were published and never states when an event happened.
    """

    focus: Focus
    since: date | None = None
    until: date | None = None


OPEN = TimeScope(Focus.OPEN)

_NEAR = timedelta(days=14)
"""A day this near needs no word to be the coming one ("the July 4 weekend", said on July 1)."""

_MONTH_DAYS = 31
_MOST_DAYS = 365 * 200


def period(since: date, until: date) -> TimeScope:
    """Return the scope of days named."""
    return TimeScope(Focus.PERIOD, since, until)


def one_day(year: int, month: int, day: int) -> TimeScope | None:
    """Return the scope of one day, or None where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= month_end(year, month).day:
        return None
    return period(date(year, month, day), date(year, month, day))


def whole_months(first: int, count: int) -> TimeScope | None:
    """Return the scope of months; `first` counts from January of year 0."""
    since, last = divmod(first, 12), divmod(first + count - 1, 12)
    if not 1 <= since[0] <= last[0] <= 9999:
        return None
    return period(date(since[0], since[1] + 1, 1), month_end(last[0], last[1] + 1))


def before(day: date, as_of: date) -> TimeScope | None:
    """Return the days before a day, or None where its year is still to come."""
    if day.year > as_of.year:
        return None
    return TimeScope(Focus.PERIOD, None, date.fromordinal(max(day.toordinal() - 1, 1)))


def today(as_of: date) -> TimeScope:
    """Return the scope of the day itself, which asks for the newest."""
    return TimeScope(Focus.NOW, as_of - timedelta(days=1))


def yesterday(as_of: date) -> TimeScope:
    """Return the scope of the day before, with today, when it is told."""
    return period(as_of - timedelta(days=1), as_of)


def reaching_back(days: int, as_of: date) -> TimeScope:
    """Return the days up to today; a month or less of them asks for the newest."""
    start = date.fromordinal(max(as_of.toordinal() - days, 1))
    return TimeScope(Focus.NOW if days <= _MONTH_DAYS else Focus.PERIOD, start, as_of)


def around(days: int, as_of: date) -> TimeScope | None:
    """Return the days about so many ago, or None where nobody counts so far."""
    if not 0 < days <= _MOST_DAYS:
        return None
    start = date.fromordinal(max(as_of.toordinal() - days, 1))
    slack = timedelta(days=max(1, days // 7))
    return period(max(start, date.min + slack) - slack, start + slack)


def last_days(days: int, as_of: date) -> TimeScope | None:
    """Return the last so many days, or None where nobody counts so far."""
    return reaching_back(days, as_of) if 0 < days <= _MOST_DAYS else None


def last_week(as_of: date) -> TimeScope:
    """Return the week before this one, to the Monday on which people still say so."""
    monday = as_of - timedelta(days=as_of.weekday())
    return period(monday - timedelta(days=7), monday)


def last_weekday(weekday: int, as_of: date) -> TimeScope:
    """Return the latest such day before today; Monday is 0."""
    day = as_of - timedelta(days=(as_of.weekday() - weekday) % 7 or 7)
    return period(day, day)


def meant_year(as_of: date, month: int, day: int = 1, *, planned: bool) -> int:
    """Return the year of a date named without one: the last, or the next where plans are meant."""
    passed = (month, day) <= (as_of.month, as_of.day)
    coming = date(as_of.year + passed, month, min(max(day, 1), 28))
    if planned or coming - as_of <= _NEAR:
        return coming.year
    return as_of.year - (not passed)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
