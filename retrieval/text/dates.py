"""Dates as pages and people write them; nothing is guessed that is not written."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from dateutil import parser

_CHECK = datetime(1904, 7, 19, 5, 7)  # noqa: DTZ001 - only day, month and year are compared
_OTHER = datetime(1961, 2, 8, 11, 41)  # noqa: DTZ001

_FOREIGN_MONTHS = (
    "enero|janvier|januar|gennaio|janeiro febrero|février|februar|febbraio|fevereiro "
    "marzo|mars|märz|março abril|avril|aprile mayo|mai|maggio|maio junio|juin|juni|giugno|junho "
    "julio|juillet|juli|luglio|julho agosto|août septiembre|setiembre|septembre|settembre|setembro "
    "octubre|octobre|oktober|ottobre|outubro noviembre|novembre|novembro "
    "diciembre|décembre|dezember|dicembre|dezembro"
)
_MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(_FOREIGN_MONTHS.split(), start=1)
    for name in names.split("|")
}
_MONTH = "|".join(_MONTH_NUMBERS)
_ENGLISH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)

DATE = re.compile(
    rf"""\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)
    | \d{{4}}年\s?\d{{1,2}}月\s?\d{{1,2}}[日号]
    | \b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}\b
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_ENGLISH},?\s+\d{{4}}\b
    | \b{_ENGLISH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b
    | \b\d{{1,2}}[º.]?\s+(?:de\s+)?(?:{_MONTH})\s+(?:del?\s+)?\d{{4}}\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""A whole date somewhere in a text."""

_CHINESE = re.compile(r"(\d{4})年\s?(\d{1,2})月\s?(\d{1,2})[日号]")
_FOREIGN = re.compile(
    rf"\b(\d{{1,2}})[º.]?\s+(?:de\s+)?({_MONTH})\s+(?:del?\s+)?(\d{{4}})\b", re.IGNORECASE
)
_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?(?=[+-]\d)()")
"""dateutil takes the sign after these for its opposite, as POSIX does."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMERIC = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")

_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "JST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
"""Hours from UTC of abbreviations that mean one zone; CST, IST and BST mean several."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written, and the exact time in ISO form where time and zone are written too."""

    day: date
    exact: str | None = None


def parse_date(value: object, *, day_first: bool | None = None) -> date | None:
    """Return the full date a value states, or None where it states less than a whole date.

    The day is the one written, in the time zone it was written in. Raises `ValueError` for text
    that is no date, and for `3/4/2024` unless `day_first` says how to read it.
    """
    moment = parse_moment(value, day_first=day_first)
    return moment.day if moment else None


def parse_moment(value: object, *, day_first: bool | None = None) -> Moment | None:
    """Return what `parse_date` does, with the exact time where it is stated with its zone."""
    if isinstance(value, datetime):
        return Moment(value.date(), value.isoformat() if value.tzinfo else None)
    if isinstance(value, date):
        return Moment(value)
    if value is None or not str(value).strip():
        return None
    text = _with_numbers(str(value).strip()[:200], day_first)
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):  # the sentence for a day that does not exist comes below
            return Moment(date.fromisoformat(text))
    try:
        first = parser.parse(text, default=_CHECK, tzinfos=_zone)
        second = parser.parse(text, default=_OTHER, tzinfos=_zone)
    except (parser.ParserError, OverflowError, ArithmeticError) as error:
        raise ValueError(f"“{text[:40]}” is not a date; write it as YYYY-MM-DD") from error
    if first.date() != second.date():
        return None
    timed = first.time() == second.time()
    return Moment(first.date(), first.isoformat() if timed and first.tzinfo else None)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None and abs(offset) < 24 * 3600:
        return timezone(timedelta(seconds=offset))
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def _with_numbers(text: str, day_first: bool | None) -> str:
    """Return a text with its Chinese, foreign or numeric date as YYYY-MM-DD."""
    text = _OFFSET.sub(r"\1", text)
    text = _CHINESE.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text)
    text = _FOREIGN.sub(lambda m: f"{m[3]}-{_MONTH_NUMBERS[m[2].lower()]:02}-{int(m[1]):02}", text)
    return _NUMERIC.sub(lambda m: _numeric(m, day_first), text)


def _numeric(match: re.Match[str], day_first: bool | None) -> str:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if mark == "." or first > 12:
        day_first = True
    elif second > 12 or first == second:
        day_first = False
    if day_first is None:
        raise ValueError(f"“{match[0]}” can be read as two dates; write it as YYYY-MM-DD")
    day, month = (first, second) if day_first else (second, first)
    return f"{year}-{month:02}-{day:02}"
