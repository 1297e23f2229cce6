"""Dates, weekdays and times of day in a text, as comparable values."""

import re
from collections.abc import Iterator

from footnote.retrieval.languages import Language, lexicon_or_fallback, lexicons
from footnote.retrieval.languages.base import any_of
from footnote.retrieval.languages.statements import NumberWords, Signs
from footnote.retrieval.verification import numerals
from footnote.retrieval.verification.values import Quantity

_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_TIMES = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?![.:]?\d)"
    r"|\b(?P<hour2>1[0-2]|0?[1-9])\s*(?P<half2>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)


def dates_in(text: str, language: Language) -> Iterator[Quantity]:
    """Yield what may be a date or a time, the surest readings first."""
    known = lexicon_or_fallback(language).numbers
    yield from _dates(text, known)
    for signs in lexicons.signs_in(text):
        yield from _dates_in_signs(text, signs)
    for match in _TIMES.finditer(text):
        if time := _time(match):
            yield time
    yield from _named_days(text, known)


def _dates(text: str, known: NumberWords) -> Iterator[Quantity]:
    for match in _ISO.finditer(text):
        year, month, day = (int(piece) for piece in match.group().split("-"))
        yield Quantity("date", match.group(), *match.span(), day=day, month=month, year=year)
    for match in known.date.finditer(text):
        name = _part(match, "month") or ""
        if name.lower() in known.also_words and not name[0].isupper():
            continue
        yield Quantity(
            "date",
            match.group(),
            *match.span(),
            day=int(_part(match, "day") or 0),
            month=known.months[name.lower()],
            year=int(_part(match, "year") or 0),
        )


def _part(match: re.Match[str], name: str) -> str | None:
    """Return what a group holds in that way of writing a date which matched."""
    groups = match.groupdict()
    return next((groups[f"{name}{i}"] for i in "123" if groups.get(f"{name}{i}")), None)


def _named_days(text: str, known: NumberWords) -> Iterator[Quantity]:
    """Yield weekdays and months that stand alone."""
    folded = numerals.same_length_without_accents(text)
    for names, kind in ((known.weekdays, "weekday"), (known.months, "date")):
        for match in re.finditer(rf"(?<![\w-])(?:{any_of(names)})\b\.?", folded):
            word = match.group().rstrip(".")
            begins = match.start() == 0 and word in known.opening
            capital = text[match.start()].isupper() and not begins
            if len(word) < known.shortest or (known.capitals and not capital):
                continue
            value = names[word]
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


def _dates_in_signs(text: str, known: Signs) -> Iterator[Quantity]:
    for match in known.date.finditer(text):
        day, month, year = (
            int(numerals.signs_value(_part(match, name) or "0", known))
            for name in ("day", "month", "year")
        )
        if month <= 12 and day <= 31:
            yield Quantity("date", match.group(), *match.span(), day=day, month=month, year=year)
