"""The time a question speaks of, resolved against its today."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from retrieval.languages import Language, language_of
from retrieval.search import chinese_time, spanish_time
from retrieval.search.time_scope import (
    OPEN,
    Focus,
    TimeScope,
    around,
    before,
    last_days,
    last_month,
    last_week,
    last_weekday,
    meant_year,
    month_end,
    one_day,
    period,
    reaching_back,
    since,
    today,
    whole_month,
    whole_years,
    yesterday,
)
from retrieval.text.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS

__all__ = ["OPEN", "Focus", "TimeScope", "time_scope"]

Resolver = Callable[[str, date], TimeScope | None]

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
    resolvers, now = _LANGUAGES.get(language_of(question), (_ENGLISH, _NOW))
    for resolve in resolvers:
        scope = resolve(question, as_of)
        if scope is not None and (scope.since is None or scope.since <= as_of):
            return scope
    return TimeScope(Focus.NOW) if now.search(question) else OPEN


def _between(question: str, as_of: date) -> TimeScope | None:
    if match := _BETWEEN.search(question):
        return whole_years(*sorted((int(match["one"]), int(match["two"]))))
    match = _BETWEEN_MONTHS.search(question)
    if match is None:
        return None
    one, two = MONTHS[match["one"].lower()], MONTHS[match["two"].lower()]
    end = int(match["year2"]) if match["year2"] else _meant_year(question, as_of, two)
    start = int(match["year1"]) if match["year1"] else end - (one > two)
    return period(date(start, one, 1), month_end(end, two)) if start <= end else None


def _before(question: str, as_of: date) -> TimeScope | None:
    match = _BEFORE.search(question)
    return before(int(match["year"]), _month_number(match["month"]), as_of) if match else None


def _since(question: str, as_of: date) -> TimeScope | None:
    match = _SINCE.search(question)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    return since(year, _month_number(match["month"]), as_of)


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
    return one_day(year, month, day)


def _weekday(question: str, as_of: date) -> TimeScope | None:
    match = _ON_WEEKDAY.search(question)
    return last_weekday(WEEKDAYS[match["day"].lower()], as_of) if match else None


def _week(question: str, as_of: date) -> TimeScope | None:
    return _pointed(_WEEK.search(question), as_of)


def _month_or_year(question: str, as_of: date) -> TimeScope | None:
    return _pointed(_MONTH_OR_YEAR.search(question), as_of)


def _pointed(match: re.Match[str] | None, as_of: date) -> TimeScope | None:
    if match is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    if which in {"this", "next", "past"}:
        return reaching_back(_UNIT_DAYS[unit.removesuffix("end")], as_of)
    if unit.startswith("week"):
        return last_week(as_of)
    if unit == "month":
        return last_month(as_of)
    return whole_years(as_of.year - 1, as_of.year - 1)


def _day(question: str, as_of: date) -> TimeScope | None:
    match = _DAY.search(question)
    if match is None:
        return None
    return yesterday(as_of) if match["day"].lower() == "yesterday" else today(as_of)


def _span(question: str, as_of: date) -> TimeScope | None:
    for match in _AGO.finditer(question):
        count = match["count"].lower()
        number = 1 if count == "a" else int(NUMBER_WORDS.get(count, 0)) or _int(count)
        days = number * _UNIT_DAYS[match["unit"].lower()]
        scope = None
        if match["span"]:
            scope = last_days(days, as_of)
        elif match["ago"]:
            scope = around(days, as_of)
        if scope is not None:
            return scope
    return None


def _month(question: str, as_of: date) -> TimeScope | None:
    match = _IN_MONTH.search(question)
    if match is None:
        return None
    month = MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else _meant_year(question, as_of, month)
    return whole_month(year, month)


def _year(question: str, as_of: date) -> TimeScope | None:
    spans = [
        (int(match["year"]), int(match["year"]) + (9 if match["decade"] else 0))
        for match in _YEAR.finditer(question)
        if int(match["year"]) <= as_of.year
    ]
    return whole_years(min(spans)[0], max(end for _, end in spans)) if spans else None


def _meant_year(question: str, as_of: date, month: int, day: int = 1) -> int:
    return meant_year(as_of, month, day, planned=_PLANNED.search(question) is not None)


def _month_number(name: str | None) -> int | None:
    return MONTHS[name.lower()] if name else None


def _int(text: str) -> int:
    return int(text) if text.isdigit() else 0


_ENGLISH: tuple[Resolver, ...] = (
    *(_day, _week),
    *(_between, _before, _since, _month_day, _weekday, _month),
    *(_month_or_year, _span, _year),
)
"""Days and weeks seen from today, then dates as named, then the coarser words and bare years."""

_LANGUAGES: Mapping[Language, tuple[tuple[Resolver, ...], re.Pattern[str]]] = {
    Language.SPANISH: (spanish_time.RESOLVERS, spanish_time.NOW),
    Language.CHINESE: (chinese_time.RESOLVERS, chinese_time.NOW),
}
