"""Signatures of articles, and the articles that share a part of one."""

import sqlite3
from collections.abc import Sequence

import numpy as np

from footnote.retrieval.catalog.sqlite.connection import parameters
from footnote.retrieval.duplicates.signature import Signature, bands, sign

_STORED = np.dtype("<u4")
_MOST_A_BAND = 100


def store(db: sqlite3.Connection, article: int, text: str) -> None:
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
        store(db, number, text)
    return len(rows)


def read_signatures(db: sqlite3.Connection, article_ids: Sequence[str]) -> dict[str, Signature]:
    """Return the signatures of articles, as far as they are there."""
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
