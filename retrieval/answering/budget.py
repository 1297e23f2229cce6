"""How many tokens a library may use in a day, counted over all processes."""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from footnote.retrieval.errors import AnswererError

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
