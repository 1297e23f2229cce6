"""How English questions speak of time."""

import re

from footnote.retrieval.languages.base import DAY, MONTH, QUARTER, WEEK, YEAR, TimeWords, any_of
from footnote.retrieval.languages.english.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS

_FIRSTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTERS = (
    {f"{name}quarter": number for name, number in _FIRSTS.items()}
    | {f"{number}{end}quarter": number for number, end in enumerate(("st", "nd", "rd", "th"), 1)}
    | {
        "firsthalf": 5,
        "secondhalf": 6,
        "1sthalf": 5,
        "2ndhalf": 6,
        "h1": 5,
        "h2": 6,
        "1h": 5,
        "2h": 6,
    }
    | {f"q{number}": number for number in range(1, 5)}
    | {f"{number}q": number for number in range(1, 5)}
)
_UNITS = {
    f"{name}{plural}": days
    for name, days in {
        "day": DAY,
        "week": WEEK,
        "weekend": WEEK,
        "month": MONTH,
        "quarter": QUARTER,
        "year": YEAR,
    }.items()
    for plural in ("", "s")
}
_EVENTS = (
    "cup|olympics|paralympics|games|elections?|euros?|eurovision|championships?|finals?|season"
    "|spring|summer|autumn|fall|winter|census|budget|war|crisis|tour|festival|expo|awards?"
    "|christmas|easter|edition"
)

TIME = TimeWords(
    symbols=(
        ("d", r"today|tonight|this\s+(?:morning|afternoon|evening)", 0),
        ("y", r"yesterday|last\s+night", 0),
        (
            "Q",
            r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?:quarter|half)"
            r"(?=,?\s+(?:of\s+)?(?:the\s+year|this|last|(?:19|20)\d\d))|q[1-4]|[1-4]q|h[12]|[12]h",
            _QUARTERS,
        ),
        (
            "_",
            r"the|early|mid|late|later|(?:beginning|start|middle|end|course|month|year)\s+of"
            r"(?=\s)|year(?=\s+(?:19|20)\d\d)",
            0,
        ),
        ("T", r"this|current", 0),
        ("L", r"last|previous", 0),
        ("P", r"(?:this\s+)?past|next", 0),
        ("N", r"an?(?=\s+(?:day|week|month|quarter|year)\b)", 1),
        ("U", any_of(_UNITS), _UNITS),
        ("M", rf"(?:{any_of(MONTHS)})\.?", MONTHS),
        ("W", any_of(WEEKDAYS), WEEKDAYS),
        ("N", any_of(NUMBER_WORDS), NUMBER_WORDS),
        ("i", r"in|during|on|over|within|throughout", 0),
        ("o", r"of", 0),
        ("s", r"since|starting", 0),
        ("a", r"after|later\s+than|following", 0),
        ("b", r"before|prior\s+to|earlier\s+than", 0),
        ("H", r"until|till|up\s+to", 0),
        ("f", r"from|between", 0),
        ("t", r"to|through", 0),
        ("&", r"and", 0),
        ("A", r"ago", 0),
    ),
    newest=re.compile(
        r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|current(?:ly)?|now|nowadays|so far"
        r"|these days|at the moment|to date)\b",
        re.IGNORECASE,
    ),
    planned=re.compile(
        r"\b(?:will|going to|set to|due|(?:up)?coming|next|planned|scheduled|expected)\b",
        re.IGNORECASE,
    ),
    counted=re.compile(
        r"\s*-?(?:%|(?:kilo|centi|milli)?met(?:er|re)s?|miles?|k?m|feet|foot|ft|inch(?:es)?|k?g|tons?"
        r"|tonnes?|pounds?|lbs?|litres?|liters?|dollars?|euros?|usd|eur|percent|per|characters?"
        r"|words?|people|seats?|pages?|points?|calories|volts?|watts?|hz|rpm|[kmgt]b|bytes?|hours?"
        r"|minutes?|seconds?|times|years|bc|or\s+more|or\s+fewer)\b",
        re.IGNORECASE,
    ),
    dated=re.compile(
        r"(?:\b(?:in|since|during|before|after|until|till|by|from|between|throughout|the|year|early"
        rf"|mid|late|around|circa|{any_of(MONTHS)})|\bquarter(?:\s+of)?|\bhalf\s+of|\bq[1-4]|\d(?:st"
        rf"|nd|rd|th)?|\b(?:19|20)\d\d\s*(?:and|or|to|[-–—])|\b(?:{_EVENTS}))[\s,.-]*$",
        re.IGNORECASE,
    ),
    numbered=re.compile(
        r"(?:\b(?:[A-Z]{2,}|(?i:room|error|code|codes|rfc|iso|port|page|flight|model|part|number|no"
        r"|nr|issue|bug|ticket|building|house|line|bus|route|channel|section|article|rule|version"
        r"|build|release|id|case|form|level|lot|plot|unit|type|exactly|only|about|over|than|least"
        r"|most|nearly|almost|with|costs?|limit\s+of))|#)[\s.:-]*$"
    ),
    things=re.compile(
        r"\s+(?!(?:was|is|has|does|his|this|its|as|us|across|versus|always|perhaps)\b)[a-z]{3,}s\b"
    ),
    loose=re.compile(
        r"(?:^|[^\w\s]\s*|['’]s\s|\b(?:which|many|of|to|and|or|is|was|were|are|did|has|had|does|a|an|for|how|what|why"
        r"|who|when|on|at|this|that|[A-Z]\w*[a-z]\w*)[\s-]+)$"
    ),
    bare_months=False,
    cased=True,
    figures={
        "E": r"(?:19|20)\d0[’']?s",
        "S": r"[’'‘]\d\d(?![\w])",
        "K": r"\d{1,2}(?:st|nd|rd|th)",
    },
)
