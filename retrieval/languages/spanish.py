"""Spanish: question words, what answers them, follow-ups, refusals."""

import re

from retrieval.languages.words import FollowUps, Kind, LanguageWords, Phrases

ABBREVIATIONS = "ee ej pág págs núms máx mín tel avda dña dto lic ing excmo excma aprox ntra"
"""Words, in lower case and without their stop, whose stop never ends a sentence."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("enero", "ene"),
            ("febrero", "feb"),
            ("marzo", "mar"),
            ("abril", "abr"),
            ("mayo",),
            ("junio", "jun"),
            ("julio", "jul"),
            ("agosto", "ago"),
            ("septiembre", "setiembre", "sept"),
            ("octubre", "oct"),
            ("noviembre", "nov"),
            ("diciembre", "dic"),
        ),
        start=1,
    )
    for name in names
}
"""Month names and abbreviations in lower case to 1…12."""

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
    )
}
"""Weekday names without accents to 0 (Monday) … 6 (Sunday)."""

NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
            "quince dieciseis diecisiete dieciocho diecinueve veinte"
        ).split()
    )
}
"""Number words without accents up to twenty."""

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

WORDS = LanguageWords(
    asks={
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
    follow_ups=FollowUps(
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
        openers=frozenset(
            (
                "y e pero o a de en con por para desde hasta qué que quién quien quiénes cuál "
                "cual cuáles cuándo cuando cuánto cuánta cuántos cuántas dónde donde cómo como el "
                "la los las un una es fue ha han había hay son se su sus no sí"
            ).split()
        ),
    ),
    stop=frozenset(
        (
            "a al algo ante aquel como con cual cuales cuando cuanta cuantas cuanto cuantos de "
            "del desde donde dos e el ella ellas ello ellos en entre era eran es esa esas ese eso "
            "esos esta estaba estas este esto estos está están fue fueron ha haber había habían "
            "han hasta hay la las le les lo los más me mi mis muy no nos o para pero por porque "
            "qué que quien quienes quién quiénes se ser si sin sobre son su sus también te tiene "
            "tienen tu un una unas uno unos y ya cuál cuáles cuándo cuánta cuántas cuánto cuántos "
            "cómo dónde"
        ).split()
    ),
)

PHRASES = Phrases(
    opening="Los artículos no responden a esto",
    joint=": ",
    stop=".",
    lacking={
        Kind.NUMBER: "ningún pasaje cercano a la pregunta da un número",
        Kind.YEAR: "ningún pasaje cercano a la pregunta da un año",
        Kind.DATE: "ningún pasaje cercano a la pregunta da una fecha",
        Kind.NAME: "ningún pasaje cercano a la pregunta nombra a nadie",
    },
    nothing_matches="ningún artículo de la biblioteca corresponde a la pregunta y sus filtros",
    not_close="ningún pasaje se acerca lo bastante a la pregunta",
    closest="Lo más cercano en la biblioteca: ",
    title="«{}»",
    between="; ",
)
