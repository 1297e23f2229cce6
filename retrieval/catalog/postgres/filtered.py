"""Passages within filters and those added of late: which, and the vectors most like another."""

from collections.abc import Sequence
from typing import Any, LiteralString

from footnote.retrieval.catalog.interface import Hits, Mark
from footnote.retrieval.catalog.postgres.connection import Connection
from footnote.retrieval.catalog.rows import JOINED, Row, nearest_rows, stack, unpack
from footnote.retrieval.question import Filters


def read_passing(db: Connection, passage_ids: Sequence[str], filters: Filters) -> set[str]:
    """Return those of the passages whose article passes the filters."""
    where, values = filter_clause(filters)
    rows = db.execute(
        f"SELECT passages.id FROM {JOINED}"  # noqa: S608 - only constants
        f" WHERE passages.id = ANY(%(ids)s) AND {where}",
        {**values, "ids": list(passage_ids)},
    )
    return {row[0] for row in rows}


def read_vectors(db: Connection, passage_ids: Sequence[str]) -> dict[str, list[float]]:
    """Return the stored vectors of passages, as far as they are there."""
    rows = db.execute(
        "SELECT id, vector FROM passages WHERE id = ANY(%s) AND vector IS NOT NULL",
        (list(passage_ids),),
    )
    return {name: unpack(content) for name, content in rows}


def read_nearest(
    db: Connection, vector: Sequence[float], limit: int, filters: Filters, most: int
) -> Hits | None:
    """Return the passages within filters most like a vector; None if there are too many.

    Counted before they are fetched: two statements, of which the second decides.
    """
    where, values = filter_clause(filters)
    inside = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {JOINED}"  # noqa: S608 - only constants
        f" WHERE {where} LIMIT %(most)s) AS few",
        {**values, "most": max(most + 1, 0)},
    ).fetchone()
    if one(inside)[0] > most:
        return None
    rows = db.execute(
        f"SELECT passages.id, vector FROM {JOINED} WHERE {where}",  # noqa: S608 - only constants
        values,
    ).fetchall()
    if len(rows) > most or any(row[1] is None for row in rows):
        return None
    return _ranked(rows, vector, limit)


def read_mark(db: Connection) -> Mark:
    """Return the present moment."""
    row = db.execute(
        "SELECT value::bigint, (SELECT coalesce(max(number), 0) FROM passages)"
        " FROM meta WHERE name = 'epoch'"
    ).fetchone()
    return Mark(*one(row))


def read_made_up(db: Connection, since: Mark, most: int) -> bool:
    """Whether all that has changed since is what was deleted, and at most so many passages."""
    row = db.execute(
        "SELECT value::bigint, (SELECT count(*) FROM"
        " (SELECT 1 FROM passages WHERE number > %s LIMIT %s) AS few)"
        " FROM meta WHERE name = 'epoch'",
        (since.newest, most + 1),
    ).fetchone()
    epoch, added = one(row)
    return bool(epoch == since.epoch and added <= most)


def read_nearest_added(db: Connection, vector: Sequence[float], limit: int, since: Mark) -> Hits:
    """Return the passages stored since that are most like a vector."""
    rows = db.execute(
        "SELECT id, vector FROM passages WHERE number > %s AND vector IS NOT NULL ORDER BY number",
        (since.newest,),
    )
    return _ranked(rows.fetchall(), vector, limit)


def filter_clause(filters: Filters) -> tuple[LiteralString, dict[str, Any]]:
    """Return the SQL condition of the filters, on `articles`, and its named values."""
    clauses: list[LiteralString] = ["TRUE"]
    values: dict[str, Any] = {}
    if filters.since is not None:
        clauses.append("articles.published >= %(since)s")
        values["since"] = filters.since
    if filters.until is not None:
        clauses.append("articles.published <= %(until)s")
        values["until"] = filters.until
    if filters.not_after is not None:
        clauses.append("(articles.published IS NULL OR articles.published <= %(not_after)s)")
        values["not_after"] = filters.not_after
    if filters.source is not None:
        clauses.append("articles.source_folded = %(source)s")
        values["source"] = filters.source.casefold()
    return " AND ".join(clauses), values


def one(row: Row | None) -> Row:
    """Return the row of a statement that always has one."""
    if row is None:
        raise LookupError("a statement that always returns a row returned none")
    return row


def _ranked(rows: Sequence[Row], vector: Sequence[float], limit: int) -> Hits:
    matrix = stack([row[1] for row in rows])
    return [(rows[place][0], score) for place, score in nearest_rows(matrix, vector, limit)]
