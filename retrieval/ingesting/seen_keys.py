"""The keys a run has met, however many there are."""

import sqlite3

from footnote.retrieval.closing import Closing


class SeenKeys(Closing):
    """A set of strings that lives in a temporary file, of which a few megabytes are in memory."""

    def __init__(self) -> None:
        # SQLite gives an empty name a private file and removes it when the connection closes.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE keys (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def add(self, key: str) -> bool:
        """Note a key; return whether it is new."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO keys (key) VALUES (?)", (key.encode("utf-8", "surrogatepass"),)
        )
        return cursor.rowcount == 1

    def close(self) -> None:
        """Throw the keys away."""
        self._db.close()
