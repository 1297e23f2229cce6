"""What is denied, hedged, planned or merely said: losing it changes the statement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.verification.words import Word, same_meaning, stem, words_of

_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot nowhere hardly barely scarcely "
    "unable".split()
)
_REFUSALS = frozenset(
    stem(word)
    for word in "refuse deny decline fail reject rule-out lack avoid cancel prevent stop forbid "
    "ban "
    "abandon scrap dismiss contradict".split()
)
"""Verbs that deny what follows them."""

_HEDGES = frozenset(
    "may might could possibly perhaps probably likely unlikely would apparently "
    "seemingly if unless "
    "whether maybe potentially".split()
)
_HEDGE_STEMS = frozenset(
    stem(word)
    for word in "plan plans planned hope hopes hoped expect expected consider considering proposed "
    "propose proposal intend aim want wants threaten urge urged demand demanded recommend suggest "
    "recommended ask asked call scheduled due might possible potential suspect "
    "suspected suspicion fear feared "
    "doubt estimate estimated offer offered request requested predict predicted forecast".split()
) - {"cal", "call"}
_INTENTIONS = frozenset(
    stem(word) for word in "plan intend hope consider propose aim want threaten offer".split()
)
"""What somebody has in mind is not announced by it."""
_FUTURE = frozenset("will shall 'll going".split())
_SAID = frozenset(
    stem(word)
    for word in "say said claim claims claimed allege alleged allegedly reportedly report reported "
    "according believe believed argue argued insist insisted accuse accused announce "
    "state told tell "
    "deny denied write wrote think thought warn warned suggest maintain rumour rumoured rumored "
    "supposedly assert describe admit admitted promise promised acknowledge suspect".split()
) - {"report", "describ"} | {"reportedly"}
_ATTRIBUTED = _SAID | {stem(word) for word in "report reported reports describe".split()}
_BREAK = re.compile(
    r"[,;:()–—]|[.!?](?=\s)|\b(?:but|while|although|though|because|whereas|which|who|after|before|until|and)\b",
    re.IGNORECASE,
)

_LEADS = (
    _HEDGES
    | _FUTURE
    | frozenset("to not can must should shall and or a an the this that of in for".split())
)
_CARRIED_OUT = frozenset(
    stem(word)
    for word in "had have has manage help used began begin went go able continue start come came "
    "fail close due according next from moved".split()
)
_NOT_VERBS = frozenset(stem(word) for word in "one two the it them him her us".split())

SCOPE = 6
"""Content words a denial or hedge reaches forward within its clause."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The stems of a text that are denied or hedged, and whether anything is."""

    denied: frozenset[str]
    hedged: frozenset[str]
    future: frozenset[str]
    attributed: bool
    denials: int
    hedges: int


@lru_cache(maxsize=4_000)
def cues_of(text: str, stated: frozenset[str] = frozenset()) -> Cues:
    """Return what a text denies, hedges, announces or reports.

    Verbs of refusal whose stems are in `stated` deny nothing: they are what is said to happen.
    """
    denied: set[str] = set()
    hedged: set[str] = set()
    future: set[str] = set()
    denials = hedges = 0
    words = words_of(text)
    for index, word in enumerate(words):
        if _negates(word) or (word.stem in _REFUSALS and word.stem not in stated):
            denials += 1
            denied |= _scope(text, words, index)
        if word.lower in _HEDGES or word.stem in _HEDGE_STEMS:
            hedges += _is_hedge(word, words, index)
            if _is_hedge(word, words, index):
                hedged |= _scope(text, words, index)
        if word.lower in _FUTURE or word.lower.endswith("'ll"):
            future |= _scope(text, words, index)
    attributed = any(
        word.stem in _ATTRIBUTED and not _is_noun(words, index) for index, word in enumerate(words)
    )
    return Cues(
        frozenset(denied), frozenset(hedged), frozenset(future), attributed, denials, hedges
    )


def lost_or_gained(sentence: str, support: str) -> str | None:
    """Return how a sentence's stance differs from its support's, or None where it does not."""
    shared = _refusals_of(sentence).keys() & _refusals_of(support).keys()
    said, there = cues_of(sentence, frozenset(shared)), cues_of(support, frozenset(shared))
    content = {word.stem for word in words_of(sentence) if word.is_content}
    if there.attributed and not said.attributed:
        return "the passage reports it as somebody's words, and the sentence does not say whose"
    if _turned(sentence, support):
        return "the sentence denies what the passage states, or the other way round"
    return (
        _denial(said, there, content, support)
        or _doubt(said, there, content, support)
        or _time_to_come(said, there, content, sentence)
        or unfulfilled(sentence, support)
    )


