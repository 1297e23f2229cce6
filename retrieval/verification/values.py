"""Values of a text in their units, and whether one says at least what another does."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import all_words


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
