"""Days that are counted from today: "yesterday" means another day in every article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from footnote.retrieval.languages.cjk import has_cjk
from footnote.retrieval.languages.english.vocabulary import NUMBER_WORDS
from footnote.retrieval.verification.quantities import Quantity

_EN_WHICH = {"this": 0, "last": -1, "next": 1}
_EN_UNITS = {"week": "week", "weekend": "week", "month": "month", "year": "year"}
_WORDS = {
    "yesterday": ("day", -1),
    "today": ("day", 0),
    "tonight": ("day", 0),
    "tomorrow": ("day", 1),
    "ayer": ("day", -1),
    "anoche": ("day", -1),
    "hoy": ("day", 0),
    "esta semana": ("week", 0),
    "la semana pasada": ("week", -1),
    "este mes": ("month", 0),
    "el mes pasado": ("month", -1),
    "el próximo mes": ("month", 1),
    "la próxima semana": ("week", 1),
    "este año": ("year", 0),
    "el año pasado": ("year", -1),
    "el próximo año": ("year", 1),
    "昨天": ("day", -1),
    "昨晚": ("day", -1),
    "昨日": ("day", -1),
    "今天": ("day", 0),
    "今晚": ("day", 0),
    "今日": ("day", 0),
    "明天": ("day", 1),
    "前天": ("day", -2),
    "后天": ("day", 2),
    "上周": ("week", -1),
    "本周": ("week", 0),
    "这周": ("week", 0),
    "下周": ("week", 1),
    "上个月": ("month", -1),
    "本月": ("month", 0),
    "下个月": ("month", 1),
    "去年": ("year", -1),
    "今年": ("year", 0),
    "明年": ("year", 1),
}
_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNTED = re.compile(
    rf"\b(?P<which>this|last|next) (?P<unit>week(?:end)?|month|year)\b"
    rf"|\b(?P<count>\d{{1,3}}|a|{_NUMBER}) (?P<back>day|week|month|year)s? ago\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    "|".join(
        word if has_cjk(word) else rf"\b{word}\b" for word in sorted(_WORDS, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«„「『][^“”\"«»„「」『』]*[”\"»“」』]")
_LAST = re.compile(r"\blast\s\Z", re.IGNORECASE)
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
    for match in _COUNTED.finditer(bare):
        if match["which"]:
            unit = _EN_UNITS[match["unit"].lower()]
            yield RelativeDay(match.group(), unit, _EN_WHICH[match["which"].lower()])
        else:
            count = match["count"].lower()
            number = int(count) if count.isdigit() else NUMBER_WORDS.get(count, 1)
            if number < 1_000:
                yield RelativeDay(match.group(), match["back"].lower(), -number)


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
                earliest = -12 if _LAST.search(text, 0, quantity.start) else -6
                if earliest <= months <= 6:
                    yield Quantity(
                        *("date", quantity.text, 0, 0),
                        day=quantity.day,
                        month=quantity.month,
                        year=year,
                    )


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
