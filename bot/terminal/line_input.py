"""Lines a person types, or a script pipes in."""

import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from footnote.bot.terminal.words import safe

_KEPT_LINES = 500


class LineInput:
    """Read lines with editing and a history of their own on a terminal, plainly otherwise."""

    def __init__(self, history_file: Path) -> None:
        self._history_file = history_file
        self._interactive = sys.stdin.isatty()

    def __enter__(self) -> Self:
        if self._interactive:
            import readline

            with suppress(OSError):
                readline.read_history_file(self._history_file)
        return self

    def read(self, prompt: str) -> str | None:
        """Return the next line, or None at the end; Ctrl-C drops the line and asks again.

        A line that was piped in is written out behind the prompt, as a person would see it.
        """
        while True:
            try:
                line = input(prompt if self._interactive else "")
                if not self._interactive:
                    sys.stdout.write(f"{prompt}{safe(line)}\n")
                    sys.stdout.flush()
                return line
            except EOFError:
                return None
            except KeyboardInterrupt:
                if not self._interactive:
                    raise
                sys.stdout.write("\n")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._interactive:
            import readline

            with suppress(OSError):
                readline.set_history_length(_KEPT_LINES)
                # What people ask is theirs: nobody else on the machine may read it.
                self._history_file.touch(mode=0o600, exist_ok=True)
                readline.write_history_file(self._history_file)
