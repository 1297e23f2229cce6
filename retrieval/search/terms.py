"""The words of texts and questions as the index knows them, their stems, and mistyped ones."""

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Protocol

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


_SPELLED = re.compile(r"(?<![\w.@#/_~$-])[^\W\d_]+(?![\w@#/_-]|\.\w)")
_SHORTEST = 4
"""Letters of a word that is looked at: among shorter ones nearly every edit is another word."""

_MOST_WORDS = 4
_VOWELS = "aeiou"


class Vocabulary(Protocol):
    """What a library and its language know of words, in lower case."""

    def held(self, words: Sequence[str]) -> set[str]:
        """Return those of the words that stand in the library."""

    def together(self, word: str, others: Sequence[str]) -> int:
        """Return how many passages hold a word and any of some others, or the word alone."""

    def is_word(self, word: str) -> bool:
        """Tell whether the language has the word, whatever the library holds."""


def respelled(text: str, vocabulary: Vocabulary) -> str:
    """Return a question with its mistyped words as the library spells them.

    Quoted words and names of things with signs or digits in them stay as they are.
    """
    terms = query_terms(text)
    plain = [match for match in _SPELLED.finditer(text) if _is_plain(match.group(), terms)]
    held = vocabulary.held([match.group().lower() for match in plain])
    strange = [
        match
        for match in plain
        if match.group().lower() not in held and not vocabulary.is_word(match.group().lower())
    ]
    if not strange or len(strange) > _MOST_WORDS:
        return text
    mistyped = {match.group().lower() for match in strange}
    others = [term for term in terms if term not in mistyped]
    for match in reversed(strange):
        if meant := _meant(match.group().lower(), others, vocabulary):
            cased = meant.capitalize() if match.group()[0].isupper() else meant
            text = text[: match.start()] + cased + text[match.end() :]
    return text


def _is_plain(word: str, terms: Sequence[str]) -> bool:
    lower = word.lower()
    return len(word) >= _SHORTEST and word.isascii() and word[1:] == lower[1:] and lower in terms


def _meant(word: str, others: Sequence[str], vocabulary: Vocabulary) -> str | None:
    def likely(other: str) -> tuple[bool, bool, bool, int]:
        beside = vocabulary.together(other, others)
        # A mistyped first letter is rare, and two letters exchanged are the commonest mistake.
        return beside > 0, other[0] == word[0], sorted(other) == sorted(word), beside

    spoken = [other for other in _edited(word, ascii_lowercase) if vocabulary.is_word(other)]
    found = vocabulary.held(spoken) or vocabulary.held(list(_edited(word, _VOWELS)))
    return max(sorted(found), key=likely, default=None)


def _edited(word: str, letters: str) -> Iterator[str]:
    """Yield the words one edit away: letters exchanged, left out, doubled, added, changed.

    Only these letters are added, and put in the place of one another.
    """
    for place in range(len(word)):
        front, letter, rest = word[:place], word[place], word[place + 1 :]
        yield front + rest
        yield front + letter + letter + rest
        if rest and rest[0] != letter:
            yield front + rest[0] + letter + rest[1:]
        for other in letters.replace(letter, ""):
            yield front + other + letter + rest
            if letter in letters:
                yield front + other + rest
    for other in letters:
        yield word + other
