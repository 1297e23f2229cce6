"""Passages within filters: how many, which, and their vectors."""

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.reading import filter_clause
from retrieval.question import Filters

_PARAMETERS = 500


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
    for start in range(0, len(passage_ids), _PARAMETERS):
        some = passage_ids[start : start + _PARAMETERS]
        marks = ", ".join("?" * len(some))
        rows = db.execute(
            # CROSS keeps SQLite from beginning with all articles of a source or a year.
            "SELECT passages.id FROM passages"  # noqa: S608 - only constants
            " CROSS JOIN articles ON articles.number = passages.article"
            f" WHERE passages.id IN ({marks}) AND {where}",
            (*some, *values),
        )
        found.update(row[0] for row in rows)
    return found


def vectors(db: sqlite3.Connection, filters: Filters) -> tuple[list[str], NDArray[np.float32]]:
    """Return the ids of passages that pass the filters and their stored vectors, row by row."""
    where, values = filter_clause(filters)
    rows = db.execute(
        # CROSS keeps SQLite to this order: filters first, then only the rows they leave.
        "SELECT passages.id, vectors.vector FROM articles"  # noqa: S608 - only constants
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


def vectors_added(
    db: sqlite3.Connection, after: int, most: int
) -> tuple[list[str], NDArray[np.float32]]:
    """Return ids and stored vectors of the first `most` passages with a number above `after`."""
    rows = db.execute(
        "SELECT passages.id, vectors.vector FROM passages"
        " CROSS JOIN vectors ON vectors.passage = passages.number WHERE passages.number > ?"
        " ORDER BY passages.number LIMIT ?",
        (after, most),
    )
    return _stacked(rows.fetchall())


def _stacked(rows: list[tuple[str, bytes]]) -> tuple[list[str], NDArray[np.float32]]:
    content = b"".join(row[1] for row in rows)
    matrix = np.frombuffer(content, dtype="<f4").reshape(len(rows), -1 if rows else 0)
    return [row[0] for row in rows], matrix
