"""One writer at a time, among threads and processes, and a mark of a write that was cut off."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import RLock
from typing import Protocol

from filelock import FileLock, Timeout

from footnote.retrieval.errors import LibraryBusy

WAIT_S = 30.0


class Lock(Protocol):
    """What lets one writer in at a time."""

    def held(self, *, wait_s: float | None = None) -> AbstractContextManager[bool]:
        """Hold the lock; yields whether this is the outermost hold.

        Raises:
            LibraryBusy: Another has held it for all of `wait_s`, by default half a minute.
        """


class WriteLock:
    """A lock on a file that the system lets go of when its process dies; may be nested.

    A second file is the turn to wait for it: whoever holds that is the next, so that readers, who
    take the lock for a moment when they reopen the vectors but never wait for it, cannot keep a
    writer out by taking it one after the other.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = FileLock(path, thread_local=False)
        self._turn = FileLock(path.with_suffix(".turn"), thread_local=False)
        self._threads = RLock()

    @contextmanager
    def held(self, *, wait_s: float | None = None) -> Iterator[bool]:
        """Hold the lock; yields whether this is the outermost hold.

        Raises:
            LibraryBusy: Another has held it for all of `wait_s`, by default half a minute.
        """
        seconds = WAIT_S if wait_s is None else wait_s
        if not self._threads.acquire(timeout=seconds):
            raise self._busy()
        try:
            try:
                self._acquire(seconds)
            except Timeout as error:
                raise self._busy() from error
            try:
                yield self._file.lock_counter == 1
            finally:
                self._file.release()
        finally:
            self._threads.release()

    def _acquire(self, seconds: float) -> None:
        if self._file.is_locked:
            self._file.acquire()
            return
        until = time.monotonic() + seconds
        with self._turn.acquire(timeout=seconds):
            self._file.acquire(timeout=max(until - time.monotonic(), 0))

    def _busy(self) -> LibraryBusy:
        return LibraryBusy(
            f"Another process is writing to the library {self._path.parent.name}. "
            "Wait for it to finish and run the command again."
        )


@contextmanager
def mark_of_writing(path: Path) -> Iterator[bool]:
    """Keep a mark while a write is under way; yields whether one was left by an earlier write.

    The caller holds the write lock, so that a mark it finds belongs to nobody alive. An error
    leaves the mark: what it interrupted is looked at by the next writer.
    """
    left = path.exists()
    path.touch()
    yield left
    path.unlink(missing_ok=True)
