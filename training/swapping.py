"""Names, numbers and words of a question put in the place of others of their kind."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from footnote.retrieval.text.sentences import split_sentences

_NAME = re.compile(r"(?<![.!?\w] )(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the |de |von )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w])|(?<![\w.,])\d+(?:\.\d+)?(?!\w)"
)
_COUNT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|first|second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
_COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty".split()
_ORDINALS = "first second third fourth fifth".split()
QUESTION_WORDS = frozenset(
    "what which who whom whose when where why how many much long often did does do is are was were "
    "the a an of in on at to for by with from and or not that this it its their his her they be "
    "been has have had can could will would should there as about into than then most more name "
    "type kind other same own used use one".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage with its answering span; `others` are texts of the same article."""

    question: str
    passage: str
    span: tuple[int, int]
    others: Sequence[str] = ()

    @property
    def answer(self) -> str:
        """The answering words."""
        return self.passage[self.span[0] : self.span[1]]

    @property
    def sentence(self) -> tuple[int, int]:
        """The sentence in which the answer begins."""
        for one in split_sentences(self.passage):
            if one.start <= self.span[0] < one.end:
                return one.start, one.end
        return self.span


def entities(text: str) -> list[str]:
    """Return the names, numbers and number words of a text."""
    found = [*_NAME.findall(text), *_NUMBER.findall(text), *_COUNT.findall(text)]
    return [one for one in dict.fromkeys(found) if one.lower() not in QUESTION_WORDS]


def replacement(old: str, pair: Pair, rng: random.Random) -> str | None:
    """Return another of the same kind, of the passage or its article where it can be."""
    low = old.lower()
    if low in _COUNTS or low in _ORDINALS:
        others = _ORDINALS if low in _ORDINALS else _COUNTS
        return rng.choice([one for one in others if one != low])
    if re.fullmatch(r"[12]\d{3}", old):
        here = [one for one in _NUMBER.findall(pair.passage) if re.fullmatch(r"[12]\d{3}", one)]
        here = [one for one in here if one not in (old, pair.answer)]
        moved = str(int(old) + rng.choice([-20, -10, -3, -2, -1, 1, 2, 3, 10, 20]))
        return rng.choice(here) if here and rng.random() < 0.5 else moved
    if re.fullmatch(r"[\d,.]+", old):
        here = [one for one in _NUMBER.findall(pair.passage) if one != old]
        value = re.sub(r"\d", lambda digit: str((int(digit[0]) + rng.randint(1, 8)) % 10), old)
        return rng.choice(here) if here and rng.random() < 0.5 else value
    pool = [pair.passage] if rng.random() < 0.6 else list(pair.others[:8])
    names = [name for text in pool for name in _NAME.findall(text)]
    words = len(old.split())
    taken = f"{pair.question} {pair.answer}"
    fits = [one for one in names if abs(len(one.split()) - words) <= 1 and not _alike(one, taken)]
    return rng.choice(fits) if fits else None


def _alike(name: str, taken: str) -> bool:
    return any(holds(taken, part) for part in name.split())


def holds(text: str, part: str) -> bool:
    """Tell whether a text holds words, whole and in any case."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE) is not None


def swapped(text: str, old: str, new: str) -> str:
    """Return a text with words replaced wherever they stand whole."""
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda match: new, text)


def swapped_passage(pair: Pair, old: str, new: str) -> tuple[str, tuple[int, int] | None]:
    """Return the passage with words replaced and the answer's new place, None if it changed."""
    before = swapped(pair.passage[: pair.span[0]], old, new)
    inside = swapped(pair.answer, old, new)
    after = swapped(pair.passage[pair.span[1] :], old, new)
    if inside != pair.answer:
        return pair.passage, None
    return before + inside + after, (len(before), len(before) + len(inside))
