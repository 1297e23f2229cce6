"""What kind of thing a question asks for, and whether a sentence carries one.

The kinds follow the coarse classes of Li and Roth, "Learning Question Classifiers" (COLING 2002),
reduced to those a surface pattern tells reliably. A question whose kind cannot be told expects
nothing, and every sentence passes.
"""

import re

from footnote.retrieval.languages import (
    Kind,
    Language,
    clear_language,
    language_of,
    lexicon_of,
    without_accents,
)
from footnote.retrieval.languages.english.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS
from footnote.retrieval.search.stems import question_stems, stems

__all__ = ["Kind", "carries", "expected_kind", "may_answer"]

_NUMBER_QUESTION = re.compile(
    r"\bhow\s+(?:many|much|tall|far|big|large|high|deep|heavy|often|fast)\b"
    r"|\bwhat\s+(?:\w+\s+)?(?:number|percentage|percent|proportion|share|amount|price|cost|figure)\b"
    r"|\bhow\s+\w+\s+(?:percent|people|times)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:several|dozens|hundreds|thousands|millions|billions|half|halves|quarters?|thirds?"
    r"|couple|majority|minority)\b",
    re.IGNORECASE,
)
_AGE_QUESTION = re.compile(
    r"\bhow\s+old\b|\b(?:what|which)\s+age\b(?!\s+(?:group|range))", re.IGNORECASE
)
_DURATION_QUESTION = re.compile(
    r"\bhow\s+long\b|\b(?:in|within)\s+(?:what|which)\s+time\b", re.IGNORECASE
)
_YEAR_QUESTION = re.compile(r"\b(?:what|which)\s+year\b", re.IGNORECASE)
_DATE_QUESTION = re.compile(
    r"^\W*(?:\w+\W+){0,3}?when\s+(?:will|did|does|do|is|are|was|were|has|have|had|can|should|would)\b"
    r"|\b(?:what|which)\s+(?:date|day|month)\b|\b(?:on|since|until|by)\s+(?:what|which)\s+day\b",
    re.IGNORECASE,
)
_NAME_QUESTION = re.compile(
    r"^\W*(?:(?:and|but|so|then)\s+)?(?:who|whose|whom)\b|\bby\s+whom\b", re.IGNORECASE
)

_SENTENCE_END = re.compile(r"[.?!]\s")
_QUESTION_WORD = re.compile(r"\b(?:how|what|which|who|whom|whose|why|when|where)\b", re.IGNORECASE)

_YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\b(?:noon|midnight|morning|evening|night|today|tomorrow|yesterday)\b", re.I)
_PERIOD = re.compile(
    r"\b(?:after|before|until|since|during|last|next|this|every|each)\s+\w+"
    r"|\b(?:spring|summer|autumn|winter|century|decade|weekend|daily|weekly|monthly)\b"
    r"|\b(?:when|whenever|while|once)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ][\w’'-]*|\b[A-Z]{2,}\b")
_AGE = re.compile(
    r"\b(?:year|month|week|day)s?\b|\byear-olds?\b|\baged?\b|\bborn\b|\bbirthday\b"
    r"|\b(?:at|am|is|are|was|were)\s+(?:only\s+|just\s+|now\s+)?\d{1,3}(?=[,;]|\.(?!\d)|\s+(?:and|but|when)\b|$)"
    r"|,\s*(?:now\s+)?\d{1,3}(?=[,;]|\.(?!\d))|\(\d{1,3}\)|\bturn(?:s|ed|ing)?\s+\d"
    r"|\b(?:teens|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|\d0s)\b|\b(?:centur(?:y|ies)|decades?)\b"
    r"|\b(?:built|founded|dates?|dated|dating|1\d{3}|20\d{2})\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:second|minute|hour|day|night|week|weekend|month|year|decade|season|term|generation"
    r"|lifetime)s?\b|\bcentur(?:y|ies)\b|\b(?:life|since|until|till|forever|permanent(?:ly)?"
    r"|overnight|indefinite(?:ly)?|1\d{3}|20\d{2})\b|\bfrom\s+\S+\s+to\b|\d\s*(?:–|-|to)\s*\d"
    r"|\d[\s-]*(?:met(?:re|er)s?|kilomet(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|km|cm|mm|m|ft)\b",
    re.IGNORECASE,
)
_RESTATED = 0.8
"""Share of a question's content words in a sentence that says the same as the question."""

