"""Numbers, percentages, amounts, dates and times of a text, as comparable values."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from footnote.retrieval.languages import Language, lexicon_or_fallback, lexicons
from footnote.retrieval.languages.base import any_of, either
from footnote.retrieval.languages.cjk import has_cjk, is_cjk
from footnote.retrieval.languages.statements import Signs
from footnote.retrieval.verification.values import (
    Quantity,
    carries,
    dates_in,
    same_length_without_accents,
    signs_value,
    unit_at,
    with_plain_digits,
    words_value,
)

_KNOWN = [each.measures for each in lexicons.LEXICONS]
_SCALES = {form: value for each in _KNOWN for form, value in each.scales.items()}
_ATTACHED = {form: value for each in _KNOWN for form, value in each.attached.items()}
_SIGNS = {form: value for each in _KNOWN for form, value in each.signs.items()}
_OF, _PERCENT, _ORDINAL, _SHARES = (
    either(patterns)
    for patterns in zip(
        *((each.of, each.percent, each.ordinal, each.shares) for each in _KNOWN), strict=True
    )
)
_CURRENCIES = {
    form: currency
    for each in _KNOWN
    for currency, forms in each.currencies.items()
    for form in forms.split()
}
_VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?!\d)")
_SHARE = re.compile(rf"\b(?:{_SHARES})\b", re.IGNORECASE)


__all__ = ["Quantity", "carries", "quantities_of"]


@lru_cache(maxsize=4_000)
def quantities_of(text: str, language: Language = Language.ENGLISH) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order; no character belongs to two.

    Figures and signs are read whatever the language, words and months in its own.
    """
    found: list[Quantity] = []
    taken = bytearray(len(text))
    plain = with_plain_digits(text)
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
    for signs in lexicons.signs_in(text):
        yield from _numbers_in_signs(text, signs)
    ordinals = lexicon_or_fallback(language).numbers.ordinals
    folded = same_length_without_accents(text)
    for match in re.finditer(rf"\b(?:{'|'.join(ordinals)})\b", folded):
        yield Quantity("ordinal", match.group(), *match.span(), ordinals[match.group()])
    for match in _SHARE.finditer(text):
        yield Quantity("share", match.group(), *match.span())


@lru_cache(maxsize=4)
def _number_pattern(language: Language) -> re.Pattern[str]:
    known = lexicon_or_fallback(language).numbers
    words = any_of(known.values)
    return re.compile(
        rf"""(?P<currency>us\$|[$€£¥])?\s?
        (?: (?P<figure>\d{{1,3}}(?:[,\u00a0\u202f\ ’.]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)
            (?P<suffix>(?:{_ORDINAL})(?![^\W\d_]))?
          | (?<![^\W\d_])
            (?P<words>(?:{words})(?:[\s-]+(?:{known.link}\s+)?(?:{words}))*)(?![^\W\d_]) )
        (?:(?P<attached>{any_of(_ATTACHED)})(?![^\W\d_])
          |\s?(?P<scale>{any_of(_SCALES)})(?![^\W\d_])(?:\s+(?:{_OF})(?=\s))?
          |(?P<signs>[{"".join(_SIGNS)}]+))?
        (?:\s?(?P<percent>[%％]|{_PERCENT}))?""",
        re.IGNORECASE | re.VERBOSE,
    )


def _numbers(text: str, language: Language) -> Iterator[Quantity]:
    known = lexicon_or_fallback(language).numbers
    folded = same_length_without_accents(text)
    for match in _number_pattern(language).finditer(folded):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        before = text[start - 1 : start]
        if (before.isalpha() and not is_cjk(before)) or before == "_":
            continue
        if match["words"]:
            if match["words"] in known.alone:
                continue
            value, other = words_value(match["words"], known), None
        else:
            value, other = _figure(match["figure"])
        scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
        if match["attached"]:
            scaled = value * _ATTACHED[match["attached"].lower()]
            value, other = (scaled, None) if match["currency"] else (value, scaled)
        for sign in match["signs"] or "":
            scale *= _SIGNS[sign]
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


def _numbers_in_signs(text: str, known: Signs) -> Iterator[Quantity]:
    for match in known.percent.finditer(text):
        figure = match["value"].replace(".", "", 1)
        plain = figure.isdigit() and figure.isascii()
        value = float(match["value"]) if plain else signs_value(match["value"], known)
        yield Quantity("percent", match.group(), *match.span(), value)
    signs = "".join([*known.digits, *known.steps, *known.sections])
    for match in re.finditer(f"[{signs}]+", text):
        if match.group() not in known.no_number:
            unit = unit_at(text, match.end())[0]
            value = signs_value(match.group(), known)
            yield Quantity("number", match.group(), *match.span(), value, unit)
