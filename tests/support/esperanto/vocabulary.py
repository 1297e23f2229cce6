"""Esperanto months, weekdays and numbers as values, stop words, abbreviations."""

import re

from footnote.retrieval.languages.base import NEVER, Abbreviations, Detection, SearchWords, words

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "januaro februaro marto aprilo majo junio julio augusto septembro oktobro novembro "
            "decembro"
        ).split(),
        start=1,
    )
}
WEEKDAYS = {
    name: number
    for number, name in enumerate("lundo mardo merkredo jaudo vendredo sabato dimanco".split())
}
NUMBERS = {
    name: number
    for number, name in enumerate("nul unu du tri kvar kvin ses sep ok nau dek".split())
} | {"cent": 100, "mil": 1000}

DETECTION = Detection(
    function_words=words(
        "la kaj estas estis kiu kio kiam kiom kie kial ĉu oni ĝi ŝi li ili en de al por per sed ke "
        "antaŭ post dum ĝis el"
    ),
    script=NEVER,
    marks=re.compile("[ĉĝĥĵŝŭĈĜĤĴŜŬ]"),
    question=NEVER,
)

_STOP = words("kaj estas estis kiu kio kiam kiom kie kial ĉu oni ĝi ŝi ili al por ke dum ĝis el")

SEARCH = SearchWords(
    stop=_STOP | {"la", "en", "de", "li"},
    stop_everywhere=_STOP,
    noise=NEVER,
    endings=("ojn", "oj", "on"),
    numbered=words("majo post"),
)

ABBREVIATIONS = Abbreviations(
    titles=words("s-ro s-ino ktp"),
    before_number=words("paĝ"),
    either_way=frozenset(),
    roles=frozenset(),
    starters=words("la ĝi"),
)
