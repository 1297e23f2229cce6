"""What Esperanto questions ask for, what answers them, and how they lean on what was said."""

import re

from footnote.retrieval.languages.base import (
    NEVER,
    FollowUps,
    Kind,
    Names,
    Questions,
    Roles,
    any_of,
    words,
)
from tests.support.esperanto.vocabulary import MONTHS, NUMBERS

QUESTIONS = Questions(
    asks={
        Kind.AGE: re.compile(r"\bkiom\s+(?:aga|jara)\b"),
        Kind.DURATION: re.compile(r"\bkiom\s+longe\b"),
        Kind.YEAR: re.compile(r"\bkiu\s+jaro\b|\bkiujare\b"),
        Kind.NUMBER: re.compile(r"\bkiom\b"),
        Kind.DATE: re.compile(r"\bkiam\b"),
        Kind.NAME: re.compile(r"^\W*(?:kaj\s+)?kiu\b"),
    },
    says={
        Kind.AGE: re.compile(r"\bjar"),
        Kind.DURATION: re.compile(r"\b(?:tag|hor|jar)"),
        Kind.YEAR: re.compile(r"\b(?:19|20)\d\d\b"),
        Kind.NUMBER: re.compile(rf"\d|\b(?:{any_of(NUMBERS)})\b"),
        Kind.DATE: re.compile(rf"\d|\b(?:{any_of(MONTHS)})\b"),
        Kind.NAME: re.compile(r"(?<!^)\b[A-Z]\w+"),
    },
    spoken_of=frozenset(),
    asking=NEVER,
)

NAMES = Names(
    run=re.compile(r"[A-ZĈĜĤĴŜŬ][\w-]+(?:\s+(?:de\s+)?[A-ZĈĜĤĴŜŬ][\w-]+)*"),
    openers=words("kiu kiam kiom kie kaj la ĉu"),
)

ROLES = Roles(
    asks=re.compile(r"^\W*kiu\s+estas\s+(?:la\s+)?(?P<role>[^?]+?)\s*\??$", re.IGNORECASE),
    of=re.compile(r"\s+de\s+"),
    not_held="(?<!vic)",
    being="estas|igxis",
)

FOLLOW_UPS = FollowUps(
    points=re.compile(r"\b(?:ŝi|li|ĝi|ili|tio)\b", re.IGNORECASE),
    fragment=re.compile(r"^\W*(?:kaj|sed|kial)\b", re.IGNORECASE),
    whole=re.compile(r"\bla\s+\w{3,}", re.IGNORECASE),
)
