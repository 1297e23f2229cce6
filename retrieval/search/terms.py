"""What texts are looked up by: words as the index knows them, mistyped ones, and exact names.

A full-text index cuts `--mixed`, `1.39.0` and `core.autocrlf` into words and forgets the signs
between them, and a vector hardly tells PPR-9087 from PPR-9078. So what is named exactly is looked
up as a phrase and compared with the passage's own characters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


_QUOTED = re.compile(
    r"“([^“”]{2,80})”|„([^„“”]{2,80})[“”]|«([^«»]{2,80})»|「([^「」]{2,80})」|`([^`]{2,80})`"
    r"|(?<!\w)\"([^\"]{2,80})\"(?!\w)|(?<!\w)[‘']([^‘’']{2,80})[’'](?!\w)"
)
_EDGES = re.compile(r"^[(\[{<\"'“‘«¿¡*]+|[)\]}>\"'”’»?!.,;:*…]+$")
_SPLIT = re.compile(r"[\s()\[\]{}<>]+")
_POSSESSED = re.compile(r"['’]s$")
_FLAG = re.compile(r"-{1,2}[^\W\d_][\w-]*(?:=\S+)?")
_JOINED = re.compile(
    r"(?=.*[^\W_])(?:"
    r".*\w(?:_|::|->|=)\w.*"  # foo_bar, std::mem
    r"|[./~@#]\S*\w\S*|\$[^\W\d]\S*|\w+[~^]\d*|\S*\w/\S*\w[./]\w\S*|\S*\\\S*"  # paths, $HOME
    r"|\w[\w-]+(?:\.\w+)+|\d+(?:\.\d+)+"  # core.autocrlf, 1.39.0
    r"|[\w-]*[a-zß-ÿ][A-Z][\w-]*"  # IntoIterator
    r"|(?!(?:mid|pre|post|top|under|over|sub)-)[^\W\d_]{2,}-\d[\w-]*"
    r"|[\w-]*[A-Z][\w-]*-?\d[\w-]*|\w*[^\W\d]\d[\w-]*"  # PPR-9087, E0308, x86
    r"|\d+(?:-?[A-Z]|[a-z]{3,}\d|[a-z]+-\d)[\w-]*"  # 4K, 3rd-gen is none
    r"|\w+(?:\+\+|#)"  # C++, C#
    r")"
)
_NUMBERED = re.compile(r"([^\W\d_][\w-]*)\s+(\d{2,}(?:\.\d+)*)(?![\w.,%-]*\d)", re.UNICODE)
_MOST = 6


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something named exactly; `phrase` finds where it may stand, `held_by` tells where it does."""

    phrase: str
    pattern: re.Pattern[str]

    def held_by(self, text: str) -> bool:
        """Tell whether a text holds it, whole, whatever its case."""
        return self.pattern.search(text) is not None


@lru_cache(maxsize=1024)
def identifiers(question: str) -> tuple[Identifier, ...]:
    """Return what a question names exactly, at most six of them, each once, in order."""
    found: dict[str, Identifier] = {}
    for phrase, pattern in _named(question):
        if any(character.isalnum() for character in phrase):
            found.setdefault(phrase.lower(), Identifier(phrase, re.compile(pattern, re.IGNORECASE)))
    return tuple(found.values())[:_MOST]


def share_held(named: Sequence[Identifier], text: str) -> float:
    """Return how many of the identifiers a text holds, from 0 to 1; 0 where there are none."""
    return sum(each.held_by(text) for each in named) / len(named) if named else 0.0


def _named(question: str) -> Iterator[tuple[str, str]]:
    for match in _QUOTED.finditer(question):
        quoted = next(group for group in match.groups() if group).strip(" .,;:!?")
        yield quoted, _whole(r"\s+".join(map(re.escape, quoted.split())))
    for token in _SPLIT.split(question):
        bare = _POSSESSED.sub("", _EDGES.sub("", token))
        if _FLAG.fullmatch(bare) or (len(bare) > 1 and _JOINED.fullmatch(bare)):
            yield bare, _whole(re.escape(bare))
    for match in _NUMBERED.finditer(question):
        word, number = match.groups()
        named = word.lower() in query_terms(f"{word} {number}") and word.lower() not in _NO_NAMES
        if named and len(word) > 1:
            yield f"{word} {number}", _whole(rf"{re.escape(word)}[\s_./#:-]*{re.escape(number)}")


def _whole(pattern: str) -> str:
    """Return a pattern that does not begin or end inside a longer name."""
    return rf"(?<!\w)(?<![\w-]-)(?<!\w\.)(?:{pattern})(?!\w|[-.]\w)"


_NO_NAMES = all_words(each.search.numbered for each in lexicons.LEXICONS)
"""Words before a number that do not name anything by it."""
