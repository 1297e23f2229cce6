"""The base of objects that hold files or connections: leaving the `with` block closes them."""

from types import TracebackType
from typing import Self


class Closing:
    """A context manager over `close`, which may be called more than once."""

    def close(self) -> None:
        """Release what is held."""
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
