"""How Spanish questions speak of time."""

import re

from footnote.retrieval.languages.base import DAY, MONTH, QUARTER, WEEK, YEAR, TimeWords, any_of
from footnote.retrieval.languages.spanish.vocabulary import MONTHS, NUMBERS, WEEKDAYS

_UNITS = {"dia": DAY, "semana": WEEK, "findesemana": WEEK, "mes": MONTH, "ano": YEAR} | {
    "dias": DAY,
    "semanas": WEEK,
    "meses": MONTH,
    "anos": YEAR,
    "trimestre": QUARTER,
}
_TRIMESTERS = {
    f"{name}trimestre": number
    for number, names in enumerate(
        (("primer", "1er"), ("segundo", "2o"), ("tercer", "3er"), ("cuarto", "ultimo")), 1
    )
    for name in names
} | {"primersemestre": 5, "segundosemestre": 6, "ultimosemestre": 6}
_MONTHS = {name: month for name, month in MONTHS.items() if name != "mar"}
"""Without the one that is the sea."""

_NUMBERS = NUMBERS | {"un": 1, "una": 1}

TIME = TimeWords(
    symbols=(
        ("z", r"anteayer|antes\s+de\s+ayer", 0),
        ("y", r"ayer|anoche", 0),
        ("d", r"hoy(?!\s+en\s+dia)|esta\s+(?:noche|tarde|manana)", 0),
        (
            "Q",
            r"(?:primer|segundo|tercer|cuarto|ultimo|1er|2o|3er)\s+(?:trimestre|semestre)"
            r"(?=,?\s+(?:del?\s+)?(?:este|ano|(?:19|20)\d\d))",
            _TRIMESTERS,
        ),
        (
            "_",
            r"el(?=\s+(?:19|20|\d|pasado|mes|ano|ultimo|primer|segundo|tercer|cuarto))|l[ao]s?|"
            r"ano(?=\s+(?:19|20)\d\d)|mes\s+de|(?:principios|mediados|finales|fines)\s+del?|"
            r"unos|unas",
            0,
        ),
        ("T", r"est[ea](?:\s+mism[oa])?|en\s+curso|actual", 0),
        ("L", r"pasad[oa]s?|anterior", 0),
        ("P", r"ultim[oa]s?|proxim[oa]s?", 0),
        ("K", r"primero(?=\s+de)", 1),
        ("U", r"fin\s+de\s+semana|dias?|semanas?|mes(?:es)?|anos?|trimestre", _UNITS),
        ("M", any_of(_MONTHS), _MONTHS),
        ("W", any_of(WEEKDAYS), WEEKDAYS),
        ("N", any_of(_NUMBERS), _NUMBERS),
        ("h", r"hace", 0),
        ("i", r"en|durante|el", 0),
        ("s", r"desde|a\s+partir\s+del?", 0),
        ("a", r"despues\s+del?|tras|posterior\s+a", 0),
        ("b", r"antes\s+del?", 0),
        ("f", r"entre", 0),
        ("o", r"del?", 0),
        ("H", r"hasta(?:\s+el)?", 0),
        ("t", r"al?", 0),
        ("&", r"y|e", 0),
    ),
    newest=re.compile(
        r"\b(?:lo\s+[uú]ltimo|m[aá]s\s+(?:reciente|nuev[oa])s?|recient(?:es?|emente)"
        r"|[uú]ltimas?\s+(?:noticias?|novedad(?:es)?|informaci[oó]n|versi[oó]n)"
        r"|(?:las|los)\s+[uú]ltim[oa]s|actual(?:es|mente)?|ahora|hoy\s+en\s+d[ií]a"
        r"|hasta\s+la\s+fecha|en\s+este\s+momento)\b",
        re.IGNORECASE,
    ),
    planned=re.compile(
        r"\b(?:va(?:n)?\s+a|previst[oa]s?|pr[oó]xim[oa]s?|planea\w*|programad[oa]s?"
        r"|\w{3,}(?:r[aá]|r[aá]n))\b",
        re.IGNORECASE,
    ),
    counted=re.compile(
        r"\s*(?:%|(?:kilo|centi|mili)?metros?|millas?|km|m|kg|toneladas?|litros?|dolares|euros?"
        r"|pesos?|caracteres|palabras?|personas?|puntos?|paginas?|plazas?|asientos?|horas?"
        r"|minutos?|veces|por\s+ciento)\b"
    ),
    dated=re.compile(
        r"(?:\b(?:en|desde|durante|antes\s+del?|despues\s+del?|tras|hasta|entre|el|ano|anos|del"
        rf"|{any_of(_MONTHS)})|\b(?:decada|mundial|copa|juegos|elecciones|temporada|verano"
        r"|invierno|otono|primavera|navidad)(?:\s+del?)?|(?:19|20)\d\d\s*(?:y|e|a|o|[-–—]))[\s,]*$"
        rf"|\b(?:{any_of(_MONTHS)})\s+de\s+$"
    ),
    numbered=re.compile(
        r"\b(?:sala|habitacion|error|codigo|rfc|iso|puerto|pagina|vuelo|modelo|numero|num|norma|ley"
        r"|linea|ruta|canal|version|casa|edificio|parte|limite\s+de)[\s.:-]*$"
    ),
    things=re.compile(r"\s+(?!(?:los|las|mas|tras|es|sus)\b)[a-z]{4,}s\b"),
    loose=re.compile(r"(?:^|[^\w\s]\s*|\b(?:de|a|y|o|que|es|fue|[a-z]{2,3}))\s*$"),
    bare_months=False,
    cased=False,
    figures={
        "E": r"(?:decada\s+de|anos)\s+(?:los\s+)?(?:19|20)\d0",
        "K": r"\d{1,2}º",
    },
)
