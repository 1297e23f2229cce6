"""What English questions ask for, what answers them, and how they lean on what was said."""

import re

from footnote.retrieval.languages.base import (
    Kind,
    Names,
    Pronouns,
    Questions,
    Roles,
    any_of,
    words,
)
from footnote.retrieval.languages.english.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS

QUESTIONS = Questions(
    asks={
        Kind.YEAR: re.compile(r"\b(?:what|which)\s+year\b", re.IGNORECASE),
        Kind.AGE: re.compile(
            r"\bhow\s+old\b|\b(?:what|which)\s+age\b(?!\s+(?:group|range))", re.IGNORECASE
        ),
        Kind.DURATION: re.compile(
            r"\bhow\s+long\b|\b(?:in|within)\s+(?:what|which)\s+time\b", re.IGNORECASE
        ),
        Kind.NUMBER: re.compile(
            r"\bhow\s+(?:many|much|tall|far|big|large|high|deep|heavy|often|fast)\b"
            r"|\bwhat\s+(?:\w+\s+)?(?:number|percentage|percent|proportion|share|amount|price|cost|figure)\b"
            r"|\bhow\s+\w+\s+(?:percent|people|times)\b",
            re.IGNORECASE,
        ),
        Kind.DATE: re.compile(
            r"^\W*(?:\w+\W+){0,3}?when\s+(?:will|did|does|do|is|are|was|were|has|have|had|can|should|would)\b"
            r"|\b(?:what|which)\s+(?:date|day|month)\b|\b(?:on|since|until|by)\s+(?:what|which)\s+day\b",
            re.IGNORECASE,
        ),
        Kind.NAME: re.compile(
            r"^\W*(?:(?:and|but|so|then)\s+)?(?:who|whose|whom)\b|\bby\s+whom\b", re.IGNORECASE
        ),
    },
    says={
        Kind.YEAR: re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b"),
        Kind.NUMBER: re.compile(
            rf"\d|(?<![^\W\d_])(?:{any_of(NUMBER_WORDS)})(?![^\W\d_])"
            r"|\b(?:several|dozens|hundreds|thousands|millions|billions|half|halves|quarters?|thirds?"
            r"|couple|majority|minority)\b",
            re.IGNORECASE,
        ),
        Kind.DATE: re.compile(
            rf"\d|(?<![^\W\d_])(?:{any_of(MONTHS)}|{any_of(WEEKDAYS)})(?![^\W\d_])"
            r"|\b(?:noon|midnight|morning|evening|night|today|tomorrow|yesterday)\b"
            r"|\b(?:after|before|until|since|during|last|next|this|every|each)\s+\w+"
            r"|\b(?:spring|summer|autumn|winter|century|decade|weekend|daily|weekly|monthly)\b"
            r"|\b(?:when|whenever|while|once)\b",
            re.IGNORECASE,
        ),
        Kind.NAME: re.compile(
            r"(?<!^)(?<![.!?]\s)\b[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ][\w’'-]*|\b[A-Z]{2,}\b"
            r"|^\W*[A-ZÀ-ÖØ-Þ][\w’'-]+\s+[A-ZÀ-ÖØ-Þ][\w’'-]+"
        ),
        Kind.AGE: re.compile(
            r"\b(?:year|month|week|day)s?\b|\byear-olds?\b|\baged?\b|\bborn\b|\bbirthday\b"
            r"|\b(?:at|am|is|are|was|were)\s+(?:only\s+|just\s+|now\s+)?\d{1,3}(?=[,;]|\.(?!\d)|\s+(?:and|but|when)\b|$)"
            r"|,\s*(?:now\s+)?\d{1,3}(?=[,;]|\.(?!\d))|\(\d{1,3}\)|\bturn(?:s|ed|ing)?\s+\d"
            r"|\b(?:teens|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|\d0s)\b|\b(?:centur(?:y|ies)|decades?)\b"
            r"|\b(?:built|founded|dates?|dated|dating|1\d{3}|20\d{2})\b",
            re.IGNORECASE,
        ),
        Kind.DURATION: re.compile(
            r"\b(?:second|minute|hour|day|night|week|weekend|month|year|decade|season|term|generation"
            r"|lifetime)s?\b|\bcentur(?:y|ies)\b|\b(?:life|since|until|till|forever|permanent(?:ly)?"
            r"|overnight|indefinite(?:ly)?|1\d{3}|20\d{2})\b|\bfrom\s+\S+\s+to\b|\d\s*(?:–|-|to)\s*\d"
            r"|\d[\s-]*(?:met(?:re|er)s?|kilomet(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|km|cm|mm|m|ft)\b",
            re.IGNORECASE,
        ),
    },
    spoken_of=frozenset({Kind.AGE, Kind.DURATION, Kind.NUMBER}),
    asking=re.compile(r"\b(?:how|what|which|who|whom|whose|why|when|where)\b", re.IGNORECASE),
)

