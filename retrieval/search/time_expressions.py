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

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

_NOW = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|current(?:ly)?|right now|nowadays|so far"
    r"|these days|at the moment|to date)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<which>this|last|past|previous|next)\s+(?P<unit>week(?:end)?|month|year)\b", re.I
)
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
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+(?P<one>(?:19|20)\d\d)\s+(?:and|to|until)\s+(?P<two>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
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
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def time_scope(question: str, as_of: date) -> TimeScope:
    """Return the time a question speaks of; what cannot be told is open.

    Weeks run from Monday, but "this week" reaches back at least seven days, and "last" ones end
    where the current one begins, because people say either on a Sunday night.
    """
    for resolve in (_between, _since, _month_day, _weekday, _relative, _day, _span, _month, _year):
        scope = resolve(question, as_of)
        if scope is not None:
            return scope
    return TimeScope(Focus.NOW) if _NOW.search(question) else OPEN


def _period(since: date, until: date) -> TimeScope:
    return TimeScope(Focus.PERIOD, since, until)


def _between(question: str, as_of: date) -> TimeScope | None:
    match = _BETWEEN.search(question)
    if match is None:
        return None
    years = sorted((int(match["one"]), int(match["two"])))
    return _period(date(years[0], 1, 1), date(years[1], 12, 31))


def _since(question: str, as_of: date) -> TimeScope | None:
    match = _SINCE.search(question)
    if match is None or not (match["month"] or match["year"]):
        return None
    month = MONTHS[match["month"].lower()] if match["month"] else 1
    year = int(match["year"]) if match["year"] else _latest_year(month, as_of)
    return _period(date(year, month, 1), max(as_of, date(year, month, 1)))


def _month_day(question: str, as_of: date) -> TimeScope | None:
    match = _ON_DAY.search(question)
    if match is None:
        return None
    month = MONTHS[(match["month"] or match["month2"]).lower()]
    day = int(match["day"] or match["day2"])
    year = int(match["year"]) if match["year"] else _latest_year(month, as_of)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return _period(date(year, month, day), date(year, month, day))


def _weekday(question: str, as_of: date) -> TimeScope | None:
    match = _ON_WEEKDAY.search(question)
    if match is None:
        return None
    back = (as_of.weekday() - WEEKDAYS[match["day"].lower()]) % 7 or 7
    return _period(as_of - timedelta(days=back), as_of - timedelta(days=back))


def _relative(question: str, as_of: date) -> TimeScope | None:
    match = _RELATIVE.search(question)
    if match is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    if which in {"this", "next"}:
        return TimeScope(Focus.NOW, as_of - timedelta(days=_UNIT_DAYS[unit.removesuffix("end")]))
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


def _span(question: str, as_of: date) -> TimeScope | None:
    for match in _AGO.finditer(question):
        count = match["count"].lower()
        number = 1 if count == "a" else int(NUMBER_WORDS.get(count, 0)) or _int(count)
        days = number * _UNIT_DAYS[match["unit"].lower()]
        if not 0 < days <= 365 * 200 or not (match["ago"] or match["span"]):
            continue
        start = date.fromordinal(max(as_of.toordinal() - days, 1))
        if match["span"]:
            return TimeScope(Focus.NOW if days <= 31 else Focus.PERIOD, start, as_of)
        slack = timedelta(days=max(1, days // 7))
        return _period(max(start, date.min + slack) - slack, start + slack)
    return None


def _month(question: str, as_of: date) -> TimeScope | None:
    match = _IN_MONTH.search(question)
    if match is None:
        return None
    month = MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else _latest_year(month, as_of)
    return _period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _year(question: str, as_of: date) -> TimeScope | None:
    years = sorted({int(year) for year in _YEAR.findall(question)})
    return _period(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else None


def _latest_year(month: int, as_of: date) -> int:
    return as_of.year if month <= as_of.month else as_of.year - 1


def _int(text: str) -> int:
    return int(text) if text.isdigit() else 0
