"""Words without their commonest endings, to tell what texts share with a question."""

import re

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.cjk import paired
from footnote.retrieval.search.terms import query_terms

_WORD = re.compile(r"\w+")
_ENDINGS = [ending for each in lexicons.LEXICONS for ending in each.search.endings]
_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})$")
_STEMMED_FROM = 5
"""Shorter words keep their endings: "bus" is no plural."""


def stems(text: str) -> set[str]:
    """Return the stems of all words of a text."""
    return {stem(word) for word in _WORD.findall(paired(text.lower()))}


def question_stems(question: str) -> set[str]:
    """Return the stems of a question's content words."""
    return {stem(word) for term in query_terms(question) for word in _WORD.findall(term)}


def stem(word: str) -> str:
    """Return a lower-case word without its ending, where it is long enough to have one."""
    return _ENDING.sub("", word) if len(word) >= _STEMMED_FROM else word
