"""Names in a statement, and whether a text bears them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import all_words
from footnote.retrieval.search.terms import stem

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w’'.&-]*"
_KNOWN = [each.statements for each in lexicons.LEXICONS]
_LINK = rf"(?:{'|'.join(sorted(all_words(each.links for each in _KNOWN)))})"
"""Small words within names; "and" and commas stand between two."""
_RUN = re.compile(rf"{_CAPITALISED}(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}{_CAPITALISED})*")
_NOT_NAMES = all_words(each.not_names for each in _KNOWN)
_TITLES = all_words(each.titles for each in _KNOWN)
"""Words before a name that are not part of it."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in lower case, without endings of possession, and where it stands."""

    words: tuple[str, ...]
    start: int
    end: int

    def __str__(self) -> str:
        return " ".join(self.words).title()


@lru_cache(maxsize=4_000)
def names_of(text: str) -> tuple[Name, ...]:
    """Return the names of a text in order; scripts without capitals have none that can be seen.

    A single capitalised word that opens a sentence is no name by that alone; a sequence is,
    less the function words at its beginning.
    """
    found = []
    for match in _RUN.finditer(text):
        opens = _opens_sentence(text, match.start())
        start = match.start()
        for run in re.split(r"(?<=[’']s)[ \u00a0]+", match.group()):
            words = _trimmed(run.split(), opens=opens)
            opens = False
            if words:
                found.append(Name(tuple(words), start, start + len(run)))
            start += len(run) + 1
    return tuple(found)


def bears(text: str, name: Name) -> bool:
    """Tell whether a text has a name, whole or as part of a longer one in the same order.

    An abbreviation is borne by the words it abbreviates, and they by it. Where a text is not
    written with capitals, the words must stand side by side.
    """
    plain = tuple(word for word in name.words if word not in _TITLES) or name.words
    if any(_is_part(plain, other.words) for other in names_of(text)):
        return True
    if _opens_with_a_word(text, plain):
        return True
    together = r"(?:['’]s)?[\W_]+(?:\w{1,3}[\W_]+)?".join(re.escape(word) for word in plain)
    if re.search(rf"(?<!\w){together}(?:['’]?s)?(?!\w)", _fold(text)):
        return True
    return _abbreviated(text, plain)


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'")


def _trimmed(words: list[str], *, opens: bool) -> list[str]:
    plain = [_plain(word) for word in words]
    while plain and plain[0] in _NOT_NAMES:
        plain.pop(0)
        opens = False
    if opens and len(plain) > 2 and re.fullmatch(_LINK, plain[1]) and plain[1] != "&":
        # "Decisions of the Rent Tribunal": a capital at the opening makes no name of what it heads.
        plain.pop(0)
        opens = False
    while plain and (plain[-1] in _NOT_NAMES or re.fullmatch(_LINK, plain[-1])):
        plain.pop()
    if opens and len(plain) == 1 and not _unmistakable(words[-1]):
        return []
    return [word for word in plain if word and not re.fullmatch(_LINK, word)]


def _unmistakable(word: str) -> bool:
    return sum(character.isupper() for character in word) > 1


def _plain(word: str) -> str:
    return re.sub(r"'s?$", "", _fold(word).strip(".'&-"))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \u00a0\"'“‘(«*_")
    return not before or before[-1] in ".!?…:;\n•|"


def _opens_with_a_word(text: str, name: tuple[str, ...]) -> bool:
    """Tell whether a plain word seems part of a name by its capital: "Clockmaker Teller"."""
    return (
        len(name) > 1
        and re.search(rf"(?<!\w){re.escape(name[0])}(?!\w)", text) is not None
        and any(_is_part(name[1:], other.words) for other in names_of(text))
    )


def _is_part(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    words = iter(other)
    return all(any(_same_word(word, each) for each in words) for word in name)


def _same_word(one: str, other: str) -> bool:
    """Tell whether two words differ in an ending at most: "Avenue", "Avenues"."""
    return (
        one == other
        or (min(len(one), len(other)) > 3 and stem(one) == stem(other))
        or (f"{one}s" == other or f"{other}s" == one)
    )


def _abbreviated(text: str, name: tuple[str, ...]) -> bool:
    if len(name) == 1:
        letters = name[0].replace(".", "")
        return len(letters) > 1 and any(
            "".join(word[0] for word in other.words) == letters for other in names_of(text)
        )
    initials = "".join(word[0] for word in name)
    return len(initials) > 2 and any(
        len(other.words) == 1 and other.words[0].replace(".", "") == initials
        for other in names_of(text)
    )
