"""Numbers written as words, as signs and in any digits, as values."""

import re
import unicodedata

from footnote.retrieval.languages import without_accents
from footnote.retrieval.languages.statements import NumberWords, Signs


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


def words_value(text: str, known: NumberWords) -> float:
    """Return what number words come to: "two hundred and five thousand", "dos mil tres"."""
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if word == known.link:
            continue
        value = known.values[word]
        if value >= 1_000:
            total += max(current, 1) * value
            current = 0
        elif value == 100 and word not in known.added:
            current = max(current, 1) * 100
        else:
            current += value
    return total + current


def signs_value(text: str, known: Signs) -> float:
    """Return what numerals come to: "一百二十", "二〇二二", "三万五千"."""
    if text.isdigit() and text.isascii():
        return float(text)
    if not any(sign in known.steps or sign in known.sections for sign in text):
        return float("".join(str(known.digits[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in known.sections:
            total = (total + (section + digit or 1)) * known.sections[sign]
            section = digit = 0
        elif sign in known.steps:
            section += (digit or 1) * known.steps[sign]
            digit = 0
        else:
            digit = known.digits[sign]
    return float(total + section + digit)


def _plain(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
