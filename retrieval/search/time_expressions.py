"""The time a question speaks of, resolved against its today."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from retrieval.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS


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

_EARLIEST, _LATEST = date(300, 1, 1), date(9990, 1, 1)

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

_NOW = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|current(?:ly)?|now|nowadays|so far"
    r"|these days|at the moment|to date)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|going to|set to|due|(?:up)?coming|next|planned|scheduled|expected)\b", re.IGNORECASE
)
_WHICH = r"\b(?P<which>this|last|past|previous|next)\s+"
_WEEK = re.compile(_WHICH + r"(?P<unit>week(?:end)?)\b", re.IGNORECASE)
_MONTH_OR_YEAR = re.compile(_WHICH + r"(?P<unit>month|year)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?P<day>today|tonight|yesterday|this (?:morning|afternoon|evening))\b", re.I)
_AGO = re.compile(
    rf"\b(?:(?P<span>(?:in|over|during|for)?\s*the\s+(?:last|past))\s+)?"
    rf"(?P<count>\d{{1,3}}|a|{_NUMBER})\s+(?P<unit>day|week|month|year)s?"
    r"(?P<ago>\s+ago)?\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\bsince\s+(?:(?P<month>{_MONTH})\.?\s*)?(?P<year>(?:19|20)\d\d)?\b", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"\b(?:before|until|prior to)\s+(?:(?P<month>{_MONTH})\.?,?\s+(?:of\s+)?)?"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+(?P<one>(?:19|20)\d\d)\s+(?:and|to|until)\s+(?P<two>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BETWEEN_MONTHS = re.compile(
    rf"\b(?:between|from)\s+(?P<one>{_MONTH})\.?(?:\s+(?P<year1>(?:19|20)\d\d))?\s+"
    rf"(?:and|to|until)\s+(?P<two>{_MONTH})\b\.?(?:,?\s+(?P<year2>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_IN_MONTH = re.compile(
    rf"\b(?:(?:in|during|of|this|last)\s+)(?:early\s+|mid-?\s*|late\s+)?"
    rf"(?P<month>{_MONTH})\b\.?,?(?:\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_ON_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))"
    r"(?:st|nd|rd|th)?,?(?:\s+(?P<year>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
_ON_WEEKDAY = re.compile(
    rf"\b(?:on|last|this past)\s+(?P<day>{'|'.join(WEEKDAYS)})\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)(?P<decade>[’']?s)?\b")


def time_scope(question: str, as_of: date) -> TimeScope:
    """Return the time a question speaks of; what cannot be told is open.

    Words that point from today ("this week", "yesterday") count before dates that stand in the
    same question, because those then belong to what happened ("reopened this week, closed since
    June 13"). Weeks run from Monday, but "this week" reaches back at least seven days, and "last"
    ones end where the current one begins, because people say either on a Sunday night. A date
    to come names a plan, not articles, and is passed over.
    """
    as_of = min(max(as_of, _EARLIEST), _LATEST)
    for resolve in _RESOLVERS:
        scope = resolve(question, as_of)
        if scope is not None and (scope.since is None or scope.since <= as_of):
            return scope
    return TimeScope(Focus.NOW) if _NOW.search(question) else OPEN


def _period(since: date, until: date) -> TimeScope:
    return TimeScope(Focus.PERIOD, since, until)


def _between(question: str, as_of: date) -> TimeScope | None:
    if match := _BETWEEN.search(question):
        years = sorted((int(match["one"]), int(match["two"])))
        return _period(date(years[0], 1, 1), date(years[1], 12, 31))
    match = _BETWEEN_MONTHS.search(question)
    if match is None:
        return None
    one, two = MONTHS[match["one"].lower()], MONTHS[match["two"].lower()]
    end = int(match["year2"]) if match["year2"] else _meant_year(question, as_of, two)
    start = int(match["year1"]) if match["year1"] else end - (one > two)
    return _period(date(start, one, 1), _month_end(end, two)) if start <= end else None


def _before(question: str, as_of: date) -> TimeScope | None:
    match = _BEFORE.search(question)
    if match is None or int(match["year"]) > as_of.year:
        return None
    month = MONTHS[match["month"].lower()] if match["month"] else 1
    return TimeScope(Focus.PERIOD, None, date(int(match["year"]), month, 1) - timedelta(days=1))


def _since(question: str, as_of: date) -> TimeScope | None:
    match = _SINCE.search(question)
    if match is None or not (match["month"] or match["year"]):
        return None
    month = MONTHS[match["month"].lower()] if match["month"] else 1
    year = int(match["year"]) if match["year"] else as_of.year - (month > as_of.month)
    return _period(date(year, month, 1), max(as_of, date(year, month, 1)))


def _month_day(question: str, as_of: date) -> TimeScope | None:
    match = _ISO_DAY.search(question) or _ON_DAY.search(question)
    if match is None:
        return None
    if match.re is _ISO_DAY:
        month, day = int(match["month"]), int(match["day"])
    else:
        month = MONTHS[(match["month"] or match["month2"]).lower()]
        day = int(match["day"] or match["day2"])
    year = int(match["year"]) if match["year"] else _meant_year(question, as_of, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= _month_end(year, month).day:
        return None
    day_meant = date(year, month, day)
    return _period(day_meant, day_meant)


def _weekday(question: str, as_of: date) -> TimeScope | None:
    match = _ON_WEEKDAY.search(question)
    if match is None:
        return None
    back = (as_of.weekday() - WEEKDAYS[match["day"].lower()]) % 7 or 7
    return _period(as_of - timedelta(days=back), as_of - timedelta(days=back))


def _week(question: str, as_of: date) -> TimeScope | None:
    return _pointed(_WEEK.search(question), as_of)


def _month_or_year(question: str, as_of: date) -> TimeScope | None:
    return _pointed(_MONTH_OR_YEAR.search(question), as_of)


def _pointed(match: re.Match[str] | None, as_of: date) -> TimeScope | None:
    if match is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    if which in {"this", "next", "past"}:
        return _reaching_back(_UNIT_DAYS[unit.removesuffix("end")], as_of)
    if unit.startswith("week"):
        monday = as_of - timedelta(days=as_of.weekday())
        return _period(monday - timedelta(days=7), monday)
    if unit == "month":
        last = as_of.replace(day=1) - timedelta(days=1)
        return _period(last.replace(day=1), last)
    return _period(date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31))


def _day(question: str, as_of: date) -> TimeScope | None:
    match = _DAY.search(question)
    if match is None:
        return None
    if match["day"].lower() == "yesterday":
        return _period(as_of - timedelta(days=1), as_of)
    return TimeScope(Focus.NOW, as_of - timedelta(days=1))


def _reaching_back(days: int, as_of: date) -> TimeScope:
    """Return the days up to today; a month or less of them asks for the newest."""
    start = date.fromordinal(max(as_of.toordinal() - days, 1))
    return TimeScope(Focus.NOW if days <= 31 else Focus.PERIOD, start, as_of)


def _span(question: str, as_of: date) -> TimeScope | None:
    for match in _AGO.finditer(question):
        count = match["count"].lower()
        number = 1 if count == "a" else int(NUMBER_WORDS.get(count, 0)) or _int(count)
        days = number * _UNIT_DAYS[match["unit"].lower()]
        if not 0 < days <= 365 * 200 or not (match["ago"] or match["span"]):
            continue
        if match["span"]:
            return _reaching_back(days, as_of)
        start = date.fromordinal(max(as_of.toordinal() - days, 1))
        slack = timedelta(days=max(1, days // 7))
        return _period(max(start, date.min + slack) - slack, start + slack)
    return None


def _month(question: str, as_of: date) -> TimeScope | None:
    match = _IN_MONTH.search(question)
    if match is None:
        return None
    month = MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else _meant_year(question, as_of, month)
    return _period(date(year, month, 1), _month_end(year, month))


def _year(question: str, as_of: date) -> TimeScope | None:
    spans = [
        (int(match["year"]), int(match["year"]) + (9 if match["decade"] else 0))
        for match in _YEAR.finditer(question)
        if int(match["year"]) <= as_of.year
    ]
    if not spans:
        return None
    return _period(date(min(spans)[0], 1, 1), date(max(end for _, end in spans), 12, 31))


def _meant_year(question: str, as_of: date, month: int, day: int = 1) -> int:
    """Return the year of a date named without one: the last, or the next where plans are meant."""
    passed = (month, day) <= (as_of.month, as_of.day)
    coming = date(as_of.year + passed, month, min(max(day, 1), 28))
    if _PLANNED.search(question) or coming - as_of <= _NEAR:
        return coming.year
    return as_of.year - (not passed)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _int(text: str) -> int:
    return int(text) if text.isdigit() else 0


_RESOLVERS = (
    *(_day, _week),
    *(_between, _before, _since, _month_day, _weekday, _month),
    *(_month_or_year, _span, _year),
)
"""Days and weeks seen from today, then dates as named, then the coarser words and bare years."""
