"""What a question names exactly: codes, versions, flags, file names, quoted words.

A full-text index cuts `--mixed`, `1.39.0` and `core.autocrlf` into words and forgets the signs
between them, and a vector hardly tells PPR-9087 from PPR-9078. So what is named exactly is looked
up as a phrase and compared with the passage's own characters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import all_words
from footnote.retrieval.search.terms import query_terms

_QUOTED = re.compile(
    r"“([^“”]{2,80})”|„([^„“”]{2,80})[“”]|«([^«»]{2,80})»|「([^「」]{2,80})」|`([^`]{2,80})`"
    r"|(?<!\w)\"([^\"]{2,80})\"(?!\w)|(?<!\w)[‘']([^‘’']{2,80})[’'](?!\w)"
)
_EDGES = re.compile(r"^[(\[{<\"'“‘«¿¡*]+|[)\]}>\"'”’»?!.,;:*…]+$")
_SPLIT = re.compile(r"[\s()\[\]{}<>]+")
_POSSESSIVE = re.compile(r"['’]s$")
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
        bare = _POSSESSIVE.sub("", _EDGES.sub("", token))
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
