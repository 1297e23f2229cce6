"""Numbers, dates and times as values in their units, and whether one says what another does."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from footnote.retrieval.languages import Language, lexicon_or_fallback, lexicons, without_accents
from footnote.retrieval.languages.base import all_words, any_of
from footnote.retrieval.languages.statements import NumberWords, Signs


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a text; `other` is its second reading where a point or comma may be either."""

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    day: int = 0
    month: int = 0
    year: int = 0
    other: float | None = None


def carries(have: Quantity, want: Quantity) -> bool:
    """Tell whether a quantity of a passage says at least what one of a statement says."""
    if "version" in {have.kind, want.kind}:
        return have.kind == "version" and f"{have.text}.".startswith(f"{want.text}.")
    if want.kind == "share" or have.kind == "share":
        return have.kind == want.kind and have.text[:4].lower() == want.text[:4].lower()
    if want.kind == "date":
        return have.kind == "date" and all(
            getattr(want, part) in {0, getattr(have, part)} for part in ("day", "month", "year")
        )
    if want.kind == "number" and have.kind == "date":
        return want.unit == "" and have.year != 0 and want.value == have.year
    if {want.kind, have.kind} & {"weekday", "date", "time", "percent", "ordinal"}:
        return have.kind == want.kind and _same_value(have, want)
    return _same_value(have, want) and (not want.unit or not have.unit or want.unit == have.unit)


def _same_value(have: Quantity, want: Quantity) -> bool:
    return any(
        one is not None
        and other is not None
        and abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
        for one in (have.value, have.other)
        for other in (want.value, want.other)
    )


_KNOWN = [each.measures for each in lexicons.LEXICONS]
_LOCALES = [locale for each in _KNOWN for locale in each.locales]
_FAMILIES = (
    "area digital duration electric energy frequency length mass power pressure speed temperature "
    "volume"
).split()
_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 5)

_SAID = {form: unit for each in _KNOWN for form, unit in each.also_said.items()}
_NOT_UNITS = all_words(each.not_units for each in _KNOWN)
_SAME = {"temperature-generic": "angle-degree", "duration-day-person": "duration-day"}
_GAP = re.compile(r"[\s\u00a0\u202f]?-?")
_NUMBER = re.compile(r"[\d\s.,\u00a0\u202f]+")


@lru_cache(maxsize=1)
def unit_names() -> dict[str, str]:
    """Return every form of a unit, in lower case, with the unit's name in CLDR.

    Names and signs are those of Unicode's CLDR, through Babel.
    """
    from babel import Locale
    from babel.units import format_unit

    names: dict[str, str] = {}
    for locale in _LOCALES:
        for unit in map(str, Locale.parse(locale).unit_display_names):
            if unit.split("-")[0] not in _FAMILIES or unit.endswith("-person"):
                continue
            for length in _LENGTHS:
                for count in _COUNTS:
                    written = format_unit(count, unit, length, locale=locale)
                    form = _NUMBER.sub(" ", written, count=1).strip().casefold()
                    if form not in _NOT_UNITS and (
                        len(form) > 1 or form in "mg" or not form.isascii()
                    ):
                        names.setdefault(form, _SAME.get(unit, unit))
    return names | _SAID


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    forms = sorted(unit_names(), key=len, reverse=True)
    return re.compile(
        "|".join(
            re.escape(form) + (r"(?![^\W\d_])" if form[-1].isascii() else "") for form in forms
        )
    )


def unit_at(text: str, place: int) -> tuple[str, int]:
    """Return the unit that a number ending at a place is followed by, and where the unit ends.

    Both empty, and the place itself, where none follows.
    """
    begin = _GAP.match(text, place).end()  # type: ignore[union-attr]
    lower = text.lower()
    match = _pattern().match(lower if len(lower) == len(text) else text, begin)
    return (unit_names()[match.group()], match.end()) if match else ("", place)


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
    folded = same_length_without_accents(text)
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
            int(signs_value(_part(match, name) or "0", known)) for name in ("day", "month", "year")
        )
        if month <= 12 and day <= 31:
            yield Quantity("date", match.group(), *match.span(), day=day, month=month, year=year)
