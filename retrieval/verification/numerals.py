"""Numbers in words, signs and any digits, and dates and times of day, as values."""

import re
import unicodedata
from collections.abc import Iterator

from footnote.retrieval.languages import Language, lexicon_or_fallback, lexicons, without_accents
from footnote.retrieval.languages.base import any_of
from footnote.retrieval.languages.statements import NumberWords, Signs
from footnote.retrieval.verification import numerals
from footnote.retrieval.verification.values import Quantity


def with_plain_digits(text: str) -> str:
    """Return a text of the same length with the digits of every script as ASCII ones."""
    if text.isascii():
        return text
    return "".join(_plain(character) for character in text)


def same_length_without_accents(text: str) -> str:
    """Return a text in lower case without accents, every character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(
        character.lower() if character.isascii() else (without_accents(character) or character)[:1]
        for character in text
    )


def words_value(text: str, known: NumberWords) -> float:
    """Return what number words come to: "two hundred and five thousand", "dos mil tres"."""
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if word == known.link:
            continue
        value = known.values[word]
        if value >= 1_000:
            total += max(current, 1) * value
            current = 0
        elif value == 100 and word not in known.added:
            current = max(current, 1) * 100
        else:
            current += value
    return total + current


def signs_value(text: str, known: Signs) -> float:
    """Return what numerals come to: "一百二十", "二〇二二", "三万五千"."""
    if text.isdigit() and text.isascii():
        return float(text)
    if not any(sign in known.steps or sign in known.sections for sign in text):
        return float("".join(str(known.digits[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in known.sections:
            total = (total + (section + digit or 1)) * known.sections[sign]
            section = digit = 0
        elif sign in known.steps:
            section += (digit or 1) * known.steps[sign]
            digit = 0
        else:
            digit = known.digits[sign]
    return float(total + section + digit)


def _plain(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


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
