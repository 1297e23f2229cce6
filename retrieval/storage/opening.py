"""Marks beside Chroma's folder while it is opened, so that a process it takes down is remembered.

Broken index files can end the process that loads them, past any `except`. A mark is a file that its
process holds a lock on; one that nobody holds was left by a process that died while opening.
"""

import contextlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where such a crash is met again at each try
    fcntl = None  # type: ignore[assignment]

_PREFIX = ".opening-"


@contextmanager
def marked(chroma: Path) -> Iterator[None]:
    """Hold a mark; it goes at the end of the block, however that ends, and stays after a crash."""
    if fcntl is None or not chroma.parent.is_dir():
        yield
        return
    name = uuid.uuid4().hex
    unlocked = chroma.parent / f".new-{name}"
    mark = chroma.parent / f"{_PREFIX}{name}"
    handle = os.open(unlocked, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        # It bears its name only once it is locked, and is never seen without its holder.
        unlocked.rename(mark)
        yield
    finally:
        unlocked.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        os.close(handle)


def crashed(chroma: Path) -> bool:
    """Whether a process died while it opened this folder, and nobody has mended it since."""
    return any(True for _ in _left_behind(chroma))


def forget_crashes(chroma: Path) -> None:
    """Remove the marks of processes that died."""
    for mark in _left_behind(chroma):
        mark.unlink(missing_ok=True)


def _left_behind(chroma: Path) -> Iterator[Path]:
    for mark in chroma.parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            handle = os.open(mark, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield mark
            finally:
                os.close(handle)
