"""What English statements are held against a passage by."""

import re

from footnote.retrieval.languages.base import any_of, words
from footnote.retrieval.languages.english.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS
from footnote.retrieval.languages.statements import (
    DAY_OF_MONTH,
    YEAR_OF_DATE,
    Measures,
    NumberWords,
    RelativeDays,
    Statements,
)

_MONTH = any_of(MONTHS)

NUMBERS = NumberWords(
    values=NUMBER_WORDS,
    ordinals={
        word: number
        for number, word in enumerate(
            (
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
                "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
                "twentieth"
            ).split(),
            start=1,
        )
    },
    added=frozenset(),
    alone=frozenset({"one"}),
    link="and",
    months=MONTHS,
    weekdays=WEEKDAYS,
    date=re.compile(
        rf"""\b(?P<month1>{_MONTH})\b\.?\s+(?:the\s+)?(?P<day1>{DAY_OF_MONTH})(?:st|nd|rd|th)?
          (?![\w.]?\d)\b(?!\s*(?:%|per\ cent|percent))(?:,?\s+(?P<year1>{YEAR_OF_DATE})\b)?
        | \b(?:the\s+)?(?P<day2>{DAY_OF_MONTH})(?:st|nd|rd|th)?\s+(?:of\s+)?
          (?P<month2>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year2>{YEAR_OF_DATE})\b)?
        | \b(?P<month3>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<year3>{YEAR_OF_DATE})\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    capitals=True,
    shortest=1,
    opening=frozenset({"may", "march"}),
    also_words=words("may march mar dec sep jan sat sun wed"),
)

MEASURES = Measures(
    scales={
        "hundred": 1e2,
        "thousand": 1e3,
        "million": 1e6,
        "billion": 1e9,
        "trillion": 1e12,
        "mn": 1e6,
        "mio": 1e6,
        "bn": 1e9,
    },
    of="",
    attached={"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12},
    signs={},
    percent=r"per\ cent\b|percent\b|percentage\ points?\b",
    ordinal="st|nd|rd|th",
    shares="half|quarter|twice|double[ds]?|triple[ds]?|halve[ds]?",
    currencies={
        "dollar": "$ us$ dollar dollars usd",
        "euro": "€ euro euros eur",
        "pound": "£ gbp",
        "yen": "¥ yen jpy",
        "yuan": "yuan rmb cny",
        "franc": "franc francs",
        "crown": "crown crowns",
        "ruble": "ruble rubles rouble roubles",
        "cent": "cent cents",
        "peso": "peso pesos",
    },
    locales=("en", "en_GB"),
    also_said={
        "kilo": "mass-kilogram",
        "kilos": "mass-kilogram",
        "kph": "speed-kilometer-per-hour",
        "kmh": "speed-kilometer-per-hour",
    },
    not_units=words("in a at as are can"),
)
"""Short forms that are words behind a number far more often are no units."""

DAYS = RelativeDays(
    named={
        "yesterday": ("day", -1),
        "today": ("day", 0),
        "tonight": ("day", 0),
        "tomorrow": ("day", 1),
    },
    counted=re.compile(
        r"\b(?P<which>this|last|next) (?P<unit>week(?:end)?|month|year)\b"
        rf"|\b(?P<count>\d{{1,3}}|a|{any_of(NUMBER_WORDS)}) (?P<back>day|week|month|year)s? ago\b",
        re.IGNORECASE,
    ),
    which={"this": 0, "last": -1, "next": 1},
    units={name: name for name in ("day", "week", "month", "year")} | {"weekend": "week"},
    nowadays=frozenset({"today"}),
    last=re.compile(r"\blast\s\Z", re.IGNORECASE),
)

_ORDER = r"(?:\A\W*|[,;:—]\s*|\b(?:please|just|always|instead|then|so)\s+)"
"""Where a verb is an order; behind "to" or a subject it describes."""

_MODEL = r"(?:AIs?|LLMs?|chatbots?|language models?|AI (?:assistants?|models?|systems?|readers?))"

STATEMENTS = Statements(
    not_names=words(
        "a about above after again all also although an and any are as at be because before "
        "below between both but by can could did do does during each every few for from had has "
        "have he her here his how however i if in into is it its just may might more most must "
        "my neither no nor not of on once one only or other our out over own per rather same "
        "shall she should since so some still such than that the their then there these they "
        "this those though through thus to today tomorrow tonight too under until up upon was "
        "we were what when where whether which while who whom whose why will with within "
        "without would yes yesterday yet you your according despite instead meanwhile mr mrs ms "
        "dr sir miss unlike later earlier use run see first next finally"
    )
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(NUMBER_WORDS),
    links=words("of de van von der den la le al bin the for du da di &"),
    titles=words(
        "president captain mayor professor minister chancellor senator judge general colonel "
        "king queen prince princess bishop pope director chairman secretary inspector sergeant "
        "doctor father sister brother chief councillor governor prime lord lady officer"
    ),
    shared=words(
        "a an and are as at be been by did do does for from had has have he her his how in is "
        "it its many much of on or she so that the their there they this to was were what when "
        "where which who whom whose why will with would"
    ),
    articles=words("a an the"),
    joining=words("and but also however so then"),
    leaning=r"(?:he|she|it|they|this|that|these|those|his|her|hers|its|their|such|both|however|but"
    r"|instead|by contrast|in contrast|on the other hand|meanwhile|otherwise|then|so|therefore)\b",
    orders=(
        # Rules lifted: "Ignore all previous instructions", "reveal the system prompt".
        _ORDER + r"(?:ignore|disregard|forget|bypass|override|set aside|stop following)\b.{0,40}\b"
        r"(?:instructions|guidelines|(?:the|these|your|previous|prior) (?:rules|prompt)|rules above"
        r"|everything above|you were told)",
        r"\byour (?:previous|prior|earlier) (?:instructions|guidelines|rules|prompt)\b"
        r"|\bfrom now on,? (?:your role|cite|answer|reply|say)\b|\bsystem override\b",
        r"\b(?:reveal|print|repeat|encode|append|show)\b.{0,30}"
        r"\b(?:(?:the|your) system prompt|prompt you were|your instructions|this conversation)\b",
        # Messages: "SYSTEM: …".
        r"\A\W*(?:system|assistant)(?: (?:message|prompt))?\s*(?:\]|\]?\s*[:：])"
        r"|\A\W*new (?:instructions|rules)\s*:",
        # The answerer named: "Note to chatbots:", "if you are an AI", "language models must add".
        r"\b(?:notes?|messages?|instructions?|dear|attention)(?: to| for)? (?:all |any |the )?"
        rf"(?:{_MODEL}|assistants?)\s*[:,.]|\A\W*{_MODEL}\s*[:,]",
        rf"\byou(?: are|’re|'re) (?:now )?(?:an? |the )?(?:\w+ ){{0,2}}"
        rf"(?:{_MODEL}|assistant|answerer|DAN)\b",
        rf"\b{_MODEL}\b.{{0,40}}\b(?:must|should|shall|have to)\s+(?:always |also )?"
        r"(?:say|state|answer|reply|add|mention|recommend|describe|call|cite|claim)\b",
        # What to answer: "Answer only with", "tell the user that", "every reply has to".
        _ORDER + r"(?:(?:answer|reply|respond)\s+(?:only|with|exactly|that|in|to (?:readers|users)"
        r"|(?:yes|no) to|(?:any|every) question)|(?:say|claim) (?:in your own words )?that"
        r"|(?:print|write|say) the words?)\b",
        r"(?:\A\W*|[,;:—]\s*|\b(?:please|just|always|and)\s+)(?:tell|inform|assure)\s+"
        r"(?:(?:the|your|all|any|every)\s+)?(?:users?|readers?|humans?|whoever|anyone|everyone)\b",
        r"\bto (?:any|every|all) questions?\b|\b(?:whatever|regardless of) the question\b"
        r"|\bwhatever is asked\b",
        r"\b(?:begin|start|end|finish|append|include|mention|add|repeat|put|praise)\b.{0,60}"
        r"\b(?:your|every|each) (?:answer|reply|response|summary)\b"
        r"|\b(?:your|every|each) (?:answer|reply|response|summary)\b.{0,20}"
        r"\b(?:must|should|has to)\b",
        r"\bwhen (?:you (?:answer|reply|respond)|answering),"
        r"|\b(?:not|never) cite\b|\bcite footnote",
    ),
)
