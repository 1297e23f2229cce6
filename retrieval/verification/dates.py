"""Dates, weekdays and times of day in a text, as comparable values."""

import re
from collections.abc import Iterator
from functools import lru_cache

from footnote.retrieval.languages import Language
from footnote.retrieval.languages.cjk import has_cjk
from footnote.retrieval.languages.english.vocabulary import MONTHS, WEEKDAYS
from footnote.retrieval.languages.spanish import vocabulary as spanish
from footnote.retrieval.verification import numerals
from footnote.retrieval.verification.quantity import Quantity

_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTHS = {Language.ENGLISH: MONTHS, Language.SPANISH: spanish.MONTHS}
_WEEKDAYS = {Language.ENGLISH: WEEKDAYS, Language.SPANISH: spanish.WEEKDAYS}
_ALSO_WORDS = frozenset("may march mar dec sep jan sat sun wed ene abr ago".split())
_TIMES = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?![.:]?\d)"
    r"|\b(?P<hour2>1[0-2]|0?[1-9])\s*(?P<half2>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_HAN = numerals.CHINESE
_HAN_NUMBER = rf"(?:\d{{1,4}}|[{_HAN}]+)"
_HAN_DATE = re.compile(
    rf"(?:(?P<year>(?<!\d)\d{{4}}|[〇零一二三四五六七八九]{{4}})年)"
    rf"(?:(?P<month>{_HAN_NUMBER})月(?:份|(?P<day>{_HAN_NUMBER})[日号])?)?"
    rf"|(?<!\d)(?P<month2>{_HAN_NUMBER})月(?!亮|球)(?:(?P<day2>{_HAN_NUMBER})[日号])?"
)


def dates_in(text: str, language: Language) -> Iterator[Quantity]:
    """Yield what may be a date or a time, the surest readings first."""
    yield from _dates(text, language)
    if has_cjk(text):
        yield from _chinese_dates(text)
    for match in _TIMES.finditer(text):
        if time := _time(match):
            yield time
    yield from _named_days(text, language)


@lru_cache(maxsize=4)
def _date_pattern(language: Language) -> re.Pattern[str]:
    months = _MONTHS.get(language, MONTHS)
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    of = r"(?:de(?:l)?\s+)?" if language is Language.SPANISH else r"(?:of\s+)?"
    return re.compile(
        rf"""\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
        | \b(?P<month1>{month})\b\.?\s+(?:the\s+)?(?P<day1>{_DAY})(?:st|nd|rd|th)?(?![\w.]?\d)\b
          (?!\s*(?:%|per\ cent|percent))(?:,?\s+(?P<year1>{_YEAR})\b)?
        | \b(?:the\s+)?(?P<day2>{_DAY})(?:st|nd|rd|th|º|o)?\s+{of}(?P<month2>{month})\b\.?
          (?:,?\s+{of}(?P<year2>{_YEAR})\b)?
        | \b(?P<month3>{month})\b\.?,?\s+{of}(?P<year3>{_YEAR})\b""",
        re.IGNORECASE | re.VERBOSE,
    )


def _dates(text: str, language: Language) -> Iterator[Quantity]:
    months = _MONTHS.get(language, MONTHS)
    for match in _date_pattern(language).finditer(text):
        part = match.groupdict()
        if part["iso"]:
            year, month, day = (int(piece) for piece in part["iso"].split("-"))
            yield Quantity("date", match.group(), *match.span(), day=day, month=month, year=year)
            continue
        name = part["month1"] or part["month2"] or part["month3"]
        if name.lower() in _ALSO_WORDS and not name[0].isupper() and language is Language.ENGLISH:
            continue
        yield Quantity(
            "date",
            match.group(),
            *match.span(),
            day=int(part["day1"] or part["day2"] or 0),
            month=months[name.lower()],
            year=int(part["year1"] or part["year2"] or part["year3"] or 0),
        )


def _named_days(text: str, language: Language) -> Iterator[Quantity]:
    """Yield weekdays and months that stand alone."""
    spanish_text = language is Language.SPANISH
    folded = numerals.same_length_without_accents(text)
    for names, kind in ((_WEEKDAYS, "weekday"), (_MONTHS, "date")):
        known = names.get(language, names[Language.ENGLISH])
        pattern = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})\b\.?", folded):
            word = match.group().rstrip(".")
            begins = match.start() == 0 and word in {"may", "march"}
            capital = text[match.start()].isupper() and not begins
            if (spanish_text and len(word) < 4) or (not spanish_text and not capital):
                continue
            value = known[word]
            if kind == "weekday":
                yield Quantity(kind, match.group(), *match.span(), value=value)
            else:
                yield Quantity(kind, match.group(), *match.span(), month=value)


def _time(match: re.Match[str]) -> Quantity | None:
    hour = int(match["hour"] or match["hour2"])
    half = (match["half"] or match["half2"] or "").lower()
    if match["hour"] and "." in match.group() and not half:
        return None
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    minutes = hour * 60 + int(match["minute"] or 0)
    return Quantity("time", match.group(), *match.span(), value=minutes)


def _chinese_dates(text: str) -> Iterator[Quantity]:
    for match in _HAN_DATE.finditer(text):
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        parts = [_han(part) for part in (day, month, match["year"])]
        if parts[1] <= 12 and parts[0] <= 31:
            yield Quantity(
                "date", match.group(), *match.span(), day=parts[0], month=parts[1], year=parts[2]
            )


def _han(signs: str | None) -> int:
    if not signs:
        return 0
    return int(signs) if signs.isdigit() and signs.isascii() else int(numerals.chinese_value(signs))
