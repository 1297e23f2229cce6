"""The SQLite file under the stores, read and written in threads of its own."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from retrieval.closing import Closing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS places (
    guild_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);
CREATE TABLE IF NOT EXISTS questions (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, channel_id INTEGER NOT NULL,
    guild_id INTEGER, asker_id INTEGER NOT NULL, state TEXT NOT NULL,
    reply_id INTEGER, token TEXT, private INTEGER NOT NULL, filters TEXT NOT NULL,
    taken_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS questions_by_state ON questions (state);
CREATE TABLE IF NOT EXISTS leases (
    question_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, lease_until REAL NOT NULL
);
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
_BUSY_S = 30.0
Result = TypeVar("Result")
Step = tuple[str, tuple[Any, ...]]


class Database(Closing):
    """One SQLite file in WAL mode, for its owner's eyes only.

    Writes wait in one thread, reads in another: a disk that is slow, or a process that holds the
    file, keeps neither the event loop nor a reader waiting.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.chmod(0o600)  # what an earlier version made was readable by everybody
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="discord-store-write")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="discord-store-read")
        self._writer = _connect(path)
        self._writer.execute("PRAGMA journal_mode=WAL")
        self._writer.execute("PRAGMA synchronous=NORMAL")
        self._writer.execute("PRAGMA secure_delete=ON")
        self._writer.executescript(_SCHEMA)
        self._reader = _connect(path)
        self._reader.execute("PRAGMA query_only=ON")

    async def run(self, statement: str, *values: Any) -> int:
        """Execute one statement; return the number of rows it changed."""
        return await self._write(lambda: self._writer.execute(statement, values).rowcount)

    async def together(self, *steps: Step) -> int:
        """Execute statements, all or none of them; return the number of rows they changed."""

        def execute() -> int:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                changed = sum(self._writer.execute(s, values).rowcount for s, values in steps)
                self._writer.execute("COMMIT")
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            return changed

        return await self._write(execute)

    async def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._reading, lambda: self._reader.execute(query, values).fetchall()
        )

    async def scrub(self) -> None:
        """Let what was deleted leave the files too."""
        await self._write(
            lambda: self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        )

    async def bookmark(self, name: str) -> int | None:
        """Return a remembered number."""
        found = await self.rows("SELECT value FROM bookmarks WHERE name = ?", name)
        return int(found[0]["value"]) if found else None

    async def set_bookmark(self, name: str, value: int) -> None:
        """Remember a number."""
        await self.run("INSERT OR REPLACE INTO bookmarks VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Write what waits, and close the file."""
        for pool in (self._writing, self._reading):
            pool.shutdown(wait=True)
        self._writer.close()
        self._reader.close()

    async def _write(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._writing, call)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection
