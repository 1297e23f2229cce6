"""Units of measure in the languages Footnote speaks, so that 70 kilos are never 70 pounds.

Names and signs are those of Unicode's CLDR, through Babel.
"""

import re
from functools import lru_cache
from typing import Literal

from footnote.retrieval.languages import lexicons

_KNOWN = [each.measures for each in lexicons.LEXICONS]
_LOCALES = [locale for each in _KNOWN for locale in each.locales]
_FAMILIES = (
    "area digital duration electric energy frequency length mass power pressure speed temperature "
    "volume"
).split()
_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 5)

_SAID = {form: unit for each in _KNOWN for form, unit in each.also_said.items()}
_NOT_UNITS: frozenset[str] = frozenset().union(*(each.not_units for each in _KNOWN))
_SAME = {"temperature-generic": "angle-degree", "duration-day-person": "duration-day"}
_GAP = re.compile(r"[\s\u00a0\u202f]?-?")
_NUMBER = re.compile(r"[\d\s.,\u00a0\u202f]+")


@lru_cache(maxsize=1)
def unit_names() -> dict[str, str]:
    """Return every form of a unit, in lower case, with the unit's name in CLDR."""
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
