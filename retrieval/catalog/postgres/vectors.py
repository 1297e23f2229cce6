"""Vectors in the catalog's rows and in pgvector's table, and the passages within filters.

pgvector's table is there once a process was told to look vectors up in it (`vectors.mode`
"postgres"); from then on every writer fills it, whatever its own settings.
"""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from psycopg import errors, sql

from footnote.retrieval.catalog.interface import Hits, Mark
from footnote.retrieval.catalog.postgres.connection import Connection, key_of
from footnote.retrieval.catalog.rows import JOINED, Row, Vector, nearest_rows, pack, stack, unpack
from footnote.retrieval.errors import LibraryError
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
    """Return the vectors of passages by id; those that are missing are left out."""
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
    """Return whether all changes since are deletions and at most `most` new passages."""
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


_TABLE: LiteralString = "passage_embeddings"
_HELD: LiteralString = "passage_embeddings JOIN passages ON passages.number = passage"
_WITH_ARTICLES: LiteralString = f"{_HELD} JOIN articles ON articles.number = passages.article"

_MAKE_TABLE = """
CREATE TABLE passage_embeddings (
    passage bigint PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    embedding vector({dimension}) NOT NULL
);
CREATE INDEX passages_by_embedding ON passage_embeddings
    USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 100);
"""
"""The index is Chroma's, see `footnote.retrieval.storage.chroma`."""

_NOT_THERE = (
    errors.FeatureNotSupported,
    errors.UndefinedFile,
    errors.UndefinedObject,
    errors.InsufficientPrivilege,
)
"""How PostgreSQL says that the extension is not installed, not to be made, or elsewhere."""


def make_table(db: Connection, schema: str, dimension: int) -> None:
    """Make the table and its index, where they are missing.

    Raises:
        LibraryError: PostgreSQL has no pgvector, or none for vectors so long.
    """
    try:
        with db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(%s)", (key_of("schema"),))
            if not has_table(db, schema):
                db.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
                db.execute(sql.SQL(_MAKE_TABLE).format(dimension=sql.Literal(dimension)))
    except errors.ProgramLimitExceeded as error:
        raise LibraryError(
            f"pgvector indexes no vectors of {dimension} numbers. Set vectors.mode to server."
        ) from error
    except _NOT_THERE as error:
        raise LibraryError(
            "PostgreSQL has no pgvector for this account. Install it and make it once: CREATE "
            "EXTENSION vector SCHEMA public; or set vectors.mode to server."
        ) from error


def has_table(db: Connection, schema: str) -> bool:
    """Whether vectors are kept in this catalog's own table."""
    row = db.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = %s", (schema, _TABLE)
    ).fetchone()
    return row is not None


def drop_table(db: Connection, schema: str) -> None:
    """Remove the table with all vectors in it."""
    db.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(schema, _TABLE)))


def store_embeddings(db: Connection, vectors: Mapping[str, Vector]) -> None:
    """Keep the vectors of passages that are there, by passage id."""
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO passage_embeddings (passage, embedding)"
            " SELECT number, %s::vector FROM passages WHERE id = %s"
            " ON CONFLICT (passage) DO UPDATE SET embedding = excluded.embedding",
            [(_literal(vector), name) for name, vector in vectors.items()],
        )


def delete_embeddings(db: Connection, passage_ids: Sequence[str]) -> None:
    """Delete the vectors of passages that are there; those of passages that go, go with them."""
    db.execute(
        "DELETE FROM passage_embeddings USING passages"
        " WHERE passages.number = passage AND passages.id = ANY(%s)",
        (list(passage_ids),),
    )


def count_embeddings(db: Connection) -> int:
    """Return the number of vectors."""
    return int(one(db.execute("SELECT count(*) FROM passage_embeddings").fetchone())[0])


def read_embedded_ids(db: Connection) -> set[str]:
    """Return the id of every passage with a vector."""
    rows = db.execute(f"SELECT passages.id FROM {_HELD}")  # noqa: S608 - only constants
    return {row[0] for row in rows}


def read_embeddings(db: Connection, passage_ids: Sequence[str]) -> dict[str, list[float]]:
    """Return the vectors of passages, as far as they are there."""
    rows = db.execute(
        f"SELECT passages.id, embedding::real[] FROM {_HELD}"  # noqa: S608 - only constants
        " WHERE passages.id = ANY(%s)",
        (list(passage_ids),),
    )
    return dict(rows.fetchall())


def search_embeddings(
    db: Connection, vector: Sequence[float], limit: int, filters: Filters
) -> Hits:
    """Return (passage id, cosine similarity) of the nearest passages that pass, best first."""
    where, values = filter_clause(filters)
    among = _TABLE if filters == Filters() else _WITH_ARTICLES
    # Order and limit stand by the vectors alone, where their index serves both.
    rows = db.execute(
        "SELECT id, 1 - distance FROM ("  # noqa: S608 - only constants
        f"SELECT passage, embedding <=> %(vector)s::vector AS distance FROM {among} WHERE {where}"
        " ORDER BY distance LIMIT %(limit)s) AS near"
        " JOIN passages ON passages.number = near.passage ORDER BY distance, id",
        {**values, "vector": _literal(vector), "limit": limit},
    )
    return [(name, float(similarity)) for name, similarity in rows]


def _literal(vector: Vector) -> str:
    """Return a vector as pgvector reads it, in the digits of 32-bit floats."""
    return str(unpack(pack(vector)))
