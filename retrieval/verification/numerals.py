"""Numbers written as words or signs, as values: English, Spanish, Chinese, any digits."""

import re
import unicodedata

from footnote.retrieval.languages import Language, without_accents
from footnote.retrieval.languages.english.vocabulary import NUMBER_WORDS
from footnote.retrieval.languages.spanish import vocabulary as spanish

CHINESE = "〇零一二三四五六七八九十两百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"
_UNITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
    **{sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE_SCALES = {"百": 100, "千": 1_000, **_MYRIADS}

_SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_SPANISH_HUNDREDS = (
    "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient"
).split()
SPANISH: dict[str, int] = (
    {word: value for word, value in spanish.NUMBERS.items() if word != "uno"}
    | {f"veinti{word}": 20 + value for word, value in spanish.NUMBERS.items() if 0 < value < 10}
    | {"veintiun": 21}
    | {word: 30 + 10 * index for index, word in enumerate(_SPANISH_TENS)}
    | {
        f"{word}{ending}": 200 + 100 * index
        for index, word in enumerate(_SPANISH_HUNDREDS)
        for ending in ("os", "as")
    }
    | {"cien": 100, "ciento": 100, "mil": 1_000, "millon": 10**6, "millones": 10**6}
    | {"billon": 10**12, "billones": 10**12, "docena": 12, "docenas": 12}
)
"""Spanish number words without accents; "uno" is an article far more often."""

_ORDINALS = {
    Language.ENGLISH: (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
    ),
    Language.SPANISH: (
        "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo "
        "duodecimo"
    ),
}


def ordinals_in(language: Language) -> dict[str, int]:
    """Return the ordinal words of a language without accents, in every gender and number."""
    words = _ORDINALS.get(language, _ORDINALS[Language.ENGLISH]).split()
    found = {word: number for number, word in enumerate(words, start=1)}
    if language is Language.SPANISH:
        for word, number in tuple(found.items()):
            found |= {word[:-1] + ending: number for ending in ("a", "os", "as")}
        found |= {"primer": 1, "tercer": 3}
        del found["segundos"]
    return found


def number_words_in(language: Language) -> dict[str, int]:
    """Return the cardinal words of a language without accents, with their values."""
    return SPANISH if language is Language.SPANISH else NUMBER_WORDS


def with_plain_digits(text: str) -> str:
    """Return a text of the same length with the digits of every script as ASCII ones."""
    if text.isascii():
        return text
    return "".join(_plain(character) for character in text)


def same_length_without_accents(text: str) -> str:
    """Return a text in lower case without accents, every character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(
        character.lower() if character.isascii() else (without_accents(character) or character)[:1]
        for character in text
    )


def words_value(words: str, known: dict[str, int]) -> float:
    """Return what number words come to: "two hundred and five thousand", "dos mil tres"."""
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in {"and", "y"}:
            continue
        value = known[word]
        if value >= 1_000:
            total += max(current, 1) * value
            current = 0
        elif value == 100 and word not in {"cien", "ciento"}:
            current = max(current, 1) * 100
        else:
            current += value
    return total + current


def chinese_value(signs: str) -> float:
    """Return what Chinese numerals come to: "一百二十", "二〇二二", "三万五千"."""
    if not any(sign in _STEPS or sign in _MYRIADS for sign in signs):
        return float("".join(str(_UNITS.get(sign, 20)) for sign in signs))
    total = section = digit = 0
    for sign in signs:
        if sign in _MYRIADS:
            total = (total + (section + digit or 1)) * _MYRIADS[sign]
            section = digit = 0
        elif sign in _STEPS:
            section += (digit or 1) * _STEPS[sign]
            digit = 0
        else:
            digit = _UNITS.get(sign, 20)
    return float(total + section + digit)


def _plain(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