_TELLING = 5
"""Fewer content words are too easily shared by chance."""

_LEADING_NAME = re.compile(r"^\W*[A-ZÀ-ÖØ-Þ][\w’'-]+\s+[A-ZÀ-ÖØ-Þ][\w’'-]+")


def expected_kind(question: str) -> Kind | None:
    """Return the kind of answer a question asks for, or None where it cannot be told."""
    language = language_of(question)
    if language is not Language.ENGLISH:
        return _expected_in(language, question)
    if _YEAR_QUESTION.search(question):
        return Kind.YEAR
    for kind, asking in ((Kind.AGE, _AGE_QUESTION), (Kind.DURATION, _DURATION_QUESTION)):
        if (asked := asking.search(question)) and not _asks_otherwise(question, asked):
            return kind
    if (number := _NUMBER_QUESTION.search(question)) and not _asks_otherwise(question, number):
        return Kind.NUMBER
    if _DATE_QUESTION.search(question):
        return Kind.DATE
    if _NAME_QUESTION.search(question):
        return Kind.NAME
    return None


def _asks_otherwise(question: str, number: re.Match[str]) -> bool:
    """Tell whether a number is only spoken of: "How was it decided how many come?".

    An earlier question before it, as in a conversation, asks for itself.
    """
    opening = _SENTENCE_END.split(question[: number.start()])[-1]
    return _QUESTION_WORD.search(opening) is not None


def _expected_in(language: Language, question: str) -> Kind | None:
    lexicon = lexicon_of(language)
    known = lexicon.questions if lexicon else None
    folded = without_accents(question)
    patterns = known.asks.items() if known else ()
    return next((kind for kind, pattern in patterns if pattern.search(folded)), None)


def may_answer(question: str, sentence: str) -> bool:
    """Tell whether a sentence can be the answer to a question, as far as its surface shows.

    A sentence that restates a long question may answer it whatever it carries: "An attorney may
    ask for exemptions …" has no name, and is who may.
    """
    kind = expected_kind(question)
    return kind is None or carries(kind, sentence) or _restates(question, sentence)


def _restates(question: str, sentence: str) -> bool:
    asked = question_stems(question)
    return len(asked) >= _TELLING and len(asked & stems(sentence)) >= _RESTATED * len(asked)


def carries(kind: Kind, sentence: str) -> bool:
    """Tell whether a sentence holds something of the kind asked for.

    In a language whose words are not known here, every sentence may.
    """
    language = clear_language(sentence) or Language.ENGLISH
    if language is not Language.ENGLISH:
        lexicon = lexicon_of(language)
        says = lexicon.questions.says.get(kind) if lexicon and lexicon.questions else None
        return says is None or says.search(sentence) is not None
    words = {word.lower() for word in _WORD.findall(sentence)}
    match kind:
        case Kind.YEAR:
            return _YEAR.search(sentence) is not None
        case Kind.NUMBER:
            return (
                _DIGIT.search(sentence) is not None
                or not words.isdisjoint(NUMBER_WORDS)
                or _AMOUNT.search(sentence) is not None
            )
        case Kind.DATE:
            return (
                _DIGIT.search(sentence) is not None
                or not words.isdisjoint(MONTHS)
                or not words.isdisjoint(WEEKDAYS)
                or _CLOCK.search(sentence) is not None
                or _PERIOD.search(sentence) is not None
            )
        case Kind.AGE:
            return _AGE.search(sentence) is not None
        case Kind.DURATION:
            return _DURATION.search(sentence) is not None
        case Kind.NAME:
            return _NAME.search(sentence) is not None or _LEADING_NAME.search(sentence) is not None
