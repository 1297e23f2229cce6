"""What Spanish questions ask for, what answers them, and how they lean on what was said."""

import re

from footnote.retrieval.languages.base import NEVER, FollowUps, Kind, Names, Questions, words
from footnote.retrieval.languages.spanish.vocabulary import MONTHS

_LARGER = (
    "veinti\\w+ treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento\\w* "
    "doscient[oa]s trescient[oa]s cuatrocient[oa]s quinient[oa]s seiscient[oa]s setecient[oa]s "
    "ochocient[oa]s novecient[oa]s mil miles mill[oó]n(?:es)? docenas? mitad tercio cuarta doble "
    "triple primer[oa]? segund[oa] tercer[oa]?"
).split()
_SMALL = "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince".split()
_NUMBER = "|".join([*_SMALL, "diecis[eé]is", "dieci\\w+", "veinte", *_LARGER])
_DAY_NAMES = "lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo"
_MEASURE = (
    "numero|porcentaje|proporcion|cantidad|precio|coste|costo|cifra|edad|altura|longitud|tasa"
    "|superficie|distancia|poblacion|tamano|peso|velocidad|temperatura|capacidad|duracion|area"
)

QUESTIONS = Questions(
    asks={
        Kind.AGE: re.compile(
            r"\b(?:que|cual es su) edad\b|\bcuantos anos (?:tiene|tenia|cumpl\w+)\b"
        ),
        Kind.DURATION: re.compile(
            r"\bcuanto (?:tiempo|dur[aoe]\w*|tard\w+)\b|\bcuantos? (?:anos|meses|dias) dur\w+"
        ),
        Kind.YEAR: re.compile(r"\b(?:que|cual)\s+(?:fue\s+el\s+)?ano\b"),
        Kind.NUMBER: re.compile(
            rf"\bcuant[oa]s?\b|\bque\s+(?:\w+\s+)?(?:{_MEASURE})\b"
            rf"|\bcual\s+(?:es|fue|era|sera)\s+(?:el|la)\s+(?:{_MEASURE})\b"
        ),
        Kind.DATE: re.compile(
            r"^\W*(?:(?:y|e|pero|entonces|desde|hasta|para)\s+)?cuando\b"
            r"|[¿,]\s*(?:desde\s+|hasta\s+)?cuando\b|\b(?:que|cual)\s+(?:es\s+la\s+)?(?:fecha|dia|mes)\b"
        ),
        Kind.NAME: re.compile(
            r"^\W*(?:(?:y|e|pero)\s+)?(?:(?:a|de|con|por|para)\s+)?quien(?:es)?\b"
            r"|[¿,]\s*(?:(?:a|de|con|por|para)\s+)?quien(?:es)?\b"
        ),
    },
    says={
        Kind.AGE: re.compile(
            r"\ba[nñ]os?\b|\bmeses\b|\bedad\b|\bnaci[oóde]\w*|\bcumpl\w+|,\s*\d{1,3}[,.]|\bsiglos?\b"
            r"|\((?:\d{1,3})\)",
            re.IGNORECASE,
        ),
        Kind.DURATION: re.compile(
            r"\b(?:segundo|minuto|hora|d[ií]a|noche|semana|mes|mese|a[nñ]o|d[eé]cada|siglo|temporada)s?\b"
            r"|\b(?:desde|hasta|siempre|durante|permanente\w*)\b|\bvidas?\b"
            r"|\d\s*(?:km|cm|m|metros|kil[oó]metros|millas|pies)\b|\d\s*(?:–|-|a)\s*\d",
            re.IGNORECASE,
        ),
        Kind.YEAR: re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)"),
        Kind.NUMBER: re.compile(rf"\d|\b(?:{_NUMBER})\b", re.IGNORECASE),
        Kind.DATE: re.compile(
            rf"\d|\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b|\b(?:{_DAY_NAMES})\b"
            r"|\b(?:hoy|ayer|ma[nñ]ana|noche|tarde|mediod[ií]a|medianoche|siglo|d[eé]cada|a[nñ]os?"
            r"|primavera|verano|oto[nñ]o|invierno|semana|antes|despu[eé]s|desde|hasta|durante)\b",
            re.IGNORECASE,
        ),
        Kind.NAME: re.compile(
            r"(?<!^)(?<![.!?¿¡]\s)(?<![¿¡])\b[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-öø-ÿ]|^\W*[A-ZÀ-ÖØ-Þ]\w+\s+(?:de\s+)?[A-ZÀ-ÖØ-Þ]\w+|\b[A-Z]{2,}\b"
        ),
    },
    spoken_of=frozenset(),
    asking=NEVER,
)

NAMES = Names(
    run=re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s+(?:de\s+(?:la\s+)?)?[A-ZÀ-Þ][\w’'-]+)*"),
    openers=words(
        "y e pero o a de en con por para desde hasta qué que quién quien quiénes cuál cual "
        "cuáles cuándo cuando cuánto cuánta cuántos cuántas dónde donde cómo como el la los "
        "las un una es fue ha han había hay son se su sus no sí"
    ),
)

FOLLOW_UPS = FollowUps(
    points=re.compile(
        r"\b(?:él|ella|ellos|ellas|ello|su|sus|suy[oa]s?|eso|ésos?|ésas?|esto|aquello|allí|allá"
        r"|ahí|entonces|lo mismo|(?:ese|esa|esos|esas|dich[oa]s?)(?=\s))\b",
        re.IGNORECASE,
    ),
    fragment=re.compile(
        r"^\W*(?:y|e|pero|o|también|además|qué tal|por qué|y eso|quién más|qué más|cómo así)\b",
        re.IGNORECASE,
    ),
    whole=re.compile(r"\b(?:el|la|los|las|un|una|del|al)\s+(?!que\b)\w{3,}", re.IGNORECASE),
)
