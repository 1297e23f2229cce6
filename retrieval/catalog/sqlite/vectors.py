"""Vectors and signatures in the catalog's rows, and the passages within filters."""

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.catalog.rows import stack
from footnote.retrieval.catalog.sqlite.connection import parameters
from footnote.retrieval.catalog.sqlite.reading import filter_clause
from footnote.retrieval.duplicates.signature import Signature, bands, sign
from footnote.retrieval.question import Filters

Numbered = tuple[list[int], NDArray[np.float32]]
"""Numbers of passages and their vectors, row by row."""


def count(db: sqlite3.Connection, filters: Filters, most: int) -> int:
    """Return how many passages pass the filters, counted to `most` and no further."""
    where, values = filter_clause(filters)
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM articles"  # noqa: S608 - only constants
        f" CROSS JOIN passages ON passages.article = articles.number WHERE {where} LIMIT ?)",
        (*values, most),
    ).fetchone()
    return int(row[0])


def passing(db: sqlite3.Connection, passage_ids: Sequence[str], filters: Filters) -> set[str]:
    """Return those of the passages whose article passes the filters."""
    where, values = filter_clause(filters)
    found: set[str] = set()
    for some, marks in parameters(passage_ids):
        rows = db.execute(
            # CROSS keeps SQLite from beginning with all articles of a source or a year. Indexes
            # alone are read: among thousands of passages, rows with their texts are as many pages.
            "SELECT named.id FROM passages AS named"  # noqa: S608 - only constants
            " CROSS JOIN passages INDEXED BY passages_by_number ON passages.number = named.number"
            " CROSS JOIN articles INDEXED BY articles_by_number"
            " ON articles.number = passages.article"
            f" WHERE named.id IN ({marks}) AND {where}",
            (*some, *values),
        )
        found.update(row[0] for row in rows)
    return found


def vectors(db: sqlite3.Connection, filters: Filters) -> Numbered:
    """Return the numbers of passages that pass the filters and their stored vectors, row by row."""
    where, values = filter_clause(filters)
    rows = db.execute(
        # CROSS keeps SQLite to this order: filters first, then only the rows they leave. The ids
        # stand beside the texts, so that asking for them would double the pages read.
        "SELECT passages.number, vectors.vector FROM articles"  # noqa: S608 - only constants
        " CROSS JOIN passages ON passages.article = articles.number"
        f" CROSS JOIN vectors ON vectors.passage = passages.number WHERE {where}",
        values,
    )
    return _stacked(rows.fetchall())


def count_added(db: sqlite3.Connection, after: int, most: int) -> int:
    """Return how many passages have a number above `after`, counted to `most` and no further."""
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM passages INDEXED BY passages_by_number"
        " WHERE number > ? LIMIT ?)",
        (after, most),
    ).fetchone()
    return int(row[0])


def vectors_added(db: sqlite3.Connection, after: int, most: int) -> Numbered:
    """Return numbers and stored vectors of the first `most` passages numbered above `after`."""
    rows = db.execute(
        "SELECT passage, vector FROM vectors WHERE passage > ? ORDER BY passage LIMIT ?",
        (after, most),
    )
    return _stacked(rows.fetchall())


def ids(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the ids of passages by their numbers; those that are missing are left out."""
    found: dict[int, str] = {}
    for some, marks in parameters(numbers):
        rows = db.execute(
            f"SELECT number, id FROM passages WHERE number IN ({marks})",  # noqa: S608 - constants
            some,
        )
        found.update(rows)
    return found


def _stacked(rows: list[tuple[int, bytes]]) -> Numbered:
    return [row[0] for row in rows], stack([row[1] for row in rows])


_STORED = np.dtype("<u4")
_MOST_A_BAND = 100


def store_signature(db: sqlite3.Connection, article: int, text: str) -> None:
    """Sign one article, by its number."""
    signature = sign(text)
    db.execute(
        "INSERT OR REPLACE INTO signatures (article, signature) VALUES (?, ?)",
        (article, signature.astype(_STORED).tobytes()),
    )
    db.executemany(
        "INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)",
        ((band, article) for band in bands(signature)),
    )


def sign_some(db: sqlite3.Connection, count: int) -> int:
    """Sign up to so many articles that have no signature; return how many there were."""
    rows = db.execute(
        "SELECT number, text FROM articles WHERE number NOT IN (SELECT article FROM signatures)"
        " LIMIT ?",
        (count,),
    ).fetchall()
    for number, text in rows:
        store_signature(db, number, text)
    return len(rows)


def read_signatures(db: sqlite3.Connection, article_ids: Sequence[str]) -> dict[str, Signature]:
    """Return the signatures of articles by id; those that are missing are left out."""
    found: dict[str, Signature] = {}
    for some, marks in parameters(article_ids):
        rows = db.execute(
            "SELECT articles.id, signatures.signature FROM articles"  # noqa: S608 - only constants
            " JOIN signatures ON signatures.article = articles.number"
            f" WHERE articles.id IN ({marks})",
            some,
        )
        found.update((name, np.frombuffer(content, dtype=_STORED)) for name, content in rows)
    return found


def read_neighbours(db: sqlite3.Connection, signature: Signature) -> list[str]:
    """Return the ids of articles that share a band with a signature, its own included.

    Of a page that stands in a library hundreds of times (a consent wall, say) only the oldest
    hundred are looked at.
    """
    numbers: set[int] = set()
    for band in bands(signature):
        rows = db.execute(
            "SELECT article FROM bands WHERE band = ? ORDER BY article LIMIT ?",
            (band, _MOST_A_BAND),
        )
        numbers.update(row[0] for row in rows)
    found = (
        db.execute("SELECT id FROM articles WHERE number = ?", (number,)).fetchone()
        for number in sorted(numbers)
    )
    return [row[0] for row in found if row is not None]
