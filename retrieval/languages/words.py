"""What Footnote knows of a language: a table of patterns and phrases, one module a language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A kind of answer that can be recognised in a sentence."""

    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    NAME = "name"
    AGE = "age"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a refusal is worded; every value is part of a sentence of its language.

    `opening` begins every refusal, `joint` and `stop` hold it together with its reason. `title`
    has a place for one title, `between` stands between two.
    """

    opening: str
    joint: str
    stop: str
    lacking: Mapping[Kind, str]
    nothing_matches: str
    not_close: str
    unreadable: str
    closest: str
    title: str
    between: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What betrays a follow-up: `points` at something said, or `fragment` at the beginning.

    Both languages leave out a subject that was named before, so a question of few words is a
    follow-up as well unless it is `whole`: it brings a noun of its own. `openers` are words that
    have a capital only because they come first.
    """

    points: re.Pattern[str]
    fragment: re.Pattern[str]
    whole: re.Pattern[str]
    openers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of one language beside English.

    `asks` finds in a question, its accents folded, the kind of answer wanted, the first match
    winning; `says` finds such an answer in a sentence. `noise` are parts of a question that are
    not worth looking up.
    """

    asks: Mapping[Kind, re.Pattern[str]]
    says: Mapping[Kind, re.Pattern[str]]
    follow_ups: FollowUps
    stop: frozenset[str] = frozenset()
    noise: re.Pattern[str] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Talk:
    """The words of greetings, thanks and talk about oneself that people put around a question.

    Words are in lower case, without accents. `marks` give talk away, `persons` are who talks and
    to whom, `fillers` are what else talk is made of, `times` are fillers that may also narrow a
    question. `asks` begin what is asked, and so does `whether` behind one of `reports`, or `helps`
    behind one of `marks`; words that are `skipped` may stand between. `ends` may stand behind what
    is asked. `token` cuts a text into words.
    """

    token: re.Pattern[str]
    marks: frozenset[str]
    persons: frozenset[str]
    fillers: frozenset[str]
    times: frozenset[str]
    asks: frozenset[str]
    helps: frozenset[str]
    whether: frozenset[str]
    reports: frozenset[str]
    skipped: frozenset[str]
    ends: frozenset[str]
