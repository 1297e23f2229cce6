"""Names in a sentence, and whether a passage bears them."""

import re
from functools import lru_cache

from retrieval.text.vocabulary import MONTHS, NUMBER_WORDS, WEEKDAYS
from retrieval.verification.words import STOP, stem

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w’'.&-]*"
_LINK = r"(?:of|de|del|van|von|der|den|la|le|al|bin|the|and|for|y|du|da|di|&)"
_RUN = re.compile(rf"{_CAPITALISED}(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}{_CAPITALISED})*")
_NOT_NAMES = (
    STOP
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(NUMBER_WORDS)
    | frozenset("according although despite however meanwhile yes mr mrs ms dr sir miss i".split())
)
TITLES = frozenset(
    "president captain mayor professor minister chancellor senator judge general "
    "colonel king queen "
    "prince princess bishop pope director chairman secretary inspector sergeant "
    "doctor father sister "
    "brother chief councillor governor prime lord lady officer".split()
)
"""Words before a name that are not part of it."""


@lru_cache(maxsize=4_000)
def names_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the names of a text as sequences of lower-case words without endings of possession.

    A single capitalised word that opens a sentence is no name by that alone; a sequence is,
    less the function words at its beginning.
    """
    found = []
    for match in _RUN.finditer(text):
        opens = _opens_sentence(text, match.start())
        for run in re.split(r"(?<=[’']s)[ \u00a0]+", match.group()):
            words = _trimmed(run.split(), opens=opens)
            opens = False
            if words:
                found.append(tuple(words))
    return tuple(found)


def bears(text: str, name: tuple[str, ...]) -> bool:
    """Tell whether a text has a name, whole or as part of a longer one in the same order.

    An abbreviation is borne by the words it abbreviates, and they by it.
    """
    plain = tuple(word for word in name if word not in TITLES) or name
    if any(_is_part(plain, other) for other in names_of(text)):
        return True
    if len(plain) == 1 and re.search(
        rf"(?<!\w){re.escape(plain[0])}(?:['’]?s)?(?!\w)", _fold(text)
    ):
        return True
    return _abbreviated(text, plain)


def knows_word(text: str, name: tuple[str, ...]) -> bool:
    """Tell whether any word of a name stands in a text: a mix-up then, not a lack."""
    folded = _fold(text)
    return any(re.search(rf"(?<!\w){re.escape(word)}", folded) for word in name)


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
        while plain and re.fullmatch(_LINK, plain[0]):
            plain.pop(0)
    while plain and (plain[-1] in _NOT_NAMES or re.fullmatch(_LINK, plain[-1])):
        plain.pop()
    if opens and len(plain) == 1 and not _unmistakable(words[-1]):
        return []
    return [word for word in plain if word and not re.fullmatch(_LINK, word)]


def _unmistakable(word: str) -> bool:
    return sum(character.isupper() for character in word) > 1


def _plain(word: str) -> str:
    folded = word.casefold().replace("’", "'").strip(".'&-")
    return re.sub(r"'s?$", "", folded)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \u00a0\"'“‘(«")
    return not before or before[-1] in ".!?…:\n•"


def _is_part(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    stems = iter([word if len(word) < 4 else stem(word) for word in other])
    return all((word if len(word) < 4 else stem(word)) in stems for word in name)


def _abbreviated(text: str, name: tuple[str, ...]) -> bool:
    if len(name) == 1:
        letters = name[0].replace(".", "")
        return len(letters) > 1 and any(
            "".join(word[0] for word in other) == letters for other in names_of(text)
        )
    initials = "".join(word[0] for word in name)
    return len(initials) > 2 and any(
        len(other) == 1 and other[0].replace(".", "") == initials for other in names_of(text)
    )
