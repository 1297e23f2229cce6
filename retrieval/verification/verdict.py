"""What became of one sentence a language model wrote."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["kept", "recited", "removed"]


@dataclass(frozen=True, slots=True)
class Support:
    """The characters of an article that carry a sentence: `passage.start` is already added."""

    marker: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and on what it stands.

    `markers` are those that carry it: cited ones that do not are dropped even from a kept sentence.
    `support` has one entry a marker. `reason` says why a sentence was removed or cited anew; it is
    empty for a kept one.
    """

    outcome: Outcome
    markers: tuple[int, ...] = ()
    reason: str = ""
    support: tuple[Support, ...] = ()
