"""The words of a question that are worth looking up."""

import re

from footnote.retrieval.languages import WORDS, language_of
from footnote.retrieval.languages.cjk import paired

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_POSSESSIVE = re.compile(r"[’']s?$")

_STOP = frozenset(
    (
        "a about an and any are as at be been being but by can could did do does for from had has "
        "have he her him his how i if in into is it its me my of on or our she should so some such "
        "than that the their them then there these they this those to us was we were what when "
        "where which who whom whose why will with would you your "
        "de del el en la las lo los que se su un una y al con por para es cual cuál qué quién como "
        "cómo cuándo cuánto cuántos dónde"
    ).split()
)
"""Words so common that they only cost time: English, and the Spanish ones no English word is."""


def query_terms(text: str) -> list[str]:
    """Return a question's content words, once each, in order.

    Where only stop words are left ("Who is it?") all words count. Chinese, Japanese and Korean
    runs, which have no spaces, are cut into pairs of characters, as the index has them.
    """
    known = WORDS.get(language_of(text))
    stop = _STOP | known.stop if known else _STOP
    asked = known.noise.sub(" ", text) if known and known.noise else text
    terms = _terms(asked) or _terms(text)
    content = [term for term in terms if term not in stop]
    return list(dict.fromkeys(content or terms))


def _terms(text: str) -> list[str]:
    words = (_POSSESSIVE.sub("", word) for word in _WORD.findall(paired(text.lower())))
    return [word for word in words if word]
