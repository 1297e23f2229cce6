"""What every object that holds files or connections shares: leaving its `with` block closes it."""

from types import TracebackType
from typing import Self


class Closing:
    """A context manager over `close`, which may be called more than once."""

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
