"""The database of jobs: procrastinate's tables and our entries, in a schema of their own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from footnote.bot.postgres import answers, sentences_about
from footnote.retrieval.catalog.postgres.connection import (
    Connection,
    configure,
    connect,
    key_of,
)
from footnote.retrieval.closing import Closing
from footnote.retrieval.errors import LibraryError
from footnote.retrieval.options import CatalogOptions

if TYPE_CHECKING:
    from procrastinate import App

Cursor = psycopg.Cursor[dict[str, Any]]

INGEST = "ingest"
"""The name of the task, and of the queue its jobs wait in."""

SCHEMA = "jobs_footnote"
"""No library's schema is called so: theirs begin with `footnote_`, that of one called jobs too."""

_ENTRIES = """
CREATE TABLE entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    library text NOT NULL,
    digest text NOT NULL,
    sources jsonb NOT NULL,
    deleted text NOT NULL,
    every text,
    due timestamptz,
    retry_at timestamptz,
    failures integer NOT NULL DEFAULT 0,
    lost integer NOT NULL DEFAULT 0,
    found integer,
    done integer,
    ended timestamptz,
    outcome text,
    seconds double precision,
    counts jsonb NOT NULL DEFAULT '{}',
    error text,
    UNIQUE (library, digest)
);
"""

_NEWEST = 1
"""Of `migrations`: 1 is the tables of procrastinate 3.10 and the entries."""


class Database(Closing):
    """The jobs of a database, over one connection that is made anew when it has broken.

    Safe to share between threads, which wait for each other. All methods raise `CatalogAway` where
    PostgreSQL does not answer, and `LibraryError` where the tables cannot be used.
    """

    def __init__(self, options: CatalogOptions) -> None:
        """Open no connection yet."""
        self._options = options
        self._threads = RLock()
        self._connection: Connection | None = None

    def close(self) -> None:
        """Close the connection."""
        with self._threads:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @cached_property
    def _app(self) -> "App":
        from procrastinate import App, SyncPsycopgConnector

        return App(connector=SyncPsycopgConnector())

    def _queue(self, cursor: Cursor, entry: int, library: str) -> bool:
        """Queue a run in this transaction; returns whether none was waiting yet."""
        from procrastinate.exceptions import AlreadyEnqueued

        try:
            with unwrapped(), cursor.connection.transaction():
                self._app.configure_task(
                    INGEST,
                    queue=INGEST,
                    lock=f"library {library}",
                    queueing_lock=place_of_entry(entry),
                    connection=cursor.connection,
                ).defer(entry=entry)
        except AlreadyEnqueued:
            return False
        return True

    @contextmanager
    def _transaction(self) -> Iterator[Cursor]:
        with self._threads, sentences(self._options):
            if self._connection is None or not answers(self._connection):
                self.close()
                self._connection = connected(self._options)
            with (
                self._connection.transaction(),
                self._connection.cursor(row_factory=dict_row) as cursor,
            ):
                yield cursor


def place_of_entry(entry: int) -> str:
    """Return the queueing lock of an entry: one job of it waits at a time."""
    return f"entry {entry}"


def connected(options: CatalogOptions) -> Connection:
    """Return a connection of its own in the schema of jobs, which is made where it is not there.

    Raises what psycopg raises, and:
        LibraryError: A newer Footnote made the schema.
    """
    connection = connect(options)
    try:
        configure(connection, options, SCHEMA)
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def sentences(options: CatalogOptions) -> AbstractContextManager[None]:
    """Turn PostgreSQL's errors into sentences, as `sentences_about` does."""
    return sentences_about("the jobs", SCHEMA, options)


@contextmanager
def unwrapped() -> Iterator[None]:
    """Raise psycopg's errors as they were before procrastinate wrapped them."""
    from procrastinate.exceptions import ConnectorException

    try:
        yield
    except ConnectorException as error:
        raise error.__cause__ or error from error


def _prepare(connection: Connection) -> None:
    """Make what is not there; several processes may do so at once: one does, the others wait."""
    if _version(connection) == _NEWEST:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (key_of("jobs"),))
        version = _version(connection)
        if version > _NEWEST:
            raise LibraryError(
                "The jobs were made by a newer Footnote. Upgrade with: "
                "pip install --upgrade footnote-bot"
            )
        if version == _NEWEST:
            return
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        connection.execute("CREATE TABLE migrations (number integer PRIMARY KEY)")
        connection.execute(_procrastinates())
        connection.execute(_ENTRIES)
        connection.execute("INSERT INTO migrations VALUES (%s)", (_NEWEST,))


def _procrastinates() -> LiteralString:
    from procrastinate.schema import SchemaManager

    return SchemaManager.get_schema()


def _version(connection: Connection) -> int:
    # Not by `to_regclass`, which may remember from before a lock was waited for.
    there = connection.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'migrations'", (SCHEMA,)
    ).fetchone()
    if there is None:
        return 0
    row = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    return int(row[0]) if row else 0
