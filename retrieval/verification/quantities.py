"""Numbers, percentages, amounts, dates and times of a text, as comparable values."""

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.text.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS

_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
} | {word: float(value) for word, value in NUMBER_WORDS.items() if value >= 100}
_ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        range(1, 21),
        strict=True,
    )
)
_CURRENCIES = {
    "$": "dollar",
    "us$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "dollars": "dollar",
    "dollar": "dollar",
    "usd": "dollar",
    "euros": "euro",
    "euro": "euro",
    "eur": "euro",
    "pounds": "pound",
    "pound": "pound",
    "gbp": "pound",
    "yen": "yen",
    "jpy": "yen",
    "francs": "franc",
    "crowns": "crown",
    "rubles": "ruble",
    "roubles": "ruble",
    "cents": "cent",
}
_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DATES = re.compile(
    rf"""\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b
    | \b(?P<dmonth>{_MONTH})\b\.?\s+(?:the\s+)?(?P<dday>{_DAY})(?:st|nd|rd|th)?\b
      (?!\s*(?:%|per\ cent|percent))
      (?:,?\s+(?P<dyear>{_YEAR})\b)?
    | \b(?:the\s+)?(?P<eday>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<emonth>{_MONTH})\b\.?
      (?:,?\s+(?P<eyear>{_YEAR})\b)?
    | \b(?P<mmonth>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<myear>{_YEAR})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMES = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"|\b(?P<hour2>1[0-2]|0?[1-9])\s*(?P<half2>[ap])\.?\s?m\b\.?",
    re.IGNORECASE,
)
_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBERS = re.compile(
    rf"""(?P<currency>us\$|[$€£¥])?\s?
    (?: (?P<figure>\d{{1,3}}(?:[,\u00a0\u202f ’]\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?)
        (?P<suffix>(?:st|nd|rd|th)\b)?
      | \b(?P<words>(?:{_WORD_NUMBER})(?:[\s-]+(?:and\s+)?(?:{_WORD_NUMBER}))*)\b )
    (?:\s?(?P<scale>k|mn|m|bn|b|tn|mio|hundred|thousand|million|billion|trillion)\b)?
    (?:\s?(?P<percent>%|per\ cent\b|percent\b|percentage\ points?\b))?
    (?:\s?-?(?P<unit>dollars?|euros?|pounds?|yen|francs|crowns|rubles|roubles|cents|usd|eur|gbp|jpy)\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b({'|'.join(name for name in WEEKDAYS if len(name) > 3)}|mon|tue|wed|thu|fri)\b\.?",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"(?<![\w-])({_MONTH})\b\.?", re.IGNORECASE)
_HALVES = re.compile(r"\b(half|quarter|twice|double[ds]?|triple[ds]?|halve[ds]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a text; `after` is the first word behind a plain number, for what is counted."""

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    day: int = 0
    month: int = 0
    year: int = 0
    after: str = ""


@lru_cache(maxsize=4_000)
def quantities_of(text: str) -> tuple[Quantity, ...]:  # noqa: C901 - one loop a kind
    """Return the quantities of a text in order; no character belongs to two."""
    found: list[Quantity] = []
    taken = bytearray(len(text))

    def take(quantity: Quantity | None) -> None:
        if quantity and not any(taken[quantity.start : quantity.end]):
            found.append(quantity)
            taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)

    for match in _DATES.finditer(text):
        take(_date(match))
    for match in _TIMES.finditer(text):
        take(_time(match))
    for match in _WEEKDAY.finditer(text):
        if match.group()[0].isupper():
            day = WEEKDAYS[match.group(1).lower()]
            take(Quantity("weekday", match.group(), *match.span(), value=day))
    for match in _MONTH_ALONE.finditer(text):
        take(_month_alone(match))
    for match in _NUMBERS.finditer(text):
        take(_number(match, text))
    for match in _ORDINAL.finditer(text):
        take(Quantity("ordinal", match.group(), *match.span(), _ORDINALS[match.group().lower()]))
    for match in _HALVES.finditer(text):
        take(Quantity("share", match.group().lower().rstrip("sd"), *match.span()))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def carries(have: Quantity, want: Quantity) -> bool:
    """Tell whether a quantity of a passage says at least what one of a sentence says."""
    if want.kind == "share":
        return have.kind == "share" and have.text[:4] == want.text[:4]
    if want.kind == "date":
        return have.kind == "date" and all(
            getattr(want, part) in {0, getattr(have, part)} for part in ("day", "month", "year")
        )
    if want.kind == "time" or have.kind == "time":
        return have.kind == want.kind and abs(have.value - want.value) < 1e-6
    if want.kind == "number" and have.kind == "date":
        return want.unit == "" and have.year != 0 and want.value == have.year
    if {want.kind, have.kind} & {"weekday", "date", "share"}:
        return have.kind == want.kind and have.value == want.value
    if abs(have.value - want.value) > 1e-9 * max(1.0, abs(want.value)):
        return False
    return _compatible(have, want)


def _compatible(have: Quantity, want: Quantity) -> bool:
    if "percent" in {want.kind, have.kind}:
        return want.kind == have.kind
    if "ordinal" in {want.kind, have.kind}:
        return want.kind == have.kind
    return not want.unit or not have.unit or want.unit == have.unit


def _date(match: re.Match[str]) -> Quantity | None:
    part = match.groupdict()
    span = match.span()
    if part["iso"]:
        year, month, day = (int(piece) for piece in part["iso"].split("-"))
        return Quantity("date", match.group(), *span, day=day, month=month, year=year)
    name = part["dmonth"] or part["emonth"] or part["mmonth"]
    if name.lower() in {"may", "march", "mar", "dec", "sep", "jan"} and not name[0].isupper():
        return None
    day = int(part["dday"] or part["eday"] or 0)
    year = int(part["dyear"] or part["eyear"] or part["myear"] or 0)
    month = MONTHS[name.lower()]
    return Quantity("date", match.group(), *span, day=day, month=month, year=year)


def _time(match: re.Match[str]) -> Quantity | None:
    hour = int(match["hour"] or match["hour2"])
    half = (match["half"] or match["half2"] or "").lower()
    if match["hour"] and "." in match.group() and not half:
        return None
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    minutes = hour * 60 + int(match["minute"] or 0)
    return Quantity("time", match.group(), *match.span(), value=minutes)


def _month_alone(match: re.Match[str]) -> Quantity | None:
    name = match.group(1)
    if not name[0].isupper() or (len(name) < 4 and name.lower() not in {"may", "jun", "jul"}):
        return None
    if name.lower() in {"may", "march"} and match.start() == 0:
        return None
    return Quantity("date", name, *match.span(), month=MONTHS[name.lower()])


def _number(match: re.Match[str], text: str) -> Quantity | None:
    value = _value(match)
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    if value is None or (start and (text[start - 1].isalpha() or text[start - 1] == "_")):
        return None
    if match["words"] and match["words"].lower() == "one":
        return None
    unit = _CURRENCIES.get((match["currency"] or match["unit"] or "").lower(), "")
    kind = "ordinal" if match["suffix"] else "number"
    if match["percent"]:
        kind = "percent"
    after = re.match(r"\W{0,2}(?:more|other|new|of the|of)?\s*([^\W\d_]+)", text[match.end() :])
    return Quantity(
        kind,
        match.group().strip(),
        start,
        match.end(),
        value,
        unit,
        after=after.group(1).casefold() if after else "",
    )


def _value(match: re.Match[str]) -> float | None:
    value = _words_value(match["words"]) if match["words"] else _figure_value(match["figure"])
    scale = (match["scale"] or "").lower()
    return value * _SCALES[scale] if scale else value


def _figure_value(figure: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[,\u00a0\u202f ’]\d{3})+(?:\.\d+)?", figure)
    if grouped:
        return float(re.sub(r"[,\u00a0\u202f ’]", "", figure))
    return float(figure.replace(",", "."))


def _words_value(words: str) -> float:
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        value = NUMBER_WORDS[word]
        if value >= 1_000:
            total += max(current, 1) * value
            current = 0
        elif value == 100:
            current = max(current, 1) * 100
        else:
            current += value
    return total + current
