"""What Footnote knows of a language: tables of words and patterns, one folder a language.

Engines hold no words. They ask the lexicon of a text's language, or, where a sentence shows its
words whatever surrounds them (an abbreviation, "hace dos días" in an English text), those of all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from footnote.retrieval.languages.pages import Furniture, Stamps, Walls
from footnote.retrieval.languages.statements import (
    Measures,
    NumberWords,
    RelativeDays,
    Signs,
    Statements,
)


class Language(StrEnum):
    """A language with a lexicon here, or any other."""

    ENGLISH = "en"
    SPANISH = "es"
    CHINESE = "zh"
    OTHER = "other"


class Kind(StrEnum):
    """A kind of answer that can be recognised in a sentence."""

    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    NAME = "name"
    AGE = "age"
    DURATION = "duration"


NEVER = re.compile(r"(?!)")
"""A pattern of what a language has not."""

ANYTHING = re.compile("")
"""A pattern of what cannot be told by the surface, and may stand anywhere."""

DAY, WEEK, MONTH, QUARTER, YEAR = 1, 7, 30, 91, 365
"""What units of time are told by: about the days they have."""


def any_of(names: Mapping[str, object]) -> str:
    """Return a pattern of any of a table's words, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


def either(patterns: Iterable[str]) -> str:
    """Return a pattern of any of several, those left out that are empty."""
    return "|".join(filter(None, patterns)) or NEVER.pattern


def words(text: str) -> frozenset[str]:
    """Return the words of a table that is written as a text."""
    return frozenset(text.split())


def all_words(tables: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the words of several tables as one."""
    return frozenset[str]().union(*tables)


@dataclass(frozen=True, slots=True)
class Detection:
    """What a language is told by.

    Characters of its `script` decide where they outweigh the letters; else `function_words` vote,
    and `marks` of its own, and `question`, which stands at the beginning.
    """

    function_words: frozenset[str]
    script: re.Pattern[str]
    marks: re.Pattern[str]
    question: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What of a question is not worth looking up, and what endings words have.

    `stop` counts in the language's own questions, `stop_everywhere` are those that no other
    language has as a word. `noise` are parts of a question rather than words. `endings` are taken
    off words of any language, the longest that fits; `numbered` are words before a number that make
    no name with it ("May 3").
    """

    stop: frozenset[str]
    stop_everywhere: frozenset[str]
    noise: re.Pattern[str]
    endings: tuple[str, ...]
    numbered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words in lower case, without their stop, whose stop may not end a sentence.

    It never does behind `titles`, not before a number behind `before_number`, only before one of
    `starters` behind `either_way` and behind `roles`, which must have a capital.
    """

    titles: frozenset[str]
    before_number: frozenset[str]
    either_way: frozenset[str]
    roles: frozenset[str]
    starters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a refusal is worded; every value but `nothing_asked` is part of a sentence.

    `opening` begins every refusal, `joint` and `stop` hold it together with its reason. `title`
    has a place for one title, `between` stands between two. `cell` says a cell of a table of its
    `row`, under the `name` of its column, as models read it.
    """

    opening: str
    joint: str
    stop: str
    lacking: Mapping[Kind, str]
    nothing_asked: str
    nothing_matches: str
    not_close: str
    unreadable: str
    closest: str
    title: str
    between: str
    cell: str


@dataclass(frozen=True, slots=True)
class Names:
    """How names look: a `run` of words, less the `openers` that have a capital for coming first."""

    run: re.Pattern[str]
    openers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked for, and what answers it.

    `asks` finds in a question, in lower case and without accents, the kind of answer wanted; the
    first match wins. A match for a kind that is often only `spoken_of` counts where no word that
    is `asking` stands before it. `says` finds such an answer in a sentence as written.
    """

    asks: Mapping[Kind, re.Pattern[str]]
    says: Mapping[Kind, re.Pattern[str]]
    spoken_of: frozenset[Kind]
    asking: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Roles:
    """How somebody is asked for by a role, and stands beside it ("harbour master Odile Brandt").

    `asks` has the role in its group `role`; its first noun ends where `of` begins. `not_held` are
    looks behind at what stands before a role that somebody else holds; `being` joins a name to one.
    """

    asks: re.Pattern[str]
    of: re.Pattern[str]
    not_held: str
    being: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What betrays a follow-up where a question may leave its subject out.

    It `points` at something said, or is a `fragment` by its beginning. A question of few words is a
    follow-up as well unless it is `whole`: it brings a noun of its own.
    """

    points: re.Pattern[str]
    fragment: re.Pattern[str]
    whole: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Pronouns:
    """What betrays a follow-up where every question has a subject, and how its pronoun is replaced.

    `persons` and `things` are pronouns, `named` those a name can take the place of unless they are
    `impersonal` with what follows. Of things, one with words after it counts only at the
    beginning or behind those of `only_behind`, where it has some, and never behind `never_behind`.
    `possessives`, and `possessives_before_words`, take a name in the form `of_name`. `fragments`
    begin what leaves most out, `joins` only join a question to what was said; behind them, and not
    `about` something, a `whole` one stands alone. `asks_about` begins questions about what they
    name, `asks_for` those whose answer is what they are about ("which ferry sank").
    """

    persons: re.Pattern[str]
    things: re.Pattern[str]
    only_behind: Mapping[str, frozenset[str]]
    never_behind: Mapping[str, frozenset[str]]
    named: re.Pattern[str]
    impersonal: re.Pattern[str]
    possessives: frozenset[str]
    possessives_before_words: frozenset[str]
    of_name: str
    fragments: re.Pattern[str]
    joins: re.Pattern[str]
    whole: re.Pattern[str]
    about: re.Pattern[str]
    asks_about: re.Pattern[str]
    asks_for: re.Pattern[str]


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


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of one language, in lower case and without accents.

    `symbols` are patterns in the order they are tried, with what a match stands for: its value,
    or a table from its words (without spaces and dots) to theirs. `newest` and `planned` are looked
    for in the question as written.

    Four digits are a year unless what stands around them says that they count or name something.
    The first that matches decides: `counted` behind them (no), `dated` before them (yes),
    `numbered` before them (no), `things` behind them (no); with none, `loose` before them must
    match. `bare_months` says that a month needs no word before it, `cased` that
    these five look at capitals and accents.
    """

    symbols: tuple[tuple[str, str, int | Mapping[str, int]], ...]
    newest: re.Pattern[str]
    planned: re.Pattern[str]
    counted: re.Pattern[str]
    numbered: re.Pattern[str]
    figures: Mapping[str, str]
    dated: re.Pattern[str]
    things: re.Pattern[str]
    loose: re.Pattern[str]
    bare_months: bool
    cased: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All that is known of a language; no table may be left out, but it may be empty."""

    language: Language
    detection: Detection
    search: SearchWords
    abbreviations: Abbreviations
    names: Names
    questions: Questions
    roles: Roles | None
    follow_ups: FollowUps | Pronouns
    time: TimeWords
    talk: Talk
    phrases: Phrases
    numbers: NumberWords
    signs: Signs | None
    measures: Measures
    days: RelativeDays
    statements: Statements
    furniture: Furniture
    stamps: Stamps
    walls: Walls