def _turned(sentence: str, support: str) -> bool:
    """Tell whether a refusal both speak of is itself denied in one of them and not in the other."""
    said, there = _refusals_of(sentence), _refusals_of(support)
    return any(said[word].isdisjoint(there[word]) for word in said.keys() & there.keys())


@lru_cache(maxsize=4_000)
def _refusals_of(text: str) -> dict[str, frozenset[bool]]:
    """Return the verbs of refusal in a text, and whether each occurrence of them is negated."""
    found: dict[str, frozenset[bool]] = {}
    words = words_of(text)
    for index, word in enumerate(words):
        if word.stem in _REFUSALS:
            negated = any(_negates(before) for before in words[max(0, index - 3) : index])
            found[word.stem] = found.get(word.stem, frozenset()) | {negated}
    return found


def _denial(said: Cues, there: Cues, content: set[str], support: str) -> str | None:
    if there.denied and not said.denials and _hits(there.denied, content):
        return "the passage denies what the sentence states"
    if said.denials and not there.denials:
        return "the sentence denies what the passage does not"
    if said.denied and there.denials and not _meets(said.denied, there.denied):
        stated = {word.stem for word in words_of(support) if word.is_content}
        if _hits(said.denied, stated - there.denied):
            return "the sentence denies what the passage states"
    return None


def _doubt(said: Cues, there: Cues, content: set[str], support: str) -> str | None:
    if not there.hedged or said.hedges or not _hits(there.hedged, content):
        return None
    if not said.future:
        return "the passage only holds possible or planned what the sentence states as fact"
    words = words_of(support)
    if {word.lower for word in words} & {"may", "might", "could", "if"}:
        return "the passage only holds possible what the sentence announces"
    if not there.future and {word.stem for word in words} & _INTENTIONS:
        return "the passage only has as intended what the sentence announces"
    return None


def _time_to_come(said: Cues, there: Cues, content: set[str], sentence: str) -> str | None:
    if said.future and not (there.future or there.hedges):
        return "the sentence announces what the passage does not"
    announced = there.future and not (said.future or said.hedges)
    if announced and _hits(there.future, content) and not _is_future_otherwise(sentence):
        return "the passage announces what the sentence states as done"
    return None


def unfulfilled(sentence: str, support: str) -> str | None:
    """Return an objection where a support only has "to do" what the sentence has as done."""
    there = _bare_infinitives(support)
    for before, word in pairwise(words_of(sentence)):
        if word.stem in there and before.lower not in _LEADS and not word.lower.endswith("ing"):
            return f"the passage does not say that “{word.text}” came about"
    return None


def _bare_infinitives(text: str) -> set[str]:
    """Return the stems of verbs that occur behind "to" alone, and not as carried out."""
    only: set[str] = set()
    otherwise: set[str] = set()
    words = words_of(text)
    for index, word in enumerate(words):
        before = words[index - 1].lower if index else ""
        leading = words[index - 2].stem if index > 1 else ""
        if before == "to" and word.text.islower() and leading not in _CARRIED_OUT:
            only.add(word.stem)
        else:
            otherwise.add(word.stem)
    return {word for word in only - otherwise if word not in _NOT_VERBS}


def _hits(scope: Iterable[str], content: set[str]) -> bool:
    """Tell whether a sentence speaks of what is in a scope: its first words, in the main."""
    scope = set(scope)
    if not scope:
        return False
    met = sum(bool(same_meaning(word) & content) for word in scope)
    return met * 2 >= len(scope)


def _meets(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(same_meaning(word) & other for word in one)


def _is_noun(words: tuple[Word, ...], index: int) -> bool:
    """Tell "without warning" and "the claim of" from "he warned" and "she claims"."""
    before = words[index - 1].lower if index else ""
    after = words[index + 1].lower if index + 1 < len(words) else ""
    return before in {"a", "the", "no", "without", "any"} and after != "that"


def _negates(word: Word) -> bool:
    return word.lower in _NEGATIONS or word.lower.endswith("n't")


def _is_hedge(word: Word, words: tuple[Word, ...], index: int) -> bool:
    if word.lower == "may" and word.text[0].isupper() and index:
        return False
    if word.lower == "due":
        following = words[index + 1].lower if index + 1 < len(words) else ""
        return following == "to" and index + 2 < len(words) and words[index + 2].lower == "be"
    return True


def _is_future_otherwise(sentence: str) -> bool:
    return bool(re.search(r"\b(?:to be|is to|are to|set to|about to|upcoming|next)\b", sentence))


def _scope(text: str, words: tuple[Word, ...], index: int) -> frozenset[str]:
    start = words[index].start + len(words[index].text)
    found = _BREAK.search(text, start)
    end = found.start() if found else len(text)
    following = [word for word in words[index + 1 :] if word.start < end and word.is_content]
    return frozenset(word.stem for word in following[:SCOPE])
