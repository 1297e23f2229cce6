"""What Esperanto statements are held against a passage by."""

import re

from footnote.retrieval.languages.base import any_of, words
from footnote.retrieval.languages.statements import (
    DAY_OF_MONTH,
    YEAR_OF_DATE,
    Measures,
    NumberWords,
    RelativeDays,
    Statements,
)
from tests.support.esperanto.vocabulary import MONTHS, WEEKDAYS
from tests.support.esperanto.vocabulary import NUMBERS as CARDINALS

NUMBERS = NumberWords(
    values=CARDINALS,
    ordinals={"unua": 1, "dua": 2, "tria": 3},
    added=frozenset(),
    alone=words("unu"),
    link="kaj",
    months=MONTHS,
    weekdays=WEEKDAYS,
    date=re.compile(
        rf"\b(?P<day1>{DAY_OF_MONTH})-an?\s+de\s+(?P<month1>{any_of(MONTHS)})\b"
        rf"(?:\s+(?P<year1>{YEAR_OF_DATE})\b)?"
        rf"|\b(?P<month2>{any_of(MONTHS)})\s+(?P<year2>{YEAR_OF_DATE})\b",
        re.IGNORECASE,
    ),
    capitals=False,
    shortest=4,
    opening=frozenset(),
    also_words=frozenset(),
)

MEASURES = Measures(
    scales={"milionoj": 1e6},
    of="da",
    attached={},
    signs={},
    percent=r"elcentoj\b",
    ordinal="-a",
    shares="duono",
    currencies={"euro": "eŭroj"},
    locales=("eo",),
    also_said={"kilogramoj": "mass-kilogram"},
    not_units=frozenset(),
)

DAYS = RelativeDays(
    named={"hieraŭ": ("day", -1), "morgaŭ": ("day", 1)},
    counted=re.compile(
        rf"\bantaŭ (?P<which>(?!))?(?P<unit>(?!))?(?P<count>\d{{1,3}}|{any_of(CARDINALS)}) "
        r"(?P<back>tago|semajno|jaro)jn?\b"
    ),
    which={},
    units={"tago": "day", "semajno": "week", "jaro": "year"},
    nowadays=words("hodiaŭ"),
    last=re.compile(r"\bpasinta\s\Z"),
)

STATEMENTS = Statements(
    not_names=words("la kaj en"),
    links=frozenset(),
    titles=words("urbestro"),
    shared=frozenset(),
    articles=words("la"),
    joining=words("kaj sed"),
    leaning=r"(?:ĝi|tio|tamen)\b",
    orders=(r"\bignoru\b.{0,20}\binstrukciojn\b",),
)
