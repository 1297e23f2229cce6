"""The bot's state in a file of its home."""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from footnote.bot.discord.state.interface import SCHEMA, StateDatabase, Step

_BUSY_S = 30.0
_COLUMNS_SINCE = {"owner": "TEXT", "lease_until": "REAL"}
"""Columns of questions that files of 0.1.0 lack."""


class SqliteState(StateDatabase):
    """One SQLite file in WAL mode, for its owner's eyes only."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.chmod(0o600)  # what an earlier version made was readable by everybody
        self._writer = _connect(path)
        self._writer.execute("PRAGMA journal_mode=WAL")
        self._writer.execute("PRAGMA synchronous=NORMAL")
        self._writer.execute("PRAGMA secure_delete=ON")
        self._writer.executescript(SCHEMA)
        self._add_columns()
        self._reader = _connect(path)
        self._reader.execute("PRAGMA query_only=ON")

    def _add_columns(self) -> None:
        self._writer.execute("BEGIN IMMEDIATE")
        there = {row["name"] for row in self._writer.execute("PRAGMA table_info(questions)")}
        for name, kind in _COLUMNS_SINCE.items():
            if name not in there:
                self._writer.execute(f"ALTER TABLE questions ADD COLUMN {name} {kind}")
        self._writer.execute("COMMIT")

    def _change(self, steps: Sequence[Step]) -> int:
        if len(steps) == 1:
            statement, values = steps[0]
            return self._writer.execute(statement, values).rowcount
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            changed = sum(self._writer.execute(s, values).rowcount for s, values in steps)
            self._writer.execute("COMMIT")
        except BaseException:
            self._writer.execute("ROLLBACK")
            raise
        return changed

    def _read(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        return self._reader.execute(query, values).fetchall()

    def _scrub(self) -> None:
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _disconnect(self) -> None:
        self._writer.close()
        self._reader.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.create_function("clock", 0, lambda: time.time())  # noqa: PLW0108 - tests set it
    return connection
