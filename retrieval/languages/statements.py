"""What a statement is held against a passage by: tables of numbers, days, units and names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

DAY_OF_MONTH = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR_OF_DATE = r"(?:1[0-9]{3}|20[0-9]{2})"


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Numbers and dates as the words of a language, in lower case and without accents.

    `values` are cardinals: hundreds and more multiply what stands before them, but those of `added`
    do not; `link` may stand between them, `alone` are too often no numbers by themselves. `months`
    and `weekdays` (0 is Monday) that stand alone need a capital where the language has `capitals`
    for them, at least `shortest` letters, and are none of `opening` at the beginning of a text;
    `also_words` need a capital in a `date`, too, which has groups `month`, `day` and `year`, each
    with a number behind it for the ways of writing.
    """

    values: Mapping[str, int]
    ordinals: Mapping[str, int]
    added: frozenset[str]
    alone: frozenset[str]
    link: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    date: re.Pattern[str]
    capitals: bool
    shortest: int
    opening: frozenset[str]
    also_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """Numbers written as signs: `digits`, `steps` within a section, `sections` of four places.

    `date` has groups as `NumberWords.date`; `percent` has its value in the group `value`. Those of
    `no_number` say too little alone.
    """

    digits: Mapping[str, int]
    steps: Mapping[str, int]
    sections: Mapping[str, int]
    date: re.Pattern[str]
    percent: re.Pattern[str]
    no_number: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measures:
    """What stands behind a figure, in a text of any language.

    `scales` multiply it behind a space (and `of` may follow), `attached` without one, `signs` one
    behind another. `percent` and `ordinal` are patterns, `shares` one of words for parts and
    multiples. `currencies` have the forms of each. Units have the names of Unicode's CLDR in
    `locales`, and those `also_said`, less the `not_units`.
    """

    scales: Mapping[str, float]
    of: str
    attached: Mapping[str, float]
    signs: Mapping[str, float]
    percent: str
    ordinal: str
    shares: str
    currencies: Mapping[str, str]
    locales: tuple[str, ...]
    also_said: Mapping[str, str]
    not_units: frozenset[str]


@dataclass(frozen=True, slots=True)
class RelativeDays:
    """Times counted from today: a unit (day, week, month, year) and how many of it from now.

    `counted` has groups `which` and `unit`, or `count` and `back`, for what `which` and `units`
    tell. `nowadays` also mean these days in general. `last` stands before a month of the past.
    """

    named: Mapping[str, tuple[str, int]]
    counted: re.Pattern[str]
    which: Mapping[str, int]
    units: Mapping[str, str]
    nowadays: frozenset[str]
    last: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Statements:
    """Words of statements that are no names, that say nothing, or that give orders.

    `not_names` never begin or end a name, `links` stand within one, `titles` before it. That two
    statements have `shared` words does not show that they tell of one thing. `articles`, and
    `joining` words at the beginning, do not count in a quotation. `leaning` begins what stands for
    something said before. `orders` are given to whoever writes an answer.
    """

    not_names: frozenset[str]
    links: frozenset[str]
    titles: frozenset[str]
    shared: frozenset[str]
    articles: frozenset[str]
    joining: frozenset[str]
    leaning: str
    orders: tuple[str, ...]
