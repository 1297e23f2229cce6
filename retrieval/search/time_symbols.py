"""A question as symbols of time, one a word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from footnote.retrieval.languages import lexicons, without_accents
from footnote.retrieval.languages.base import TimeWords, either
from footnote.retrieval.search.time_scope import meant_year, one_day

_DIGITS = {
    "D": r"(?:19|20)\d\d-\d\d?-\d\d?(?!\d)|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)",
    "G": r"(?:19|20)\d\d/(?:0[1-9]|1[0-2])(?![/\d])|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![/\d])",
    "E": "",
    "C": "",
    "Y": r"(?:19|20)\d\d(?![\d%€£]|[.,]\d|-?[a-z_])",
    "S": "",
    "K": "",
    "N": r"\d{1,3}(?![\d%€£]|[.,]\d|[a-z_])",
}
"""What stands for a symbol in digits, in the order tried, beside each language's `figures`."""

_GUARD = r"(?<![a-z0-9_.,$€£#/@])(?:(?<![a-z]-)|(?<=mid-))"
"""What may not stand before digits that speak of time: they are a part of a longer name or sum."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question as symbols: one character a word, and what each stands for."""

    text: str
    symbols: str
    values: tuple[int, ...]
    words: TimeWords
    as_of: date

    def find(self, pattern: str) -> re.Match[str] | None:
        """Return where symbols stand that a pattern describes."""
        return re.search(pattern, self.symbols)

    def value(self, symbol: str, match: re.Match[str], group: str | int = 0) -> int | None:
        """Return what the first such symbol within a match stands for, None where none is."""
        place = self.symbols.find(symbol, match.start(group), match.end(group))
        return None if place < 0 else self.values[place]

    def meant_year(self, month: int, day: int = 1) -> int:
        """Return the year of a day that is named without one: one to come where that is planned."""
        planned = self.words.planned.search(self.text) is not None
        return meant_year(self.as_of, month, day, planned=planned)


def read_symbols(question: str, words: TimeWords) -> tuple[str, tuple[int, ...]]:
    """Return the symbols of a question's words and what each stands for.

    Beside those of `TimeWords`: D a day (its ordinal), G a month with its year (months since year
    0), Y a year, S a short one ('22), E a decade (its first year).
    """
    folded = without_accents(question)
    written = question if words.cased and len(question) == len(folded) else folded
    symbols, values = [], []
    tables = [table for _, _, table in words.symbols]
    for match in _lexer(words).finditer(folded):
        name = match.lastgroup or ""
        if name.startswith("w"):
            number = int(name[1:])
            symbol, table = words.symbols[number][0], tables[number]
            value = table if isinstance(table, int) else _looked_up(table, match.group())
        else:
            symbol, value = name, _number(name, match.group())
        if symbol == "Y" and not _is_year(written[: match.start()], written[match.end() :], words):
            symbol = "."
        if symbol == "N" and match.group().isdigit() and _counts(written[match.end() :], words):
            symbol = "."
        if symbol != "_":
            symbols.append("E" if symbol == "C" else symbol)
            values.append(value)
    return "".join(symbols), tuple(values)


@lru_cache
def _compiled(symbols: tuple[tuple[str, str], ...], *, spaced: bool) -> re.Pattern[str]:
    digits = "|".join(f"(?P<{name}>{_figures(name)})" for name in _DIGITS)
    edge = r"\b" if spaced else ""
    words = "|".join(
        f"(?P<w{number}>{edge}(?:{pattern})(?:{edge}|(?<=\\.)))"
        for number, (_, pattern) in enumerate(symbols)
    )
    other = r"(?P<t>[-–—])|(?P<O>\w+|[^\w\s,])" if spaced else r"(?P<t>[-–])|(?P<O>[a-z]+|\S)"
    return re.compile(f"{words}|{_GUARD}(?:{digits})|{other}")


def _figures(name: str) -> str:
    return either([*(each.time.figures.get(name, "") for each in lexicons.LEXICONS), _DIGITS[name]])


def _lexer(words: TimeWords) -> re.Pattern[str]:
    patterns = tuple((symbol, pattern) for symbol, pattern, _ in words.symbols)
    return _compiled(patterns, spaced=not words.bare_months)


def _looked_up(table: Mapping[str, int], text: str) -> int:
    return table[re.sub(r"[\s.]", "", text)]


def _number(symbol: str, text: str) -> int:
    """Return what digits stand for: days as ordinals, months with a year as months since year 0."""
    numbers = [int(found) for found in re.findall(r"\d+", text)]
    if symbol == "D":
        year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
        scope = one_day(year, month, day)
        return scope.since.toordinal() if scope is not None and scope.since else 0
    if symbol == "G":
        year, month = numbers if numbers[0] > 12 else reversed(numbers)
        return year * 12 + month - 1
    if symbol == "C":
        return (numbers[0] - 1) * 100 + numbers[1]
    return numbers[0] if numbers else 0


def _is_year(front: str, behind: str, words: TimeWords) -> bool:
    """Tell a year from a number of things or a name's number, by what stands around it."""
    if words.counted.match(behind):
        return False
    if words.dated.search(front):
        return True
    if words.numbered.search(front) or words.things.match(behind):
        return False
    return words.loose.search(front) is not None


def _counts(behind: str, words: TimeWords) -> bool:
    """Tell a number of things by what stands behind it; days and weeks are none."""
    unit = next(pattern for symbol, pattern, _ in words.symbols if symbol == "U")
    if re.match(rf"\s*(?:{unit})(?![a-z])", behind, re.IGNORECASE):
        return False
    return words.things.match(behind) is not None or words.counted.match(behind) is not None
