"""Tokens a language model has read and written, what they cost, and how many a day may bring."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from footnote.retrieval.errors import AnswererError

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


_DAYS_KEPT = 7


def _today() -> date:
    return datetime.now(UTC).date()


class TokenBudget:
    """A day's tokens of one library; the day is UTC's.

    Every call adds one short line to the day's file, which the system writes whole, so processes
    need no lock and a crash loses nothing that was spent.
    """

    def __init__(self, folder: Path, daily_tokens: int, today: Callable[[], date] = _today) -> None:
        self._folder = folder
        self._daily = daily_tokens
        self._today = today

    def ask(self) -> None:
        """Let a call pass while something is left of the day's tokens.

        Raises:
            AnswererError: Nothing is.
        """
        if self.spent() >= self._daily:
            raise AnswererError(
                f"The language model has had its {self._daily:,} tokens for today "
                "(generation.daily_tokens); it answers again tomorrow."
            )

    def spend(self, tokens: int) -> None:
        """Note what a call came to; where it cannot be written it goes uncounted."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._file().open("a", encoding="ascii") as file:
                file.write(f"{tokens}\n")
            for old in sorted(self._folder.glob("????-??-??"))[:-_DAYS_KEPT]:
                old.unlink(missing_ok=True)

    def spent(self) -> int:
        """Return the tokens used today."""
        try:
            lines = self._file().read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError):
            return 0
        return sum(int(line) for line in lines if line.isdigit())

    def _file(self) -> Path:
        return self._folder / self._today().isoformat()
