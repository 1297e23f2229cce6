"""Connections to PostgreSQL, and its errors as sentences."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from footnote.retrieval.errors import CatalogAway, LibraryBusy, LibraryDamaged, LibraryError
from footnote.retrieval.options import CatalogOptions

Connection = psycopg.Connection[Any]

NOTICED_SOON: dict[str, Any] = {
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Parameters of a connection that notices a server fallen silent after nine or ten seconds."""

_SILENT_SOON = (
    " SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
    " SET tcp_user_timeout = 9000;"
)
"""PostgreSQL ends the session of a host that fell silent after nine seconds, not two hours: the
locks of one that died in the middle of a write are free then."""


class Connections:
    """One library's connections: a few shared by all readers, and one per thread that writes."""

    def __init__(self, options: CatalogOptions, schema: str, library: str) -> None:
        """Open the first of them; the schema is there.

        Raises:
            CatalogAway: PostgreSQL does not answer.
        """
        self.schema = schema
        self._options = options
        self._library = library
        self._writing = threading.local()
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url_of(options),
            kwargs={
                "autocommit": True,
                "connect_timeout": options.timeout_s,
                **NOTICED_SOON,
            },
            min_size=1,
            max_size=options.connections,
            timeout=options.timeout_s,
            reconnect_timeout=options.timeout_s,
            num_workers=1,
            configure=self._configure,
            check=ConnectionPool.check_connection,
            open=False,
            name=f"footnote-{schema}",
        )
        self._pool.open()

    def close(self) -> None:
        """Close all of them."""
        self._pool.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hand out a connection that sees the last commit, or this thread's own transaction."""
        with translated(self._options, self._library):
            own: Connection | None = getattr(self._writing, "connection", None)
            if own is not None:
                yield own
                return
            with self._pool.connection() as connection:
                yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Hand out a connection in a transaction that no other writer of the library is in."""
        with (
            translated(self._options, self._library),
            self._pool.connection() as connection,
            connection.transaction(),
        ):
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (key_of(f"{self.schema} tx"),))
            self._writing.connection = connection
            try:
                yield connection
            finally:
                self._writing.connection = None

    def _configure(self, connection: Connection) -> None:
        configure(connection, self._options, self.schema)


def connect(options: CatalogOptions) -> Connection:
    """Return a connection of its own, outside any transaction; raises what psycopg raises."""
    connection: Connection = psycopg.connect(
        url_of(options), autocommit=True, connect_timeout=options.timeout_s, **NOTICED_SOON
    )
    try:
        configure(connection, options, "public")
    except BaseException:
        connection.close()
        raise
    return connection


def configure(connection: Connection, options: CatalogOptions, schema: str) -> None:
    """Set a connection's schema and time limits."""
    # Plans made for any value know neither how rare a word is nor what a limit is.
    connection.prepare_threshold = None
    milliseconds = options.timeout_s * 1000
    # Of a statement that waits for a lock, the lock is to blame.
    patience = milliseconds * 9 // 10
    connection.execute(
        sql.SQL(
            "SET search_path TO {}, public; SET statement_timeout = {}; SET lock_timeout = {};"
            " SET idle_in_transaction_session_timeout = '10min';"
            f"{_SILENT_SOON}"
            " SET hnsw.ef_search = 800; SET hnsw.iterative_scan = relaxed_order"
        ).format(sql.Identifier(schema), sql.Literal(milliseconds), sql.Literal(patience))
    )


def url_of(options: CatalogOptions) -> str:
    """Return the address, password included.

    Raises:
        LibraryError: It is none.
    """
    url = options.url.get_secret_value() if options.url is not None else ""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Without the cause, which would carry the password into logs.
        raise LibraryError(
            "catalog.url is no address of PostgreSQL: write postgresql://NAME:PASSWORD@HOST/DATABASE."
        ) from None
    return url


def key_of(name: str) -> int:
    """Return the advisory lock's number that stands for a name."""
    digest = hashlib.blake2b(f"footnote {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@contextmanager
def translated(options: CatalogOptions, library: str) -> Iterator[None]:
    """Turn PostgreSQL's errors into sentences that name the library and what to do.

    Raises:
        CatalogAway: It does not answer, or refuses the account.
        LibraryBusy: A lock or a statement took longer than it may.
        LibraryDamaged: Tables are missing or broken.
        LibraryError: The disk is full, or the account may not do it.
    """
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
        raise LibraryBusy(
            f"Another process is writing to the library {library}. "
            "Wait for it to finish and run the command again."
        ) from error
    except errors.QueryCanceled as error:
        raise LibraryBusy(
            f"{place_of(options)} took longer than {options.timeout_s} seconds; try again later, "
            "or set catalog.timeout_s higher."
        ) from error
    except errors.InsufficientPrivilege as error:
        raise LibraryError(
            f"The account of catalog.url may not do this ({_last_line(error)}). "
            "Grant it the database, or the schema of the library."
        ) from error
    except (errors.DiskFull, errors.ReadOnlySqlTransaction) as error:
        raise LibraryError(
            f"{place_of(options)} takes no writes ({_last_line(error)}): nothing more was written "
            f"to the library {library}."
        ) from error
    except (errors.UndefinedTable, errors.InvalidSchemaName, errors.DataCorrupted) as error:
        raise LibraryDamaged(
            f"The catalog of the library {library} cannot be read ({_last_line(error)}). "
            "Restore its schema from a backup, or ingest its articles again."
        ) from error
    except (PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise CatalogAway(
            f"{place_of(options)} does not answer ({_last_line(error)}). Start it, or correct "
            "catalog.url."
        ) from error


def place_of(options: CatalogOptions) -> str:
    """Return what to call the server in a sentence, without account and password."""
    parts = conninfo_to_dict(url_of(options))
    return f"PostgreSQL at {parts.get('host') or 'localhost'}:{parts.get('port') or 5432}"


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1].strip()[:200] if lines else type(error).__name__


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
