"""The catalog in one SQLite file: typed reads, transactions, and what only a file needs."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog.interface import EVERYTHING, NOTE, Counts, Hits, KnownArticle, Mark
from footnote.retrieval.catalog.rows import nearest_rows
from footnote.retrieval.catalog.sqlite import reading, vectors
from footnote.retrieval.catalog.sqlite.connection import Connections, translated
from footnote.retrieval.catalog.sqlite.schema import migrate
from footnote.retrieval.catalog.sqlite.vectors import Numbered
from footnote.retrieval.catalog.sqlite.words import count_together, held_words, search_words
from footnote.retrieval.catalog.sqlite.writing import SqliteWriter
from footnote.retrieval.duplicates.signature import Signature
from footnote.retrieval.question import Filters


class SqliteCatalog:
    """One open catalog file, see `Catalog`.

    Beside that it can be copied and replaced as a whole, and tells the numbers of passages.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, making or migrating its tables where needed; its folder must exist."""
        self.path = path
        self._connections = Connections(path)
        try:
            with translated(path):
                migrate(self._connections.get())
        except BaseException:
            self._connections.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    @property
    def generation(self) -> int:
        """The number of commits the library has seen, by any process."""
        with translated(self.path):
            return reading.read_generation(self._connections.get())

    @property
    def last_number(self) -> int:
        """The highest number of a passage, 0 where there is none."""
        with translated(self.path):
            return reading.read_last_number(self._connections.get())

    def meta(self) -> Mapping[str, str]:
        """Return all stored facts about the library."""
        with translated(self.path):
            return reading.read_meta(self._connections.get())

    def noted(self, name: str) -> str | None:
        """Return the text stored under a note's name."""
        return self.meta().get(f"{NOTE}{name}")

    def counts(self) -> Counts:
        """Return the number of articles and passages."""
        with translated(self.path):
            return reading.read_counts(self._connections.get())

    def heads(self, filters: Filters = EVERYTHING) -> list[ArticleHead]:
        """Return the articles that pass the filters: newest first, undated last."""
        with translated(self.path):
            return reading.read_heads(self._connections.get(), filters)

    def newest_date(self) -> date | None:
        """Return the latest publication date of any article."""
        with translated(self.path):
            return reading.read_newest_date(self._connections.get())

    def sources(self) -> list[str]:
        """Return the names of the articles' sources, in alphabetical order."""
        with translated(self.path):
            return reading.read_sources(self._connections.get())

    def article_ids(self) -> list[str]:
        """Return the id of every article, oldest entry first."""
        with translated(self.path):
            return reading.read_article_ids(self._connections.get())

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        with translated(self.path):
            return reading.read_article(self._connections.get(), article_id)

    def known(self, key: str) -> KnownArticle | None:
        """Return the id and content hash stored under a key, to tell changed from unchanged."""
        with translated(self.path):
            return reading.read_known(self._connections.get(), key)

    def metadata(self, key: str) -> Mapping[str, Any] | None:
        """Return the metadata of the article stored under a key."""
        with translated(self.path):
            return reading.read_metadata(self._connections.get(), key)

    def below(self, path: str) -> list[tuple[str, str]]:
        """Return id and path of the articles of a file, or of the files below a folder."""
        with translated(self.path):
            return reading.read_below(self._connections.get(), path)

    def texts_of(self, source: str, limit: int) -> list[tuple[str, str, str]]:
        """Return id, title and text of the articles of a source last stored."""
        with translated(self.path):
            return reading.read_texts_of(self._connections.get(), source, limit)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        with translated(self.path):
            return reading.read_passages(self._connections.get(), article_id)

    def passages_by_ids(self, passage_ids: Sequence[str]) -> list[tuple[Passage, ArticleHead]]:
        """Return passages with their articles in the order asked; gone ids are left out."""
        with translated(self.path):
            return reading.read_passages_by_ids(self._connections.get(), passage_ids)

    def passage_ids(self) -> list[str]:
        """Return the id of every passage."""
        with translated(self.path):
            return list(reading.read_passage_ids(self._connections.get()))

    def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Return those of the passages whose article passes the filters."""
        with translated(self.path):
            return vectors.passing(self._connections.get(), passage_ids, filters)

    def nearest(
        self, vector: Sequence[float], limit: int, filters: Filters, *, most: int
    ) -> Hits | None:
        """Return (passage id, cosine similarity) of passages that pass the filters, best first.

        None if more than `most` pass, or if the catalog lacks the vector of any.
        """
        with translated(self.path):
            inside = vectors.count(self._connections.get(), filters, most + 1)
            if inside > most:
                return None
            found = vectors.vectors(self._connections.get(), filters)
        return None if len(found[0]) < inside else self._ranked(found, vector, limit)

    def mark(self) -> Mark:
        """Return the present moment."""
        with translated(self.path):
            return Mark(reading.read_epoch(self._connections.get()), self.last_number)

    def made_up(self, since: Mark, most: int) -> bool:
        """Return whether all changes since are deletions and at most `most` new passages."""
        with translated(self.path):
            db = self._connections.get()
            if reading.read_epoch(db) != since.epoch:
                return False
            return vectors.count_added(db, since.newest, most + 1) <= most

    def nearest_added(self, vector: Sequence[float], limit: int, since: Mark) -> Hits:
        """Return (passage id, cosine similarity) of passages stored since, best first."""
        return self._ranked(self.vectors_added(since.newest), vector, limit)

    def vectors_added(self, after: int, most: int = -1) -> Numbered:
        """Return numbers above `after` and the vectors of their passages: all, or `most`."""
        with translated(self.path):
            return vectors.vectors_added(self._connections.get(), after, most)

    def ids_of(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return the ids of passages by their numbers; those that are missing are left out."""
        with translated(self.path):
            return vectors.ids(self._connections.get(), numbers)

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""
        with translated(self.path):
            return reading.read_vectors(self._connections.get(), passage_ids)

    def signatures(self, article_ids: Sequence[str]) -> dict[str, Signature]:
        """Return the signatures of articles by id; those that are missing are left out."""
        with translated(self.path):
            return vectors.read_signatures(self._connections.get(), article_ids)

    def neighbours(self, signature: Signature) -> list[str]:
        """Return the ids of articles that may be like a signed one, oldest entry first."""
        with translated(self.path):
            return vectors.read_neighbours(self._connections.get(), signature)

    def some_passage_ids(self, count: int) -> list[str]:
        """Return ids of about `count` passages from all over the library, oldest and newest too."""
        with translated(self.path):
            return reading.read_some_passage_ids(self._connections.get(), count)

    def lexical_search(
        self,
        terms: Sequence[str],
        limit: int,
        filters: Filters = EVERYTHING,
        *,
        title_weight: float = 1.0,
        heading_weight: float = 1.0,
    ) -> Hits:
        """Return (passage id, BM25 score) of passages with any of the terms, best first.

        Higher scores are better. A term of several words matches as a phrase; no character in a
        term has a meaning of its own. Words are stemmed (English) and freed of accents.
        """
        with translated(self.path):
            return search_words(
                self._connections.get(), terms, limit, filters, (title_weight, heading_weight, 1.0)
            )

    def held_words(self, words: Sequence[str]) -> set[str]:
        """Return the words that occur in any passage, in any inflected form."""
        with translated(self.path):
            return held_words(self._connections.get(), words)

    def count_together(self, word: str, others: Sequence[str]) -> int:
        """Return how many passages hold a word and any of the others, counted up to 1,000."""
        with translated(self.path):
            return count_together(self._connections.get(), word, others)

    def loose_vectors(self, limit: int) -> tuple[list[str], list[str]]:
        """Return noted vector ids that no passage has, and noted ones that a passage has."""
        with translated(self.path):
            return reading.read_loose_vectors(self._connections.get(), limit)

    @contextmanager
    def writing(self) -> Iterator[SqliteWriter]:
        """Open a transaction: what is written in the block is visible whole, or not at all."""
        with translated(self.path):
            db = self._connections.get()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteWriter(db)
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    def tidy(self) -> None:
        """Overwrite what deleted articles may have left in the full-text index and the log."""
        with self.writing() as writer:
            writer.merge_words()
        self.scrub()

    def scrub(self) -> None:
        """Drop deleted text from the write-ahead log too, as far as readers let go of it."""
        with translated(self.path):
            self._connections.get().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the last commit into a new file, while others read and write."""
        with translated(self.path), closing(sqlite3.connect(path)) as copy:
            self._connections.get().backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def replace_with(self, path: Path) -> None:
        """Take over everything another catalog holds, as one commit that others notice.

        Identity and generation stay this library's own: two libraries filled from one copy must
        not share a collection, and the generation must move even if the copy is of the same one.
        """
        own = {
            "id": self.meta()["id"],
            "generation": str(self.generation + 1),
            "epoch": str(self.mark().epoch + 1),
        }
        with translated(self.path), closing(sqlite3.connect(path)) as other:
            other.executemany(
                "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", own.items()
            )
            other.commit()
            other.backup(self._connections.get())

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the file: contradicting pages, orphaned rows."""
        with translated(self.path):
            db = self._connections.get()
            found = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            orphans = db.execute("PRAGMA foreign_key_check").fetchall()
            return found + [f"a row of {row[0]} has lost its article" for row in orphans]

    def warnings(self) -> list[str]:
        """Return nothing: a file has all it needs."""
        return []

    def words_agree(self) -> bool:
        """Whether the full-text index holds the words of the passages and no others."""
        with translated(self.path):
            return reading.words_agree(self._connections.get())

    def _ranked(self, found: Numbered, vector: Sequence[float], limit: int) -> Hits:
        numbers, matrix = found
        best = [(numbers[place], score) for place, score in nearest_rows(matrix, vector, limit)]
        ids = self.ids_of([number for number, _ in best])
        return [(ids[number], score) for number, score in best if number in ids]
