"""Numbers, percentages, amounts, dates and times of a text, as comparable values."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from footnote.retrieval.languages import Language
from footnote.retrieval.languages.cjk import has_cjk, is_cjk
from footnote.retrieval.verification import numerals
from footnote.retrieval.verification.dates import dates_in
from footnote.retrieval.verification.values import Quantity, carries, unit_at

_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12} | {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "mil": 1e3,
    "millón": 1e6,
    "millon": 1e6,
    "millones": 1e6,
    "billones": 1e12,
    **{sign: float(value) for sign, value in numerals.CHINESE_SCALES.items()},
}
_CURRENCIES = {
    form: currency
    for currency, forms in {
        "dollar": "$ us$ dollar dollars usd dólar dólares 美元",
        "euro": "€ euro euros eur 欧元",
        "pound": "£ gbp 英镑",
        "yen": "¥ yen jpy yenes 日元",
        "yuan": "yuan rmb cny yuanes 元 人民币",
        "franc": "franc francs franco francos 法郎",
        "crown": "crown crowns corona coronas 克朗",
        "ruble": "ruble rubles rouble roubles rublo rublos 卢布",
        "cent": "cent cents céntimo céntimos centavos",
        "peso": "peso pesos 比索",
    }.items()
    for form in forms.split()
}
_VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?!\d)")
_HALVES = re.compile(
    r"\b(half|quarter|twice|double[ds]?|triple[ds]?|halve[ds]?|mitad|doble|tercio)\b", re.IGNORECASE
)
_HAN_PERCENT = re.compile(rf"百分之(?P<value>[\d.]+|[{numerals.CHINESE}]+)")
_HAN_ONLY = re.compile(rf"[{numerals.CHINESE}]+")


__all__ = ["Quantity", "carries", "quantities_of"]


@lru_cache(maxsize=4_000)
def quantities_of(text: str, language: Language = Language.ENGLISH) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order; no character belongs to two.

    Figures and Chinese numerals are read whatever the language, words and months in its own.
    """
    found: list[Quantity] = []
    taken = bytearray(len(text))
    plain = numerals.with_plain_digits(text)
    for quantity in _readings(plain, language):
        if not any(taken[quantity.start : quantity.end]):
            written = text[quantity.start : quantity.end]
            found.append(replace(quantity, text=written.strip()))
            taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _readings(text: str, language: Language) -> Iterator[Quantity]:
    """Yield what may be a quantity, the surest readings first."""
    for match in _VERSION.finditer(text):
        yield Quantity("version", match.group(), *match.span())
    yield from dates_in(text, language)
    yield from _numbers(text, language)
    if has_cjk(text):
        yield from _chinese_numbers(text)
    ordinals = numerals.ordinals_in(language)
    folded = numerals.same_length_without_accents(text)
    for match in re.finditer(rf"\b(?:{'|'.join(ordinals)})\b", folded):
        yield Quantity("ordinal", match.group(), *match.span(), ordinals[match.group()])
    for match in _HALVES.finditer(text):
        yield Quantity("share", match.group(), *match.span())


@lru_cache(maxsize=4)
def _number_pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(sorted(numerals.number_words_in(language), key=len, reverse=True))
    link = "y" if language is Language.SPANISH else "and"
    return re.compile(
        rf"""(?P<currency>us\$|[$€£¥])?\s?
        (?: (?P<figure>\d{{1,3}}(?:[,\u00a0\u202f\ ’.]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)
            (?P<suffix>(?:st|nd|rd|th|[ºª])(?![^\W\d_]))?
          | (?<![^\W\d_])(?P<words>(?:{words})(?:[\s-]+(?:{link}\s+)?(?:{words}))*)(?![^\W\d_]) )
        (?:(?P<attached>[kmb]|mn|bn|tn)(?![^\W\d_])
          |\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|mio|mil|mill[oó]n(?:es)?
          |billones)(?![^\W\d_])(?:\s+de(?=\s))?|(?P<han>[百千万萬亿億]+))?
        (?:\s?(?P<percent>[%％]|per\ cent\b|percent\b|percentage\ points?\b|por\ ciento\b))?""",
        re.IGNORECASE | re.VERBOSE,
    )


def _numbers(text: str, language: Language) -> Iterator[Quantity]:
    known = numerals.number_words_in(language)
    folded = numerals.same_length_without_accents(text)
    for match in _number_pattern(language).finditer(folded):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        before = text[start - 1 : start]
        if (before.isalpha() and not is_cjk(before)) or before == "_":
            continue
        if match["words"]:
            if match["words"] == "one":
                continue
            value, other = numerals.words_value(match["words"], known), None
        else:
            value, other = _figure(match["figure"])
        scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
        if match["attached"]:
            scaled = value * _SCALES[match["attached"].lower()]
            value, other = (scaled, None) if match["currency"] else (value, scaled)
        for sign in match["han"] or "":
            scale *= _SCALES[sign]
        unit, end = _unit(text, match)
        kind = "percent" if match["percent"] else "ordinal" if match["suffix"] else "number"
        yield Quantity(
            *(kind, match.group(), start, end, value * scale, unit),
            other=None if other is None else other * scale,
        )


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Return the currency or measure of a number, and where its writing ends."""
    if match["currency"]:
        return _CURRENCIES[match["currency"].lower()], match.end()
    if match["percent"]:
        return "", match.end()
    behind = re.compile(r"\s?-?([^\W\d_]+)").match(text, match.end())
    word = behind.group(1).lower() if behind else ""
    for form in (word, word[:2], word[:1]):
        if form in _CURRENCIES and (form == word or has_cjk(form)):
            return _CURRENCIES[form], match.end()
    return unit_at(text, match.end())[0], match.end()


def _figure(figure: str) -> tuple[float, float | None]:
    """Return what a figure reads as, and its other reading where there is one."""
    digits = re.sub(r"[,\u00a0\u202f ’]", "", figure)
    if re.fullmatch(r"\d{1,3}\.\d{3}", figure):
        return float(figure), float(figure.replace(".", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+", figure):
        return float(figure.replace(".", "").replace(",", ".")), None
    if re.fullmatch(r"\d{1,3},\d{3}", figure):
        return float(digits), float(figure.replace(",", "."))
    if re.fullmatch(r"\d+,\d+", figure):
        return float(figure.replace(",", ".")), None
    return float(digits), None


def _chinese_numbers(text: str) -> Iterator[Quantity]:
    for match in _HAN_PERCENT.finditer(text):
        signs = match["value"]
        figure = signs.replace(".", "", 1).isdigit() and signs.isascii()
        value = float(signs) if figure else numerals.chinese_value(signs)
        yield Quantity("percent", match.group(), *match.span(), value)
    for match in _HAN_ONLY.finditer(text):
        if match.group() not in {"一", "万", "千", "百", "十万", "千万"}:
            unit = unit_at(text, match.end())[0]
            value = numerals.chinese_value(match.group())
            yield Quantity("number", match.group(), *match.span(), value, unit)