NAMES = Names(
    run=re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+(?:(?:of|de|van|von|der|al)\s+)?[A-ZÀ-Þ][\w’'-]+)*"),
    openers=words(
        "and are but can could did do does had has have how if in is of on or so the was were what "
        "when where which who whom whose why will with would yes no there that this they"
    ),
)

ROLES = Roles(
    asks=re.compile(
        r"^\W*(?:and\s+)?who(?:\s+is|\s+was|[’']s)\s+(?:the\s+|a\s+|an\s+|its\s+|their\s+)?"
        r"(?P<role>[^?]{3,80}?)\s*\??\s*$",
        re.IGNORECASE,
    ),
    of=re.compile(r"\s+(?:of|at|for|in|on|from|to)\s+|,\s*", re.IGNORECASE),
    not_held=r"(?<!vice )(?<!vice-)(?<!deputy )(?<!acting )(?<!former )(?<!previous )(?<!\bex-)",
    being="is|was|became",
)

_BE = words("is are was were be been")

FOLLOW_UPS = Pronouns(
    persons=re.compile(r"\b(he|she|him|her|his|hers)\b", re.IGNORECASE),
    things=re.compile(r"it|its|they|them|their|this|that|these|those|there|then"),
    only_behind={
        "that": words(
            "is was are were do does did will can of about after before in on at from to for by "
            "with and but or said say says mean means what how why when who"
        )
    },
    never_behind={"there": _BE},
    named=re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE),
    impersonal=re.compile(r"it (?:take|cost|rain|snow|true|possible|likely|that)\b", re.IGNORECASE),
    possessives=frozenset({"his", "its", "their"}),
    possessives_before_words=frozenset({"her"}),
    of_name="{}’s",
    fragments=re.compile(
        r"^\W*(?:and|but|so|or|also|what about|how about|what else|who else|why|how so|since when"
        r"|y|pero|qué tal)\b",
        re.IGNORECASE,
    ),
    joins=re.compile(r"^\W*(?:and|but|so|or|also)\b\s*", re.IGNORECASE),
    whole=re.compile(
        r"^\W*(?:who|what|when|where|which|why|how|is|are|was|were|did|does|do|will|has|have|can)\b"
        r"(?:\W+\w+){2,}",
        re.IGNORECASE,
    ),
    about=re.compile(r"^\W*(?:what|how) about\b", re.IGNORECASE),
    asks_about=re.compile(
        r"^\W*(?:and\s+)?(?:how|when|where|why|is|are|was|were|did|does|do|will|has|have|had|can)\b",
        re.IGNORECASE,
    ),
    asks_for=re.compile(
        r"^\W*(?:and\s+)?(?:who\b|(?:which|what)\s+\w+\s+(?!(?:did|do|does|has|have|had|is|was|are|were|"
        r"will|can|could|should|would)\b)\w)",
        re.IGNORECASE,
    ),
)
