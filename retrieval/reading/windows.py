"""Question, lead and passage as rows of tokens; a long passage in windows that overlap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding

CLS, SEP = 101, 102
"""BERT's tokens for the beginning of a row and the end of each text (uncased vocabulary)."""

Tokenize = Callable[[str], "Encoding"]


@dataclass(frozen=True, slots=True)
class WindowSizes:
    """How many tokens a row has at most, question and lead of them, and windows share."""

    row: int = 256
    question: int = 48
    lead: int = 40
    overlap: int = 64


@dataclass(frozen=True, slots=True)
class Window:
    """One row for the graph: [CLS] question [SEP] lead, part of the passage [SEP].

    Tokens from `first` up to the last but one are the passage's; `places` holds the (start, end)
    characters of each of these in the passage.
    """

    ids: list[int]
    type_ids: list[int]
    first: int
    places: Sequence[tuple[int, int]]


def windows_of(
    question: Sequence[int], lead: Sequence[int], passage: "Encoding", sizes: WindowSizes
) -> Iterator[Window]:
    """Yield the windows of a passage, each with the whole question and lead in front.

    `question` and `lead` are token ids without [CLS] and [SEP]; both are cut to their sizes.
    A passage of no tokens has no window.
    """
    head = [CLS, *question[: sizes.question], SEP]
    lead = lead[: sizes.lead]
    ids, places = bare(passage)
    room = sizes.row - len(head) - len(lead) - 1
    step = room - min(sizes.overlap, room - 1)
    for begin in range(0, len(ids), step):
        part = ids[begin : begin + room]
        row = [*head, *lead, *part, SEP]
        types = [0] * len(head) + [1] * (len(row) - len(head))
        yield Window(row, types, len(head) + len(lead), places[begin : begin + room])
        if begin + room >= len(ids):
            return


def bare(encoding: "Encoding") -> tuple[list[int], list[tuple[int, int]]]:
    """Return ids and places of a text's tokens without the [CLS] and [SEP] around them."""
    return list(encoding.ids[1:-1]), list(encoding.offsets[1:-1])
