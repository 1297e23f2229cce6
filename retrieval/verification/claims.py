"""What a language model states, what it says it stands on, and what became of it."""

from dataclasses import dataclass

from footnote.retrieval.answer import Hit


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
