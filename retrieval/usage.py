"""Tokens a language model has read and written, and what they cost."""

from collections.abc import Callable
from dataclasses import dataclass

CHARACTERS_A_TOKEN = 4
"""What a token comes to where a server does not count: a rule of thumb for English."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them; `cost` is in the currency the prices are given in.

    `estimated` says that some were counted by their characters: servers that count do so at the
    end of a reply, and a reply that is long enough is not read to its end. `cached_tokens` are
    those read that the provider still had in memory; they usually cost less than told here.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    estimated: bool = False
    cached_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
            self.estimated or other.estimated,
            self.cached_tokens + other.cached_tokens,
        )


NOTHING_USED = Usage()

OnUsage = Callable[[Usage], None]
"""Told of each call of a language model when it has ended, however it did."""


class Meter:
    """Adds up the calls made for one answer."""

    def __init__(self) -> None:
        self.total = NOTHING_USED

    def add(self, usage: Usage) -> None:
        """Take one call in."""
        self.total += usage


def estimated_tokens(characters: int) -> int:
    """Return roughly how many tokens a text of that length has."""
    return -(-characters // CHARACTERS_A_TOKEN)
