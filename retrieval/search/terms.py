"""The words of a question that are worth looking up."""

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
