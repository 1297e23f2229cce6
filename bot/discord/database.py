"""The SQLite file under the stores; each call is one small statement, cheap enough for the loop."""

import sqlite3
from pathlib import Path
from typing import Any

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
CREATE TABLE IF NOT EXISTS bookmarks (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Database(Closing):
    """One SQLite file in WAL mode; `:memory:` works too. Close it, or leave its `with` block."""

    def __init__(self, path: Path | str) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        # The health endpoint and the tests look in from other threads; sqlite3 itself serialises.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA secure_delete=ON")
        self._connection.executescript(_SCHEMA)

    def run(self, statement: str, *values: Any) -> int:
        """Execute one statement; return the number of rows it changed."""
        return self._connection.execute(statement, values).rowcount

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        return self._connection.execute(query, values).fetchall()

    def bookmark(self, name: str) -> int | None:
        """Return a remembered number."""
        found = self.rows("SELECT value FROM bookmarks WHERE name = ?", name)
        return int(found[0]["value"]) if found else None

    def set_bookmark(self, name: str, value: int) -> None:
        """Remember a number."""
        self.run("INSERT OR REPLACE INTO bookmarks VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
