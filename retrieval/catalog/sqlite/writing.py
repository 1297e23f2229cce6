"""Changes to a catalog; called inside one transaction, which makes them visible together."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.catalog.interface import NOTE
from footnote.retrieval.catalog.rows import Vector, day_of, pack, pack_blocks
from footnote.retrieval.catalog.sqlite.reading import read_last_number
from footnote.retrieval.catalog.sqlite.vectors import sign_some, store_signature

_REBUILD_WORDS = "INSERT INTO words (words) VALUES ('rebuild')"

# Rows of FTS5's own table (https://sqlite.org/fts5.html, "The %_data Table"): the averages, and the
# structure of an index without segments.
_WORDS_STRUCTURE = 10
_NO_WORDS = ((1, b""), (_WORDS_STRUCTURE, bytes(7)))

_LARGEST_WORDS_STRUCTURE = 2000
"""Bytes at which the full-text index is made anew rather than merged once more.

In older versions of SQLite (3.40 is one) each merge may add a level, 2 to 4 bytes, to that
record, and beyond 2,000 levels the index counts as malformed.
"""


class SqliteWriter:
    """The writing side of one open transaction; `SqliteCatalog.writing` hands it out."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def set_meta(self, name: str, value: str) -> None:
        """Store a fact about the library."""
        self._db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def drop_meta(self, name: str) -> None:
        """Drop a fact about the library."""
        self._db.execute("DELETE FROM meta WHERE name = ?", (name,))

    def note(self, name: str, value: str | None) -> None:
        """Store a note beside the articles; None drops it."""
        if value is None:
            self.drop_meta(f"{NOTE}{name}")
        else:
            self.set_meta(f"{NOTE}{name}", value)

    def next_generation(self) -> None:
        """Tell every process that has the library open that something has changed."""
        self._db.execute(
            "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'generation'"
        )

    def next_epoch(self) -> None:
        """Make every process that has the vectors open forget what it read of them."""
        self._db.execute(
            "INSERT INTO meta (name, value) VALUES ('epoch', '1')"
            " ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )

    def mark_pending(self, passage_ids: Iterable[str]) -> None:
        """Note vectors that are about to be written, in case their article never arrives."""
        self._mark(passage_ids, "pending")

    def unmark(self, passage_ids: Iterable[str]) -> None:
        """Drop notes of vectors that have been dealt with."""
        self._db.executemany(
            "DELETE FROM loose_vectors WHERE passage = ?", ((name,) for name in passage_ids)
        )

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Sequence[Vector] = ()
    ) -> None:
        """Store an article, in the place of the one with its key or id if there is one.

        Vectors of passages that go are noted as superseded, those of passages that come as no
        longer pending.
        """
        old = self._db.execute(
            "SELECT number FROM articles WHERE key = ? OR id = ?", (article.key, article.head.id)
        ).fetchall()
        for (number,) in old:
            self._remove(number)
        number = self._insert_article(article)
        store_signature(self._db, number, article.text)
        for passage in passages:
            cursor = self._db.execute(
                "INSERT INTO passages (id, article, position, start, stop, text, headings, lead)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    passage.id,
                    number,
                    passage.position,
                    passage.start,
                    passage.end,
                    passage.text,
                    "\n".join(passage.headings),
                    passage.lead,
                ),
            )
            self._db.execute(
                "INSERT INTO words (rowid, title, headings, text)"
                " SELECT number, title, headings, text FROM passage_words WHERE number = ?",
                (cursor.lastrowid,),
            )
        ids = [passage.id for passage in passages]
        self.unmark(ids)
        self.store_vectors(dict(zip(ids, vectors, strict=False)))

    def store_vectors(self, vectors: Mapping[str, Vector]) -> None:
        """Keep the vectors of passages, by passage id."""
        self._db.executemany(
            "INSERT OR REPLACE INTO vectors (passage, vector)"
            " SELECT number, ? FROM passages WHERE id = ?",
            ((pack(vector), name) for name, vector in vectors.items()),
        )

    def sign_some(self, count: int) -> int:
        """Sign up to `count` articles that have no signature yet; return how many were signed."""
        return sign_some(self._db, count)

    def remove(self, article_id: str) -> bool:
        """Delete an article and everything that belongs to it; return whether it was there."""
        row = self._db.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        self._remove(row[0])
        return True

    def merge_words(self) -> None:
        """Rewrite the full-text index, which drops the words of deleted passages from its file."""
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        if self._size_of_words_structure() > _LARGEST_WORDS_STRUCTURE:
            self.rebuild_words()

    def rebuild_words(self) -> None:
        """Make the full-text index anew from the passages, whatever state it is in."""
        try:
            self._db.execute(_REBUILD_WORDS)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # Where SQLite cannot even open the index, it is emptied behind its back.
            self._db.execute("DELETE FROM words_data")
            self._db.executemany("INSERT INTO words_data (id, block) VALUES (?, ?)", _NO_WORDS)
            self._db.execute(_REBUILD_WORDS)

    def _size_of_words_structure(self) -> int:
        """Return the bytes of the record that lists the index's segments, level by level."""
        row = self._db.execute(
            "SELECT length(block) FROM words_data WHERE id = ?", (_WORDS_STRUCTURE,)
        ).fetchone()
        return int(row[0])

    def _insert_article(self, article: Article) -> int:
        head = article.head
        cursor = self._db.execute(
            "INSERT INTO articles (id, key, title, url, path, source, source_folded, published,"
            " updated, authors, metadata, content_hash, text, blocks)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                head.id,
                article.key,
                head.title,
                head.url,
                head.path,
                head.source,
                head.source.casefold() if head.source is not None else None,
                _day(head.published),
                _day(head.updated),
                json.dumps(head.authors, ensure_ascii=False),
                json.dumps(dict(article.metadata), ensure_ascii=False, default=str),
                article.content_hash,
                article.text,
                pack_blocks(article.blocks),
            ),
        )
        return int(cursor.lastrowid or 0)

    def _remove(self, number: int) -> None:
        last = read_last_number(self._db)
        rows = self._db.execute(
            "SELECT passages.id, words.number, words.title, words.headings, words.text"
            " FROM passage_words AS words JOIN passages ON passages.number = words.number"
            " WHERE passages.article = ?",
            (number,),
        ).fetchall()
        # An index that keeps no copy of the words must be told which ones to take out.
        self._db.executemany(
            "INSERT INTO words (words, rowid, title, headings, text) VALUES ('delete', ?, ?, ?, ?)",
            (row[1:] for row in rows),
        )
        self._mark((row[0] for row in rows), "superseded")
        if any(row[1] == last for row in rows):
            self.next_epoch()  # SQLite may give the number to another passage
        self._db.execute("DELETE FROM articles WHERE number = ?", (number,))

    def _mark(self, passage_ids: Iterable[str], state: str) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO loose_vectors (passage, state) VALUES (?, ?)",
            ((name, state) for name in passage_ids),
        )


def _day(value: date | None) -> str | None:
    day = day_of(value)
    return day.isoformat() if day is not None else None
