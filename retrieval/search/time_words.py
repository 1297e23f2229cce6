"""How English, Spanish and Chinese say what `time_expressions` reads, as tables of symbols.

Symbols: d today, y yesterday, z the day before; T this, L last, P past (reaching back to today), U
a unit (its days), R a named year (how many back), M month, W weekday, Q quarter (5 and 6: halves),
N number, K day of a month; i in or on, o of, s since, a after, b before, H until, f from or
between, t to, & and, A ago and v before (both behind what they speak of), h ago (before it),
c since (behind it); "_" is read past. What is in no table is a word and keeps symbols apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from footnote.retrieval.languages.base import NEVER
from footnote.retrieval.languages.chinese import vocabulary as chinese
from footnote.retrieval.languages.english.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS
from footnote.retrieval.languages.spanish import vocabulary as spanish

DAY, WEEK, MONTH, QUARTER, YEAR = 1, 7, 30, 91, 365
"""What units are told by: about the days they have."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of one language, in lower case and without accents.

    `symbols` are patterns in the order they are tried, with what a match stands for: its value,
    or a table from its words (without spaces and dots) to theirs. `newest` and `planned` are looked
    for in the question as written.

    Four digits are a year unless what stands around them says that they count or name something.
    The first that matches decides: `counted` behind them (no), `dated` before them (yes),
    `numbered` before them (no), `things` behind them (no); with none, `loose` before them must
    match. `bare_months` says that a month needs no word before it, `cased` that
    these five look at capitals and accents.
    """

    symbols: tuple[tuple[str, str, int | Mapping[str, int]], ...]
    newest: re.Pattern[str]
    planned: re.Pattern[str]
    counted: re.Pattern[str]
    numbered: re.Pattern[str]
    dated: re.Pattern[str] = NEVER
    things: re.Pattern[str] = NEVER
    loose: re.Pattern[str] = re.compile("")
    bare_months: bool = False
    cased: bool = False


def _any(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


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
_ENGLISH_UNITS = {"day": DAY, "week": WEEK, "weekend": WEEK, "month": MONTH, "year": YEAR} | {
    "quarter": QUARTER
}
_EVENTS = (
    "cup|olympics|paralympics|games|elections?|euros?|eurovision|championships?|finals?|season"
    "|spring|summer|autumn|fall|winter|census|budget|war|crisis|tour|festival|expo|awards?"
    "|christmas|easter|edition"
)

ENGLISH = TimeWords(
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
        ("U", rf"(?:{_any(_ENGLISH_UNITS)})s?", _ENGLISH_UNITS),
        ("M", rf"(?:{_any(MONTHS)})\.?", MONTHS),
        ("W", _any(WEEKDAYS), WEEKDAYS),
        ("N", _any(NUMBER_WORDS), NUMBER_WORDS),
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
        rf"|mid|late|around|circa|{_any(MONTHS)})|\bquarter(?:\s+of)?|\bhalf\s+of|\bq[1-4]|\d(?:st"
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
    cased=True,
)

_SPANISH_UNITS = {"dia": DAY, "semana": WEEK, "findesemana": WEEK, "mes": MONTH, "ano": YEAR} | {
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
_SPANISH_MONTHS = {name: month for name, month in spanish.MONTHS.items() if name != "mar"}
"""Without the one that is the sea."""

_SPANISH_NUMBERS = spanish.NUMBERS | {"un": 1, "una": 1}

SPANISH = TimeWords(
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
        ("U", r"fin\s+de\s+semana|dias?|semanas?|mes(?:es)?|anos?|trimestre", _SPANISH_UNITS),
        ("M", _any(_SPANISH_MONTHS), _SPANISH_MONTHS),
        ("W", _any(spanish.WEEKDAYS), spanish.WEEKDAYS),
        ("N", _any(_SPANISH_NUMBERS), _SPANISH_NUMBERS),
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
        rf"|{_any(_SPANISH_MONTHS)})|\b(?:decada|mundial|copa|juegos|elecciones|temporada|verano"
        r"|invierno|otono|primavera|navidad)(?:\s+del?)?|(?:19|20)\d\d\s*(?:y|e|a|o|[-–—]))[\s,]*$"
        rf"|\b(?:{_any(_SPANISH_MONTHS)})\s+de\s+$"
    ),
    numbered=re.compile(
        r"\b(?:sala|habitacion|error|codigo|rfc|iso|puerto|pagina|vuelo|modelo|numero|num|norma|ley"
        r"|linea|ruta|canal|version|casa|edificio|parte|limite\s+de)[\s.:-]*$"
    ),
    things=re.compile(r"\s+(?!(?:los|las|mas|tras|es|sus)\b)[a-z]{4,}s\b"),
    loose=re.compile(r"(?:^|[^\w\s]\s*|\b(?:de|a|y|o|que|es|fue|[a-z]{2,3}))\s*$"),
)

_CHINESE_UNITS = {"天": DAY, "日": DAY, "月": MONTH, "年": YEAR, "季度": QUARTER} | dict.fromkeys(
    ("周", "週", "星期", "礼拜", "周末"), WEEK
)
_CHINESE_UNITS |= {f"个{name}": days for name, days in _CHINESE_UNITS.items()}
_CHINESE_NUMBERS = {
    text: value
    for value, text in enumerate(
        f"{tens}{ones}" or "零"
        for tens in ("", "十", *(f"{ten}十" for ten in "二三四五六七八九"))
        for ones in ("", *"一二三四五六七八九")
    )
} | {"两": 2, "几": chinese.NUMERALS["几"], "一十": 10}
_NUMERAL = _any(_CHINESE_NUMBERS)
_CHINESE_MONTHS = {f"{name}月": value for name, value in _CHINESE_NUMBERS.items() if 0 < value < 13}
_CHINESE_MONTHS |= {f"{number}月": number for number in range(1, 13)}
_CHINESE_MONTHS |= {f"0{number}月": number for number in range(1, 10)}
_CHINESE_DAYS = {
    f"{name}{end}": value
    for name, value in (_CHINESE_NUMBERS | {str(day): day for day in range(1, 32)}).items()
    for end in "日号"
    if 0 < value < 32
}
_CHINESE_QUARTERS = {
    f"{opening}{name}季度": number
    for number, name in enumerate("一二三四", 1)
    for opening in ("第", "")
} | {"上半年": 5, "下半年": 6, "q1": 1, "q2": 2, "q3": 3, "q4": 4}
_YEARS_BACK = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}

CHINESE = TimeWords(
    symbols=(
        ("z", "前天|前日", 0),
        ("y", "昨天|昨日|昨晚|昨夜", 0),
        ("d", "今天|今日|今晚|今早|今晨", 0),
        (".", "目前|年前(?!后)|前后", 0),
        ("R", "|".join(_YEARS_BACK), _YEARS_BACK),
        ("Q", _any(_CHINESE_QUARTERS), _CHINESE_QUARTERS),
        ("T", "本|这一?(?=个?(?:月|周|週|星期|礼拜|季度))", 0),
        ("L", "上一?(?=个?(?:月|周|週|星期|礼拜|季度))", 0),
        ("P", "最近|过去|近|这", 0),
        (
            "M",
            f"(?:{_any(_CHINESE_MONTHS)})(?!亮)份?",
            _CHINESE_MONTHS | {f"{name}份": value for name, value in _CHINESE_MONTHS.items()},
        ),
        ("K", _any(_CHINESE_DAYS), _CHINESE_DAYS),
        ("N", rf"(?:{_NUMERAL})(?=个?(?:天|日|周|週|星期|礼拜|月|年))", _CHINESE_NUMBERS),
        ("U", _any(_CHINESE_UNITS), _CHINESE_UNITS),
        ("v", "之前|以前|前", 0),
        ("c", "以来|之后|以后|后|起|开始", 0),
        ("t", "到|至|—+|~|～|和|与", 0),
        ("_", "的|，|、", 0),
    ),
    newest=re.compile(r"最新|最近|目前|现在|当前|如今|至今|迄今|近来|近期|眼下"),
    planned=re.compile(r"将|会(?!议|员|长)|计划|预计|打算|明年|下个?月"),
    counted=re.compile(
        r"个|米|公里|千米|字|元|块|人(?!民)|次|名|件|万|吨|度|页|平方|瓦|秒|分钟|小时|美元"
    ),
    numbered=re.compile(r"(?:错误|代码|编号|房间|端口|型号|标准|第|号码|[A-Za-z]{2,})[\s码号]*$"),
    bare_months=True,
)
