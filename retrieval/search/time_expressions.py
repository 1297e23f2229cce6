"""The time a question speaks of, resolved against its today.

A question becomes a row of symbols, one a word (see `TimeWords`), and one grammar over symbols
reads every language: "from 28 April to 3 May 2023" and "del 28 de abril al 3 de mayo de 2023" are
both a day, "to", a day and a year.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import chain

from footnote.retrieval.languages import language_of, lexicon_or_fallback
from footnote.retrieval.languages.base import QUARTER, WEEK, YEAR
from footnote.retrieval.search.time_scope import (
    OPEN,
    Focus,
    TimeScope,
    around,
    before,
    last_days,
    last_week,
    last_weekday,
    one_day,
    period,
    reaching_back,
    today,
    whole_months,
    yesterday,
)
from footnote.retrieval.search.time_symbols import Read, read_symbols

__all__ = ["OPEN", "Focus", "TimeScope", "time_scope"]

_EARLIEST, _LATEST = date(300, 1, 1), date(9990, 1, 1)

_DAY = "(?:D|[NK]o?M(?:o?Y|S)?|M[NK](?:Y|S)?|[YR]?M[NK])"
_QUARTER = "(?:Q(?:o?(?:Y|S|TU|LU|R))?|[YR]Q)"
_MONTH = "(?:G|M(?:o?Y|S|o?TU|o?LU)|[YR]M)"
_YEAR = "[YER]"
_POINT = f"(?:{_DAY}|{_QUARTER}|{_MONTH}|M|{_YEAR})"
_BARE = "[YR]?[NK]"
"""How a range begins whose month stands at its end: a number, behind its year where it has one."""


def time_scope(question: str, as_of: date) -> TimeScope:
    """Return the time a question speaks of; what cannot be told is open.

    Words that point from today ("this week", "yesterday") count before dates that stand in the
    same question, because those then belong to what happened ("reopened this week, closed since
    June 13"). Weeks run from Monday, but "this week" reaches back at least seven days, and "last"
    ones end where the current one begins, because people say either on a Sunday night. A date
    to come names a plan, not articles, and is passed over.
    """
    as_of = min(max(as_of, _EARLIEST), _LATEST)
    words = lexicon_or_fallback(language_of(question)).time
    read = Read(question, *read_symbols(question, words), words, as_of)
    for resolve in _RESOLVERS:
        scope = resolve(read)
        if scope is not None and (scope.since is None or scope.since <= as_of):
            return scope
    return TimeScope(Focus.NOW) if words.newest.search(question) else OPEN


def _near_days(read: Read) -> TimeScope | None:
    if read.find("z"):
        return period(*(read.as_of - timedelta(days=days) for days in (2, 1)))
    if read.find("y"):
        return yesterday(read.as_of)
    return today(read.as_of) if read.find("d") else None


def _week(read: Read) -> TimeScope | None:
    return _pointed(read, weeks=True)


def _coarser(read: Read) -> TimeScope | None:
    return _pointed(read, weeks=False)


def _pointed(read: Read, *, weeks: bool) -> TimeScope | None:
    """Read this or last week, month, quarter or year."""
    pairs = (re.finditer(pattern, read.symbols) for pattern in ("[TLP]U", "U[TLP]"))
    for match in chain.from_iterable(pairs):
        days = read.value("U", match) or 0
        if (days == WEEK) is not weeks or days < WEEK:
            continue
        if "L" not in match.group():
            return _so_far(read.as_of, days) if days == QUARTER else reaching_back(days, read.as_of)
        return last_week(read.as_of) if days == WEEK else _one_back(read.as_of, days)
    return None


def _so_far(as_of: date, days: int) -> TimeScope:
    length = {QUARTER: 3, YEAR: 12}[days]
    return period(as_of.replace(month=(as_of.month - 1) // length * length + 1, day=1), as_of)


def _one_back(as_of: date, days: int) -> TimeScope | None:
    """Return the month, quarter or year before this one."""
    length = {QUARTER: 3, YEAR: 12}.get(days, 1)
    first = as_of.year * 12 + (as_of.month - 1) // length * length - length
    return whole_months(first, length)


def _range(read: Read) -> TimeScope | None:
    one, two = rf"(?P<one>{_POINT}|{_BARE})", rf"(?P<two>{_POINT}|(?<=M[NK].)[NK])"
    match = read.find(f"[fso]{one}[tH&]{two}") or read.find(f"{one}[tH]{two}")
    if match is None:
        return None
    named = {group: re.search("[YSDGER]", match[group]) is not None for group in ("one", "two")}
    bare = re.fullmatch(_BARE, match["one"]) is not None
    year = _named_year(read.as_of, _values(read, match, "one")) if bare else None
    if year is None and not any(named.values()):
        year = _only_year(read)
    end = None if re.fullmatch("[NK]", match["two"]) else _point(read, match, "two", year)
    if end is None or (named["one"] and not named["two"] and not bare):
        start = _point(read, match, "one", year)
        end = _end_of_range(read, match, start) if start is not None else None
    elif bare or not named["one"]:
        start = _start_of_range(read, match, end)
    else:
        start = _point(read, match, "one")
    if start is None or end is None or start.since is None or end.until is None:
        return None
    return period(start.since, end.until) if start.since <= end.until else None


def _only_year(read: Read) -> int | None:
    """Return the year of a question that names one and no more ("in 2021 from 3 to 9 May")."""
    place = read.symbols.find("Y")
    return read.values[place] if read.symbols.count("Y") == 1 else None


def _start_of_range(read: Read, match: re.Match[str], end: TimeScope) -> TimeScope | None:
    """Return where a range begins; what it leaves unsaid is its end's ("from 3 to 9 May")."""
    if end.since is None:
        return None
    if not re.fullmatch(_BARE, match["one"]):
        start = _point(read, match, "one", end.since.year)
        if start is None or start.since is None or start.since <= end.since:
            return start
        return _point(read, match, "one", end.since.year - 1)
    number = read.values[match.end("one") - 1]
    if re.search("[NKD]", match["two"]):
        return one_day(end.since.year, end.since.month, number)
    return whole_months(end.since.year * 12 + number - 1, 1) if 1 <= number <= 12 else None


def _end_of_range(read: Read, match: re.Match[str], start: TimeScope) -> TimeScope | None:
    """Return where a range ends; what it leaves unsaid is its start's ("from May 3 to 9")."""
    if start.since is None:
        return None
    if re.fullmatch("[NK]", match["two"]):
        return one_day(start.since.year, start.since.month, read.values[match.start("two")])
    end = _point(read, match, "two", start.since.year)
    if end is None or end.since is None or end.since >= start.since:
        return end
    return _point(read, match, "two", start.since.year + 1)


def _before(read: Read) -> TimeScope | None:
    match = read.find(rf"[bH][TL]?(?P<point>{_POINT})") or read.find(rf"(?P<point>{_POINT})v")
    point = _point(read, match, "point") if match else None
    if match is None or point is None or point.since is None:
        return None
    named = re.search("[YSDGER]", match["point"])
    return before(point.since, read.as_of) if named else None


def _since(read: Read) -> TimeScope | None:
    match = read.find(rf"(?P<after>[as])[TL]?(?P<point>{_POINT})") or read.find(
        rf"(?P<point>(?!E){_POINT})(?P<after>c)"
    )
    if match is None:
        return None
    year = None
    month = read.value("M", match, "point")
    if month is not None and not re.search("[YSDGER]", match["point"]):
        day = read.value("N", match, "point") or read.value("K", match, "point") or 1
        year = read.as_of.year - ((month, day) > (read.as_of.month, read.as_of.day))
    point = _point(read, match, "point", year)
    if point is None or point.since is None or point.until is None:
        return None
    if match["after"] == "a":
        start = date.fromordinal(min(point.until.toordinal() + 1, _LATEST.toordinal()))
        return period(start, read.as_of) if start <= read.as_of else None
    return period(point.since, max(read.as_of, point.since))


def _day(read: Read) -> TimeScope | None:
    return _first(read, _DAY)


def _weekday(read: Read) -> TimeScope | None:
    match = read.find("[iLP]W")
    return last_weekday(read.value("W", match) or 0, read.as_of) if match else None


def _quarter(read: Read) -> TimeScope | None:
    return _first(read, _QUARTER)


def _month(read: Read) -> TimeScope | None:
    alone = "M(?![NK])" if read.words.bare_months else "(?<=[iotTL])M(?![NK])"
    return _first(read, f"{_MONTH}|{alone}")


def _first(read: Read, pattern: str) -> TimeScope | None:
    match = read.find(pattern)
    return _point(read, match, 0) if match else None


def _span(read: Read) -> TimeScope | None:
    patterns: tuple[tuple[str, Callable[[int, date], TimeScope | None]], ...] = (
        ("[LP](?:N{1,2}U|K)", last_days),
        ("N{1,2}U[Av]|hN{1,2}U", around),
    )
    for pattern, resolve in patterns:
        if match := read.find(pattern):
            count = _count(read, match) or read.value("K", match) or 0
            return resolve(count * (read.value("U", match) or 1), read.as_of)
    return None


def _count(read: Read, match: re.Match[str]) -> int:
    """Return the number in a match, of two words as well ("two hundred years ago")."""
    pairs = zip(match.group(), read.values[match.start() :], strict=False)
    first, last = ([0, 0] + [value for symbol, value in pairs if symbol == "N"])[-2:]
    if last in {100, 1000}:
        return max(first, 1) * last
    return first + last if first % 10 == 0 and first >= 20 and last < 10 else last


def _years(read: Read) -> TimeScope | None:
    spans = [
        (value, value + 9 * (symbol == "E")) if symbol != "R" else (read.as_of.year - value,) * 2
        for symbol, value in zip(read.symbols, read.values, strict=True)
        if symbol in "YER"
    ]
    if read.symbols.find("R") >= 0 and read.values[read.symbols.find("R")] == 0:
        return reaching_back(YEAR, read.as_of)
    spans = [span for span in spans if span[0] <= read.as_of.year]
    ends = min(spans)[0] if spans else 0, max((end for _, end in spans), default=0)
    return period(date(ends[0], 1, 1), date(ends[1], 12, 31)) if spans else None


def _point(
    read: Read, match: re.Match[str], group: str | int, year: int | None = None
) -> TimeScope | None:
    """Return the days that a day, month, quarter or year names, or None where there are none.

    `year` is whose month is meant where the question does not say.
    """
    value = _values(read, match, group)
    if (ordinal := value.get("D")) is not None:
        return period(date.fromordinal(ordinal), date.fromordinal(ordinal)) if ordinal else None
    if (months := value.get("G")) is not None:
        return whole_months(months, 1)
    named = _named_year(read.as_of, value) or year
    if (quarter := value.get("Q")) is not None:
        length, number = (3, quarter - 1) if quarter < 5 else (6, quarter - 5)
        begun = named or read.as_of.year - (number * length + 1 > read.as_of.month)
        return whole_months(begun * 12 + number * length, length)
    month = value.get("M")
    if month is None:
        decade = value.get("E")
        first = decade if decade is not None else named
        if first is None or first > read.as_of.year:
            return None
        return period(date(first, 1, 1), date(first + 9 * (decade is not None), 12, 31))
    if (day := value.get("K") or value.get("N")) is None:
        return whole_months((named or read.meant_year(month)) * 12 + month - 1, 1)
    return one_day(named or read.meant_year(month, day), month, day)


def _values(read: Read, match: re.Match[str], group: str | int) -> dict[str, int | None]:
    return {symbol: read.value(symbol, match, group) for symbol in match.group(group)}


def _named_year(as_of: date, value: Mapping[str, int | None]) -> int | None:
    if (year := value.get("Y")) is not None:
        return year
    if (short := value.get("S")) is not None:
        return short + (2000 if short <= (as_of.year + 1) % 100 else 1900)
    if (back := value.get("R")) is not None:
        return as_of.year - back
    if value.get("U") == YEAR:
        return as_of.year - ("L" in value)
    return None


_RESOLVERS = (
    *(_near_days, _week),
    *(_range, _before, _since, _day, _weekday, _quarter, _month),
    *(_coarser, _span, _years),
)
"""Days and weeks seen from today, then dates as named, then the coarser words and bare years."""
