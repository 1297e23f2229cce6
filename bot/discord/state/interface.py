"""What the stores need of the database under them, whichever engine keeps it."""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from footnote.retrieval.closing import Closing
from footnote.retrieval.errors import LibraryError

STORE_FAILED = (sqlite3.Error, RuntimeError, LibraryError)
"""What a store raises when its database is away, broken or closed."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS places (
    guild_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);
CREATE TABLE IF NOT EXISTS questions (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, channel_id INTEGER NOT NULL,
    guild_id INTEGER, asker_id INTEGER NOT NULL, state TEXT NOT NULL,
    reply_id INTEGER, token TEXT, private INTEGER NOT NULL, filters TEXT NOT NULL,
    taken_at REAL NOT NULL, owner TEXT, lease_until REAL
);
CREATE INDEX IF NOT EXISTS questions_by_state ON questions (state);
CREATE TABLE IF NOT EXISTS parts (
    question_id INTEGER NOT NULL, number INTEGER NOT NULL, message_id INTEGER NOT NULL,
    PRIMARY KEY (question_id, number)
);
CREATE TABLE IF NOT EXISTS posted (
    message_id INTEGER PRIMARY KEY, question_id INTEGER NOT NULL, channel_id INTEGER NOT NULL,
    guild_id INTEGER, asker_id INTEGER NOT NULL, library TEXT NOT NULL,
    marked INTEGER NOT NULL DEFAULT 0, posted_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS posted_articles (
    message_id INTEGER NOT NULL, article_id TEXT NOT NULL, version TEXT NOT NULL,
    PRIMARY KEY (message_id, article_id)
);
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    guild_id INTEGER, library TEXT NOT NULL, verdict TEXT NOT NULL, question TEXT NOT NULL,
    asked TEXT NOT NULL, wanted TEXT NOT NULL, evidence TEXT NOT NULL, given_at REAL NOT NULL,
    UNIQUE (message_id, user_id)
);
CREATE TABLE IF NOT EXISTS quoted (
    message_id INTEGER NOT NULL, user_id INTEGER NOT NULL, article_id TEXT NOT NULL,
    PRIMARY KEY (message_id, user_id, article_id)
);
CREATE TABLE IF NOT EXISTS additions (
    id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL, channel_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL, library TEXT NOT NULL, files TEXT NOT NULL, urls TEXT NOT NULL,
    token TEXT, reply_id INTEGER, language TEXT NOT NULL, bytes INTEGER NOT NULL,
    state TEXT NOT NULL, begun_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS gaps (
    question_id INTEGER PRIMARY KEY, guild_id INTEGER, channel_id INTEGER NOT NULL,
    asker_id INTEGER NOT NULL, library TEXT NOT NULL, question TEXT NOT NULL,
    private INTEGER NOT NULL, reply_to INTEGER, asked_at REAL NOT NULL, notice_id INTEGER,
    filled_at REAL
);
CREATE INDEX IF NOT EXISTS gaps_by_notice ON gaps (notice_id);
CREATE TABLE IF NOT EXISTS taught (
    message_id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL, guild_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL, library TEXT NOT NULL, article_id TEXT NOT NULL,
    version TEXT NOT NULL, source INTEGER NOT NULL, taught_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS taught_by_channel ON taught (channel_id);
CREATE TABLE IF NOT EXISTS sources (
    channel_id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL, library TEXT NOT NULL,
    tag TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bookmarks (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
"""In SQLite's words; each engine reads them as its own."""

Result = TypeVar("Result")
Step = tuple[str, tuple[Any, ...]]


class StateDatabase(Closing, ABC):
    """Tables for the stores, which write SQL that every engine reads.

    A value is a `?`, the time in seconds is `clock()`, an upsert is `ON CONFLICT`. Writes wait in
    one thread, in their order, and reads in another: a disk that is slow, or a process that holds
    what is asked for, keeps neither the event loop nor a reader waiting. What fails raises one of
    `STORE_FAILED`.
    """

    shared = False
    """Whether processes on other hosts use it too."""

    def __init__(self) -> None:
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="discord-store-write")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="discord-store-read")

    async def run(self, statement: str, *values: Any) -> int:
        """Execute one statement; return the number of rows it changed."""
        return await self._write(lambda: self._change([(statement, values)]))

    async def together(self, *steps: Step) -> int:
        """Execute statements, all or none of them; return the number of rows they changed."""
        return await self._write(lambda: self._change(steps))

    async def rows(self, query: str, *values: Any) -> list[Any]:
        """Return the rows of a query, whose values are found by the names of their columns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, lambda: self._read(query, values))

    async def scrub(self) -> None:
        """Let what was deleted leave the files too, as far as they are ours."""
        await self._write(self._scrub)

    async def bookmark(self, name: str) -> int | None:
        """Return a remembered number."""
        found = await self.rows("SELECT value FROM bookmarks WHERE name = ?", name)
        return int(found[0]["value"]) if found else None

    async def set_bookmark(self, name: str, value: int) -> None:
        """Remember a number."""
        await self.run(
            "INSERT INTO bookmarks VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    def close(self) -> None:
        """Write what waits, and close."""
        for pool in (self._writing, self._reading):
            pool.shutdown(wait=True)
        self._disconnect()

    async def _write(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._writing, call)

    @abstractmethod
    def _change(self, steps: Sequence[Step]) -> int:
        """Execute statements in one transaction; return the number of rows they changed."""

    @abstractmethod
    def _read(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        """Return the rows of a query."""

    @abstractmethod
    def _scrub(self) -> None:
        """Let what was deleted leave the files."""

    @abstractmethod
    def _disconnect(self) -> None:
        """Close the connections."""
