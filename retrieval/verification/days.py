"""Days that are counted from today: "yesterday" means another day in every article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from footnote.retrieval.languages import Lexicon, lexicons
from footnote.retrieval.languages.cjk import has_cjk
from footnote.retrieval.verification.quantities import Quantity

_WORDS = {word: told for each in lexicons.LEXICONS for word, told in each.days.named.items()}
_NAMED = re.compile(
    "|".join(
        word if has_cjk(word) else rf"\b{word}\b" for word in sorted(_WORDS, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«„「『][^“”\"«»„「」『』]*[”\"»“」』]")
_DAY_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """A time counted from some today: so many `unit`s after it, or before where negative."""

    text: str
    unit: str
    offset: int

    def seen_from(self, today: date) -> tuple[str, date]:
        """Return the unit and the first day of the time that is meant on a day."""
        if self.unit == "day":
            return self.unit, today + self.offset * _DAY_BEFORE
        if self.unit == "week":
            monday = today - today.weekday() * _DAY_BEFORE
            return self.unit, monday + 7 * self.offset * _DAY_BEFORE
        months = today.year * 12 + today.month - 1
        months += self.offset * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        return self.unit, date(year, 1 if self.unit == "year" else month + 1, 1)


def relative_days(text: str) -> Iterator[RelativeDay]:
    """Yield the relative times of a text, those in quotation marks left out."""
    bare = _QUOTED.sub(" ", text)
    for match in _NAMED.finditer(bare):
        yield RelativeDay(match.group(), *_WORDS[match.group().lower()])
    for lexicon in lexicons.LEXICONS:
        for match in lexicon.days.counted.finditer(bare):
            yield from _counted(match, lexicon)


def _counted(match: re.Match[str], lexicon: Lexicon) -> Iterator[RelativeDay]:
    days = lexicon.days
    if match["which"]:
        unit = days.units[match["unit"].lower()]
        yield RelativeDay(match.group(), unit, days.which[match["which"].lower()])
        return
    count = match["count"].lower()
    number = int(count) if count.isdigit() else lexicon.numbers.values.get(count, 1)
    if number < 1_000:
        yield RelativeDay(match.group(), days.units[match["back"].lower()], -number)


def resolved(text: str, stated: tuple[Quantity, ...], published: date) -> Iterator[Quantity]:
    """Yield the dates that a text names by relation to the day it was published.

    A weekday may be the one before or after, a day of the year lies within half a year, and "last
    August" within the year before.
    """
    for day in relative_days(text):
        unit, first = day.seen_from(published)
        if unit != "week":
            yield _as_quantity(first, unit)
    for quantity in stated:
        if quantity.kind == "weekday":
            for distance in range(-7, 8):
                near = published + distance * _DAY_BEFORE
                if near.weekday() == quantity.value:
                    yield _as_quantity(near, "day")
        elif quantity.kind == "date" and quantity.month and not quantity.year:
            for year in (published.year - 1, published.year, published.year + 1):
                months = (year - published.year) * 12 + quantity.month - published.month
                earliest = -12 if _is_past(text, quantity.start) else -6
                if earliest <= months <= 6:
                    yield Quantity(
                        *("date", quantity.text, 0, 0),
                        day=quantity.day,
                        month=quantity.month,
                        year=year,
                    )


def _is_past(text: str, place: int) -> bool:
    """Tell whether a word before a place says that the last one is meant."""
    return any(each.days.last.search(text, 0, place) for each in lexicons.LEXICONS)


def dated(day: date) -> Quantity:
    """Return a day as a quantity."""
    return _as_quantity(day, "day")


def _as_quantity(first: date, unit: str) -> Quantity:
    return Quantity(
        "date",
        first.isoformat(),
        0,
        0,
        day=first.day if unit == "day" else 0,
        month=first.month if unit != "year" else 0,
        year=first.year,
    )
