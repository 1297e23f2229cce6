"""The words of texts and questions as the index knows them, and their stems."""

import re

from footnote.retrieval.languages import language_of, lexicon_of, lexicons
from footnote.retrieval.languages.base import all_words
from footnote.retrieval.languages.cjk import paired

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_POSSESSIVE = re.compile(r"[’']s?$")

_STOP = all_words(each.search.stop_everywhere for each in lexicons.LEXICONS)
"""Words so common that they only cost time, whatever the language of a question."""


def query_terms(text: str) -> list[str]:
    """Return a question's content words, once each, in order.

    Where only stop words are left ("Who is it?") all words count. Chinese, Japanese and Korean
    runs, which have no spaces, are cut into pairs of characters, as the index has them.
    """
    known = lexicon_of(language_of(text))
    stop = _STOP | known.search.stop if known else _STOP
    asked = known.search.noise.sub(" ", text) if known else text
    terms = _terms(asked) or _terms(text)
    content = [term for term in terms if term not in stop]
    return list(dict.fromkeys(content or terms))


def _terms(text: str) -> list[str]:
    words = (_POSSESSIVE.sub("", word) for word in _WORD.findall(paired(text.lower())))
    return [word for word in words if word]


_STEMMED = re.compile(r"\w+")
_ENDINGS = [ending for each in lexicons.LEXICONS for ending in each.search.endings]
_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})$")
_STEMMED_FROM = 5
"""Shorter words keep their endings: "bus" is no plural."""


def stems(text: str) -> set[str]:
    """Return the stems of all words of a text."""
    return {stem(word) for word in _STEMMED.findall(paired(text.lower()))}


def question_stems(question: str) -> set[str]:
    """Return the stems of a question's content words."""
    return {stem(word) for term in query_terms(question) for word in _STEMMED.findall(term)}


def stem(word: str) -> str:
    """Return a lower-case word without its ending, where it is long enough to have one."""
    return _ENDING.sub("", word) if len(word) >= _STEMMED_FROM else word
