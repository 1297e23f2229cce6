"""Answer texts made comparable: as SQuAD's evaluation does, but a number stays that number."""

import re
import string
import unicodedata

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_THOUSANDS = re.compile(r"(?<=\d)[,’'](?=\d{3}(?!\d))")
_DASHES_BESIDE_DIGITS = re.compile(r"(?<=\d)[-–—−](?=\w)|(?<=\w)[-–—−](?=\d)")
_LONG_DASHES = re.compile("[–—]")
_MINUS = re.compile(r"(?<![\w\-–—−])[-–−](?=\d|\.\d)")
_DECIMAL = re.compile(r"(?<!\w)[.](?=\d)|(?<=\d)[.,](?=\d)")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?!\w)", re.IGNORECASE)
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: a sign stands for a word of its own."""

_POINT, _SIGN = "\ue000", "\ue001"
"""What a decimal point and a minus are while punctuation is dropped (private use: in no text)."""

_PUNCTUATION = frozenset(string.punctuation + "“”„‘’‚«»‹›…–—−·")


def normalise_answer(text: str) -> str:
    """Return text in lower case without punctuation, articles and superfluous white space.

    After SQuAD (Rajpurkar et al., 2016), with these differences: the text is composed (NFC);
    typographic quotation marks and dashes count as punctuation, as their ASCII forms do; a decimal
    point and a minus belong to their number, a comma between groups of three digits does not;
    long dashes and those beside a digit part words ("2019–2020" are two numbers).
    """
    whole = unicodedata.normalize("NFC", text).lower()
    whole = _THOUSANDS.sub("", whole)
    whole = _MINUS.sub(_SIGN, whole)
    whole = _DASHES_BESIDE_DIGITS.sub(" ", whole)
    whole = _LONG_DASHES.sub(" ", whole)
    whole = _DECIMAL.sub(_POINT, whole)
    bare = "".join(character for character in whole if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare.replace(_POINT, ".").replace(_SIGN, "-")).split())


def contains_answer(text: str, answers: tuple[str, ...]) -> bool:
    """Tell whether any gold answer stands in a text as whole words and numbers.

    Both are normalised first. The owner in "Nora's" is a whole word, and so is every sign of a
    script that is written without spaces.
    """
    golds = [_spaced(gold) for gold in answers if normalise_answer(gold)]
    readings = (_spaced(text), _spaced(_POSSESSIVE.sub(" ", text)))
    return any(gold in reading for gold in golds for reading in readings)


def _spaced(text: str) -> str:
    words = _UNSPACED.sub(r" \1 ", normalise_answer(text)).split()
    return f" {' '.join(words)} "
