"""Names in the wrong part: exchanged with each other, or standing where another name belongs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.verification.names import TITLES, names_of
from retrieval.verification.words import Word, stem, words_of

_LINKING = frozenset(stem(word) for word in "and with the met meet between both said say".split())
_PREPOSITIONS = frozenset(
    "from to at against by in with for near on over under into off through via of".split()
)
_BY = re.compile(r"\bby(?: the| a| an)?\W*$")
_CLAUSES = re.compile(r"[,;:]\s")
"""Names in different clauses have no verb between them to stand around."""
_JOINED = frozenset(["and", "or", "with"])
_OTHER_WAY = "the passage has the two the other way round"


def exchanged(sentence: str, support: str) -> str | None:
    """Return an objection where two names stand around one verb the other way round."""
    said, there = sentence.casefold(), support.casefold()
    names = [name[-1] for name in names_of(sentence)]
    for one, other in pairwise(names):
        if one == other or there.count(one) > 1 or there.count(other) > 1:
            continue
        between = _between(said, one, other)
        same, back = _between(there, one, other), _between(there, other, one)
        turned = back and not same
        if not between or not (same or back) or _CLAUSES.search(between):
            continue
        voice_kept = bool(_BY.search(between)) == bool(_BY.search(back or same))
        if bool(turned) == voice_kept and _verbs(between) & _verbs(back or same):
            return _OTHER_WAY
    return None


def misplaced(sentence: str, support: str) -> str | None:
    """Return an objection where a name stands beside words that go with another name."""
    if len(names_of(support)) < 2:
        return None
    there = list(_beside(support))
    for key, name in _beside(sentence):
        holders = [other for found, other in there if found == key]
        if holders and not any(_may_be_one(name, other) for other in holders):
            return "the passage says that of another name"
    return None


def _may_be_one(name: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two names may be one bearer's: titles aside, one is part of the other."""
    name, other = name - TITLES or name, other - TITLES or other
    return name <= other or other <= name


def _beside(text: str) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield each name of a text with the words beside it, as keys of side and stems."""
    words = words_of(text)
    plain = [_plain(word) for word in words]
    last = -1
    for name in names_of(text):
        first = _find(plain, name[0], last)
        if first is None:
            continue
        last = _find(plain, name[-1], first - 1) or first
        bearers = frozenset(name)
        before = _before(words, first)
        if before:
            yield ("before", *before), bearers
        after = _after(text, words, last)
        if after:
            yield ("after", after), bearers
            for partner in _joined(text, words, first):
                yield ("after", after), frozenset([partner])


def _before(words: tuple[Word, ...], first: int) -> tuple[str, ...] | None:
    index = first - 1
    if index < 0:
        return None
    if words[index].lower in {"the", "a", "an"} and index:
        index -= 1
    word = words[index]
    if word.lower in _PREPOSITIONS and index:
        lead = words[index - 1]
        return (lead.stem, word.lower) if lead.is_content and lead.text.islower() else None
    if word.is_content and word.text.islower() and word.stem not in _LINKING:
        return (word.stem,)
    return None


def _after(text: str, words: tuple[Word, ...], last: int) -> str | None:
    if last + 1 >= len(words):
        return None
    word = words[last + 1]
    gap = text[words[last].start + len(words[last].text) : word.start]
    usable = word.is_content and word.text.islower() and word.stem not in _LINKING
    return word.stem if usable and not gap.strip() else None


def _joined(text: str, words: tuple[Word, ...], first: int) -> Iterator[str]:
    """Yield the words of names that are joined to one by "and": what follows goes for them too."""
    index = first - 1
    while index > 0 and (words[index].lower in _JOINED or words[index].text[0].isupper()):
        if words[index].text[0].isupper():
            yield _plain(words[index])
        index -= 1


def _find(plain: list[str], word: str, after: int) -> int | None:
    return next((i for i in range(after + 1, len(plain)) if plain[i] == word), None)


def _plain(word: Word) -> str:
    return re.sub(r"'s?$", "", word.lower)


def _verbs(text: str) -> set[str]:
    return {word.stem for word in words_of(text) if word.is_content and word.stem not in _LINKING}


def _between(text: str, one: str, other: str) -> str:
    first = text.find(one)
    second = text.find(other, first + len(one)) if first >= 0 else -1
    return text[first + len(one) : second] if second >= 0 else ""
