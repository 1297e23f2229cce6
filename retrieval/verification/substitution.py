"""One word in the place of another: "the brew button" for "the steam button"."""

from itertools import pairwise

from retrieval.verification.facts import content_of
from retrieval.verification.words import Word, same_meaning, words_of

_PARTICLES = frozenset("on off in out up down with without over under".split())


def replaced(sentence: str, support: str) -> str | None:
    """Return an objection where a word the support lacks stands between two neighbours it has.

    One of the neighbours must carry something of the statement: "the … of" alone is no place.
    """
    said, there = words_of(sentence), words_of(support)
    known = {word.stem for word in there}
    meant = {word.stem for word in said}
    content = set(content_of(sentence))
    for before, word, after in zip(said, said[1:], said[2:], strict=False):
        if not (before.is_content or after.is_content) or not _may_stand_for_another(word):
            continue
        if same_meaning(word.stem) & known and word.is_content:
            continue
        if word.stem in content and _adjoin(before, after, there):
            return f"“{word.text}” is put into what the passage says"
        for left, other, right in zip(there, there[1:], there[2:], strict=False):
            same_place = left.stem == before.stem and right.stem == after.stem
            if same_place and _is_another(other, word) and other.stem not in meant:
                return f"“{word.text}” stands where the passage has “{other.text}”"
    return None


def _adjoin(before: Word, after: Word, there: tuple[Word, ...]) -> bool:
    """Tell whether two words stand side by side: what stands between them elsewhere is added."""
    return any(
        left.stem == before.stem and right.stem == after.stem for left, right in pairwise(there)
    )


def _may_stand_for_another(word: Word) -> bool:
    return word.is_content or word.lower in _PARTICLES


def _is_another(other: Word, word: Word) -> bool:
    """Tell whether a word says something else; particles stand for particles alone."""
    if word.stem == other.stem or word.is_content != other.is_content:
        return False
    return word.is_content or other.lower in _PARTICLES
