"""What a language model writes: sentences with markers, claims, and what became of them."""

import re
from dataclasses import dataclass, replace

from footnote.retrieval.answer import Hit
from footnote.retrieval.text.sentences import split_sentences
from footnote.retrieval.text.untrusted import visible


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a passage a claim rests on, as its writer gave them.

    `passage` is the passage's number in the prompt. An empty `quote` means that only the passage
    was named, as models do that write sentences with markers.
    """

    passage: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, in the order of the answer.

    Claims with the same `together` stand or fall with each other: the steps of a procedure, the
    sides of a comparison, a pronoun and what it stands for. `own_line` is an item of a list, a
    step, a row or code. `whole` is False where the reply broke off within the claim.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    together: str = ""
    own_line: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Support:
    """Words of an offered passage that a claim's evidence was found in.

    `start` and `end` are offsets into the article, and what the footnote quotes. `text` is what the
    claim is held against: the quote in its whole sentences, or the whole passage where the writer
    named no words. `before` is the sentence ahead of it, for the names its pronouns stand for.
    """

    number: int
    hit: Hit
    start: int
    end: int
    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim with the words of passages it was found to rest on."""

    claim: Claim
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a claim may be shown; `reason` says why not, `declines` that it only declines.

    `support` takes the place of the claim's own where a checker found better words.
    """

    supported: bool
    reason: str = ""
    declines: bool = False
    support: tuple[Support, ...] | None = None


SUPPORTED = Judgement(supported=True)


_MARKERS = (
    r"(?:[\[【]\s*\^?(?:passages?\s*|source\s*)?\d+(?:\s*(?:[,;&–-]|and)\s*\^?\d+)*\s*[\]】])"
)
_MARKER = re.compile(_MARKERS, re.IGNORECASE)
_AFTER_STOP = re.compile(rf"([.!?…][”\"’')]*)[ \u00a0]*((?:{_MARKERS}[ \u00a0]*)+)", re.IGNORECASE)
_UNFINISHED = re.compile(rf"(?:\s*{_MARKERS})*\s*(?:[\[【][^\]】]{{0,24}})?\Z", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+|^#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_LABEL = re.compile(
    r"^(?:(?:the )?(?:answer|response|summary|passage)(?: is| says)?\s*:\s*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as drafted, without its markers; `whole` is False where the draft broke off."""

    text: str
    markers: tuple[int, ...]
    whole: bool = True


class DraftSplitter:
    """Take a draft piece by piece and give out each sentence once it cannot change any more."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0

    def feed(self, piece: str) -> list[DraftSentence]:
        """Return the sentences that this piece has completed."""
        self._text += piece
        if not any(character.isspace() or character in ".!?。！？]】" for character in piece):
            return []
        settled = self._text[: _UNFINISHED.search(self._text).start()]  # type: ignore[union-attr]
        return self._new(split_draft(settled)[:-1])

    def finish(self) -> list[DraftSentence]:
        """Return what is left; the last sentence is whole only where a full stop ends it."""
        rest = self._new(split_draft(self._text))
        if rest and not self._ends_cleanly():
            rest[-1] = replace(rest[-1], whole=False)
        return rest

    def _ends_cleanly(self) -> bool:
        bare = _UNFINISHED.sub("", self._text).rstrip("*_`\"”’') \n")
        return bare.endswith((".", "!", "?", "…", "。", "！", "？"))

    def _new(self, sentences: list[DraftSentence]) -> list[DraftSentence]:
        fresh = sentences[self._given :]
        self._given += len(fresh)
        return fresh


def split_draft(text: str) -> list[DraftSentence]:
    """Return the sentences of a draft; a marker behind a full stop belongs to what it follows."""
    text = _AFTER_STOP.sub(lambda match: f" {match.group(2).strip()}{match.group(1)} ", text)
    found = []
    for span in split_sentences(text):
        sentence = _sentence(text[span.start : span.end])
        if sentence.text or sentence.markers:
            found.append(sentence)
    return found


def _sentence(written: str) -> DraftSentence:
    markers: list[int] = []
    for match in _MARKER.finditer(written):
        markers += _numbers(match.group())
    plain = _MARKER.sub("", visible(written))
    plain = _EMPHASIS.sub(r"\2", _BULLET.sub("", plain))
    plain = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_LABEL.sub("", plain).split()))
    if not any(character.isalnum() for character in plain):
        plain = ""
    return DraftSentence(plain, tuple(dict.fromkeys(markers)))


def _numbers(marker: str) -> list[int]:
    numbers = [int(number) for number in re.findall(r"\d+", marker)]
    if len(numbers) == 2 and re.search(r"\d\s*[–-]\s*\d", marker) and numbers[1] - numbers[0] < 10:
        return list(range(numbers[0], numbers[1] + 1))
    return numbers
