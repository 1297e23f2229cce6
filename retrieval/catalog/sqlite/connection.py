"""SQLite connections of one catalog, one per thread, and SQLite's errors as sentences."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import TypeVar

from footnote.retrieval.catalog.rows import batches
from footnote.retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError
from footnote.retrieval.languages.cjk import paired

_BUSY_MS = 10_000
_BETWEEN_TRIES_S = 0.01


class Connections:
    """Hands every thread its own connection and closes them all together.

    Readers see the last commit and never wait for the writer (write-ahead logging).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: dict[int, sqlite3.Connection] = {}
        self._lock = Lock()
        self._closed = False

    def get(self) -> sqlite3.Connection:
        """Return this thread's connection, opened at first use."""
        connection = self._open.get(get_ident())
        if connection is not None:
            return connection
        with self._lock:
            if self._closed:
                raise LibraryError(f"The library {self.path.parent.name} is closed.")
            connection = self._open[get_ident()] = _connect(self.path)
        return connection

    def close(self) -> None:
        """Close every thread's connection; the last one out folds the log into the file."""
        with self._lock:
            self._closed = True
            for connection in self._open.values():
                connection.close()
            self._open.clear()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        # The view that the full-text index reads cuts writing without spaces by this function.
        connection.create_function("paired", 1, paired, deterministic=True)
        connection.execute("PRAGMA trusted_schema = ON")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        # Deleted text is overwritten with zeros rather than left in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        _log_ahead(connection)
        # A commit is one batch of articles, so surviving a power cut costs a few ms a batch.
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; several processes may be the first to do so at once.

    SQLite's own patience (`busy_timeout`) does not cover this switch.
    """
    # No retrying library, whose import every command would wait for.
    until = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_BETWEEN_TRIES_S)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences that name the library and what to do.

    Raises:
        LibraryBusy: Another process held the file for too long.
        LibraryDamaged: The file is no catalog, or its pages contradict each other.
        LibraryError: It cannot be written: rights, or a full disk.
    """
    name = path.parent.name
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise LibraryBusy(f"Another process keeps {path} locked; try again later.") from error
        if "malformed" in text or "no such table" in text:
            raise LibraryDamaged(_damaged(name, path, text)) from error
        if "full" in text:
            raise LibraryError(
                f"The disk is full: nothing more was written to the library {name}. "
                "Make room and run the command again."
            ) from error
        raise LibraryError(
            f"The library {name} cannot be used ({text}). Check that {path.parent} is there and "
            "that you may write to it."
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise LibraryDamaged(_damaged(name, path, str(error))) from error


def _damaged(name: str, path: Path, text: str) -> str:
    return (
        f"The catalog of the library {name} cannot be read ({text}). Run: footnote doctor --repair "
        f"(where that does not help, restore {path} from a backup, or remove the library's folder "
        "and ingest its articles again)."
    )


Value = TypeVar("Value", str, int)

_AT_ONCE = 500


def parameters(values: Sequence[Value]) -> Iterator[tuple[tuple[Value, ...], str]]:
    """Yield the values in their order, some at a time, with as many question marks for an `IN`."""
    for some in batches(values, _AT_ONCE):
        yield tuple(some), ", ".join("?" * len(some))
