"""Tokens a language model has read and written, and what they cost."""

from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them; `cost` is in the currency the prices are given in."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
        )


class Ledger:
    """Adds up usage over the life of a process; safe between threads."""

    def __init__(self, *, input_price: float, output_price: float) -> None:
        self._prices = (input_price, output_price)
        self._total = Usage()
        self._lock = Lock()

    def book(self, input_tokens: int, output_tokens: int) -> Usage:
        """Add one call and return what it came to; prices are for a million tokens."""
        cost = (input_tokens * self._prices[0] + output_tokens * self._prices[1]) / 1e6
        usage = Usage(1, input_tokens, output_tokens, cost)
        with self._lock:
            self._total += usage
        return usage

    @property
    def total(self) -> Usage:
        """Everything booked so far."""
        with self._lock:
            return self._total
