"""One writer at a time, among the threads of this process and among processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from filelock import FileLock, Timeout

from retrieval.errors import LibraryBusy

WAIT_S = 30.0


class WriteLock:
    """A lock on a file that the system lets go of when its process dies; may be nested."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = FileLock(path, thread_local=False)
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
                self._file.acquire(timeout=seconds)
            except Timeout as error:
                raise self._busy() from error
            try:
                yield self._file.lock_counter == 1
            finally:
                self._file.release()
        finally:
            self._threads.release()

    def _busy(self) -> LibraryBusy:
        return LibraryBusy(
            f"Another process is writing to the library {self._path.parent.name}. "
            "Wait for it to finish and run the command again."
        )
