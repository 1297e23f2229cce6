"""One writer of a library at a time, among all hosts of a database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from psycopg import errors

from footnote.retrieval.catalog.postgres.connection import Connection, connect, key_of, translated
from footnote.retrieval.errors import LibraryBusy
from footnote.retrieval.options import CatalogOptions


class AdvisoryLock:
    """A lock that PostgreSQL lets go of when its holder's connection ends; may be nested."""

    def __init__(self, options: CatalogOptions, schema: str, library: str, wait_s: float) -> None:
        self._options = options
        self._library = library
        self._key = key_of(f"{schema} writer")
        self._wait_s = wait_s
        self._threads = RLock()
        self._connection: Connection | None = None

    @contextmanager
    def held(self, *, wait_s: float | None = None) -> Iterator[bool]:
        """Hold the lock; yields whether this is the outermost hold.

        Raises:
            LibraryBusy: Another has held it for all of `wait_s`, by default half a minute.
            CatalogAway: PostgreSQL does not answer, or was away while this was held: another may
                have written meanwhile.
        """
        until = time.monotonic() + (self._wait_s if wait_s is None else wait_s)
        if not self._threads.acquire(timeout=max(until - time.monotonic(), 0)):
            raise self._busy()
        try:
            if self._connection is not None:
                yield False
                return
            with translated(self._options, self._library), connect(self._options) as connection:
                self._acquire(connection, until)
                self._connection = connection
                try:
                    yield True
                    connection.execute("SELECT pg_advisory_unlock(%s)", (self._key,))
                finally:
                    self._connection = None
        finally:
            self._threads.release()

    def _acquire(self, connection: Connection, until: float) -> None:
        """Wait in PostgreSQL's own queue, so that nobody overtakes."""
        milliseconds = max(int((until - time.monotonic()) * 1000), 1)
        # A connection that only holds a lock is idle for as long as a write takes.
        connection.execute(
            f"SET lock_timeout = {milliseconds}; SET statement_timeout = 0;"
            " SET idle_session_timeout = 0"
        )
        try:
            connection.execute("SELECT pg_advisory_lock(%s)", (self._key,))
        except errors.LockNotAvailable as error:
            raise self._busy() from error

    def _busy(self) -> LibraryBusy:
        return LibraryBusy(
            f"Another process is writing to the library {self._library}. "
            "Wait for it to finish and run the command again."
        )
