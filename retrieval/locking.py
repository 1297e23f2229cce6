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
    def held(self) -> Iterator[bool]:
        """Hold the lock; yields whether this is the outermost hold.

        Raises:
            LibraryBusy: Another process has held it for half a minute.
        """
        with self._threads:
            try:
                self._file.acquire(timeout=WAIT_S)
            except Timeout as error:
                raise LibraryBusy(
                    f"Another process is writing to the library {self._path.parent.name}. "
                    "Wait for it to finish and run the command again."
                ) from error
            try:
                yield self._file.lock_counter == 1
            finally:
                self._file.release()
