"""The words of a text as SQLite's full-text index has them, so that both engines find the same.

SQLite itself cuts them, in memory: what `unicode61` counts as a letter, how accents are folded and
what Porter's stemmer leaves is its tokenizer's own, and any second version of it would differ.
"""

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from threading import Lock

from footnote.retrieval.languages.cjk import paired

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""That of the full-text index in `footnote.retrieval.catalog.sqlite.schema`."""

_PLAIN = re.compile(r"[a-z]+")
_LONGEST = 100


class Tokenizer:
    """Cuts texts into stemmed words; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(
            f"CREATE VIRTUAL TABLE cut USING fts5 (text, content = '', tokenize = '{TOKENIZER}')"
        )
        self._db.execute("CREATE VIRTUAL TABLE instances USING fts5vocab (cut, 'instance')")

    def close(self) -> None:
        """Let go of the memory."""
        self._db.close()

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        """Return each text's words in order, each of ASCII letters and digits alone."""
        found: list[list[str]] = [[] for _ in texts]
        with self._lock:
            self._db.executemany(
                "INSERT INTO cut (rowid, text) VALUES (?, ?)",
                ((place, paired(text.replace("\0", " "))) for place, text in enumerate(texts)),
            )
            rows = self._db.execute("SELECT doc, offset, term FROM instances").fetchall()
            self._db.execute("INSERT INTO cut (cut) VALUES ('delete-all')")
        for place, _, term in sorted(rows):
            found[place].append(_ascii(term))
        return found


def _ascii(word: str) -> str:
    """Return a word as PostgreSQL's parser leaves it whole, whatever the locale; unlike for unlike.

    Plain English words stay readable, others become "q9" and the digits of their bytes.
    """
    if len(word) > _LONGEST:
        return "q8" + hashlib.sha256(word.encode()).hexdigest()
    return word if _PLAIN.fullmatch(word) else "q9" + word.encode().hex()
