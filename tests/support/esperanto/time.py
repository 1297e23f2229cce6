"""How Esperanto questions speak of time."""

import re

from footnote.retrieval.languages.base import (
    ANYTHING,
    DAY,
    MONTH,
    NEVER,
    WEEK,
    YEAR,
    TimeWords,
    any_of,
)
from tests.support.esperanto.vocabulary import MONTHS, NUMBERS, WEEKDAYS

_UNITS = {
    f"{name}{ending}": days
    for name, days in {"tago": DAY, "semajno": WEEK, "monato": MONTH, "jaro": YEAR}.items()
    for ending in ("", "n", "j", "jn")
}
_MONTHS = MONTHS | {f"{name}n": month for name, month in MONTHS.items()}

TIME = TimeWords(
    symbols=(
        ("z", r"antauhierau", 0),
        ("y", r"hierau", 0),
        ("d", r"hodiau", 0),
        ("_", r"la", 0),
        ("T", r"ci\s+tiu(?:n)?", 0),
        ("L", r"pasinta(?:n)?", 0),
        ("P", r"lasta(?:j|n|jn)?", 0),
        ("U", any_of(_UNITS), _UNITS),
        ("M", any_of(_MONTHS), _MONTHS),
        ("W", any_of(WEEKDAYS), WEEKDAYS),
        ("N", any_of(NUMBERS), NUMBERS),
        ("h", r"antau(?=\s+\w+\s+(?:tag|semajn|monat|jar))", 0),
        ("b", r"antau", 0),
        ("s", r"ekde", 0),
        ("a", r"post", 0),
        ("f", r"de|inter", 0),
        ("t", r"gis", 0),
        ("&", r"kaj", 0),
        ("i", r"en|dum", 0),
        ("o", r"de", 0),
    ),
    newest=re.compile(r"\b(?:plej nova|nun|aktuala)\b", re.IGNORECASE),
    planned=re.compile(r"\b\w+os\b"),
    counted=re.compile(r"\s*(?:%|metroj|homoj)"),
    numbered=re.compile(r"\b(?:cambro|eraro)\s*$"),
    figures={"E": r"19\d0aj", "K": r"\d{1,2}-an?"},
    dated=NEVER,
    things=NEVER,
    loose=ANYTHING,
    bare_months=False,
    cased=False,
)
