"""What Spanish statements are held against a passage by."""

import re

from footnote.retrieval.languages.base import NEVER, any_of, words
from footnote.retrieval.languages.spanish.vocabulary import MONTHS, WEEKDAYS
from footnote.retrieval.languages.spanish.vocabulary import NUMBERS as SMALL_NUMBERS
from footnote.retrieval.languages.statements import (
    DAY_OF_MONTH,
    YEAR_OF_DATE,
    Measures,
    NumberWords,
    RelativeDays,
    Statements,
)

_MONTH = any_of(MONTHS)
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
).split()
_CARDINALS: dict[str, int] = (
    {word: value for word, value in SMALL_NUMBERS.items() if word != "uno"}
    | {f"veinti{word}": 20 + value for word, value in SMALL_NUMBERS.items() if 0 < value < 10}
    | {"veintiun": 21}
    | {word: 30 + 10 * index for index, word in enumerate(_TENS)}
    | {
        f"{word}{ending}": 200 + 100 * index
        for index, word in enumerate(_HUNDREDS)
        for ending in ("os", "as")
    }
    | {"cien": 100, "ciento": 100, "mil": 1_000, "millon": 10**6, "millones": 10**6}
    | {"billon": 10**12, "billones": 10**12, "docena": 12, "docenas": 12}
)
"""Without "uno", which is an article far more often."""

_ORDINALS = (
    "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo"
).split()

NUMBERS = NumberWords(
    values=_CARDINALS,
    ordinals={
        f"{word[:-1]}{ending}": number
        for number, word in enumerate(_ORDINALS, start=1)
        for ending in ("o", "a", "os", "as")
        if f"{word[:-1]}{ending}" != "segundos"
    }
    | {"primer": 1, "tercer": 3},
    added=frozenset({"cien", "ciento"}),
    alone=frozenset(),
    link="y",
    months=MONTHS,
    weekdays=WEEKDAYS,
    date=re.compile(
        rf"""\b(?P<month1>{_MONTH})\b\.?\s+(?P<day1>{DAY_OF_MONTH})(?![\w.]?\d)\b
          (?!\s*(?:%|por\ ciento))(?:,?\s+(?P<year1>{YEAR_OF_DATE})\b)?
        | \b(?P<day2>{DAY_OF_MONTH})(?:º|o)?\s+(?:de(?:l)?\s+)?
          (?P<month2>{_MONTH})\b\.?(?:,?\s+(?:de(?:l)?\s+)?(?P<year2>{YEAR_OF_DATE})\b)?
        | \b(?P<month3>{_MONTH})\b\.?,?\s+(?:de(?:l)?\s+)?(?P<year3>{YEAR_OF_DATE})\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    capitals=False,
    shortest=4,
    opening=frozenset(),
    also_words=frozenset(),
)

MEASURES = Measures(
    scales={"mil": 1e3, "millon": 1e6, "millones": 1e6, "billones": 1e12},
    of="de",
    attached={},
    signs={},
    percent=r"por\ ciento\b",
    ordinal="[ºª]",
    shares="mitad|doble|tercio",
    currencies={
        "dollar": "dólar dólares",
        "yen": "yenes",
        "yuan": "yuanes",
        "franc": "franco francos",
        "crown": "corona coronas",
        "ruble": "rublo rublos",
        "cent": "céntimo céntimos centavos",
        "peso": "pesos",
    },
    locales=("es",),
    also_said={},
    not_units=frozenset(),
)

DAYS = RelativeDays(
    named={
        "ayer": ("day", -1),
        "anoche": ("day", -1),
        "hoy": ("day", 0),
        "esta semana": ("week", 0),
        "la semana pasada": ("week", -1),
        "este mes": ("month", 0),
        "el mes pasado": ("month", -1),
        "el próximo mes": ("month", 1),
        "la próxima semana": ("week", 1),
        "este año": ("year", 0),
        "el año pasado": ("year", -1),
        "el próximo año": ("year", 1),
    },
    counted=NEVER,
    which={},
    units={},
    nowadays=frozenset({"hoy"}),
    last=NEVER,
)

STATEMENTS = Statements(
    not_names=words(
        "el la los las un una en por para con según cuando como si su sus no se es al del y o "
        "pero también este esta estos estas ese esa hay fue son era desde hasta entre tras sin "
        "sobre"
    )
    | frozenset(MONTHS)
    | frozenset(SMALL_NUMBERS),
    links=words("de del la al"),
    titles=frozenset(),
    shared=frozenset(),
    articles=words("el la los las un una"),
    joining=words("y pero también"),
    leaning=r"(?:él|ella|ellos|ellas|ello|esto|eso|estos|esos|estas|esas|su|sus|ambos|ambas"
    r"|sin embargo|pero|en cambio|por eso|por otro lado)\b",
    orders=(
        r"\b(?:ignor[ae]|olvid[ae]|omit[ae]|descart[ae]|no hagas? caso)\b.{0,40}"
        r"\b(?:instrucciones|reglas|indicaciones|todo lo anterior)\b",
        r"\A\W*(?:sistema|asistente)(?: (?:message|prompt))?\s*(?:\]|\]?\s*[:：])",
        r"\b(?:modelos? de lenguaje|IA)\b.{0,40}"
        r"\bdeben? (?:decir|responder|añadir|afirmar|mencionar)"
        r"|\bsi eres (?:una? )?(?:inteligencia artificial|IA\b|modelo|asistente)",
        r"\b(?:dile|diles|diga|informa|informe)\s+(?:siempre\s+)?(?:al?|a los|a la) "
        r"(?:usuari|lector|quien)|(?:\A\W*|,\s*)(?:responda|conteste)\s+(?:siempre\s+|solo\s+)?que\b",
    ),
)
