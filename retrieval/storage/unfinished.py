"""A mark that tells the next writer whether the one before it came to its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def marked(path: Path) -> Iterator[bool]:
    """Keep a mark while a write is under way; yields whether one was left by an earlier write.

    The caller holds the write lock, so that a mark it finds belongs to nobody alive. An error
    leaves the mark: what it interrupted is looked at by the next writer.
    """
    left = path.exists()
    path.touch()
    yield left
    path.unlink(missing_ok=True)
