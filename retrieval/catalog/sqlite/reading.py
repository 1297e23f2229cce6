"""What can be asked of a catalog; every function is one consistent read."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog.interface import Counts, KnownArticle
from footnote.retrieval.catalog.rows import (
    HEAD,
    JOINED,
    PASSAGE,
    PASSAGE_COLUMNS,
    head_of,
    loose_and_kept,
    passage_of,
    unpack,
    unpack_blocks,
)
from footnote.retrieval.catalog.sqlite.connection import parameters
from footnote.retrieval.question import Filters
from footnote.retrieval.text.plain_blocks import plain_blocks


def read_meta(db: sqlite3.Connection) -> Mapping[str, str]:
    """Return all stored facts about the library."""
    return dict(db.execute("SELECT name, value FROM meta"))


def read_generation(db: sqlite3.Connection) -> int:
    """Return the number of commits the library has seen."""
    row = db.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
    return int(row[0])


def read_epoch(db: sqlite3.Connection) -> int:
    """Return how often an open index could no longer be told what it lacks."""
    row = db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
    return int(row[0]) if row else 0


def read_last_number(db: sqlite3.Connection) -> int:
    """Return the highest number of a passage, 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM passages").fetchone()[0])


def read_counts(db: sqlite3.Connection) -> Counts:
    """Return the number of articles and passages."""
    row = db.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages),"
        " (SELECT count(*) FROM articles WHERE blocks IS NULL)"
    ).fetchone()
    return Counts(*row)


def read_heads(db: sqlite3.Connection, filters: Filters) -> list[ArticleHead]:
    """Return the articles that pass the filters: newest first, undated last."""
    where, values = filter_clause(filters)
    rows = db.execute(
        f"SELECT {HEAD} FROM articles WHERE {where}"  # noqa: S608 - only constants
        " ORDER BY articles.published IS NULL, articles.published DESC, articles.number",
        values,
    )
    return [head_of(row) for row in rows]


def read_newest_date(db: sqlite3.Connection) -> date | None:
    """Return the latest publication date of any article."""
    row = db.execute("SELECT max(published) FROM articles").fetchone()
    return date.fromisoformat(row[0]) if row[0] else None


def read_sources(db: sqlite3.Connection) -> list[str]:
    """Return the names of sources, in alphabetical order."""
    rows = db.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY 1")
    return [row[0] for row in rows]


def read_article_ids(db: sqlite3.Connection) -> list[str]:
    """Return the id of every article, oldest entry first."""
    return [row[0] for row in db.execute("SELECT id FROM articles ORDER BY number")]


def read_article(db: sqlite3.Connection, article_id: str) -> Article | None:
    """Return one article with its text."""
    row = db.execute(
        f"SELECT {HEAD}, key, text, content_hash, metadata, blocks"  # noqa: S608 - only constants
        " FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    key, text, content_hash, metadata, packed = row[-5:]
    blocks = plain_blocks(text) if packed is None else unpack_blocks(packed)
    return Article(head_of(row), key, text, content_hash, json.loads(metadata), blocks)


def read_known(db: sqlite3.Connection, key: str) -> KnownArticle | None:
    """Return what is stored under an article's key."""
    row = db.execute("SELECT id, key, content_hash FROM articles WHERE key = ?", (key,)).fetchone()
    return KnownArticle(*row) if row else None


def read_metadata(db: sqlite3.Connection, key: str) -> Mapping[str, Any] | None:
    """Return the metadata of the article stored under a key, none of one without blocks.

    An article from before blocks were kept counts as unknown, so that its page is read again.
    """
    row = db.execute(
        "SELECT metadata FROM articles WHERE key = ? AND blocks IS NOT NULL", (key,)
    ).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def read_below(db: sqlite3.Connection, path: str) -> list[tuple[str, str]]:
    """Return id and path of the articles of a file, or of the files below a folder."""
    folder = path.rstrip("/") + "/"
    rows = db.execute(
        "SELECT id, path FROM articles WHERE path = ? OR substr(path, 1, ?) = ?",
        (path, len(folder), folder),
    )
    return list(rows)


def read_texts_of(db: sqlite3.Connection, source: str, limit: int) -> list[tuple[str, str, str]]:
    """Return id, title and text of the articles of a source last stored."""
    rows = db.execute(
        "SELECT id, title, text FROM articles WHERE source_folded = ? AND source = ?"
        " ORDER BY number DESC LIMIT ?",
        (source.casefold(), source, limit),
    )
    return list(rows)


def read_passages(db: sqlite3.Connection, article_id: str) -> list[Passage]:
    """Return the passages of one article, in order."""
    rows = db.execute(
        f"SELECT {PASSAGE} FROM {JOINED} WHERE articles.id = ?"  # noqa: S608 - only constants
        " ORDER BY passages.position",
        (article_id,),
    )
    return [passage_of(row) for row in rows]


def read_passages_by_ids(
    db: sqlite3.Connection, passage_ids: Sequence[str]
) -> list[tuple[Passage, ArticleHead]]:
    """Return passages with their articles in the order asked; ids that are gone are left out."""
    by_id: dict[str, tuple[Passage, ArticleHead]] = {}
    for some, marks in parameters(passage_ids):
        rows = db.execute(
            f"SELECT {PASSAGE}, {HEAD} FROM {JOINED}"  # noqa: S608 - only constants
            f" WHERE passages.id IN ({marks})",
            some,
        )
        for row in rows:
            by_id[row[0]] = (passage_of(row), head_of(row[PASSAGE_COLUMNS:]))
    return [by_id[passage_id] for passage_id in passage_ids if passage_id in by_id]


def read_vectors(db: sqlite3.Connection, passage_ids: Sequence[str]) -> dict[str, list[float]]:
    """Return the vectors of passages by id; those that are missing are left out."""
    vectors: dict[str, list[float]] = {}
    for some, marks in parameters(passage_ids):
        rows = db.execute(
            "SELECT passages.id, vectors.vector FROM vectors"  # noqa: S608 - only constants
            f" JOIN passages ON passages.number = vectors.passage WHERE passages.id IN ({marks})",
            some,
        )
        vectors.update((name, unpack(content)) for name, content in rows)
    return vectors


def read_passage_ids(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the id of every passage."""
    for row in db.execute("SELECT id FROM passages ORDER BY number"):
        yield row[0]


def read_some_passage_ids(db: sqlite3.Connection, count: int) -> list[str]:
    """Return ids of about `count` passages spread over the library, first and last included."""
    # Asked for together, SQLite would look at every row.
    first, last = db.execute(
        "SELECT (SELECT min(number) FROM passages), (SELECT max(number) FROM passages)"
    ).fetchone()
    if first is None:
        return []
    wanted = {first + (last - first) * step // max(count - 1, 1) for step in range(count)}
    cursors = (
        db.execute("SELECT id FROM passages WHERE number >= ? ORDER BY number LIMIT 1", (number,))
        for number in sorted(wanted)
    )
    return list(dict.fromkeys(cursor.fetchone()[0] for cursor in cursors))


def read_loose_vectors(db: sqlite3.Connection, limit: int) -> tuple[list[str], list[str]]:
    """Return up to `limit` ids of loose vectors: those to delete, and those to keep after all."""
    rows = db.execute(
        "SELECT passage, EXISTS (SELECT 1 FROM passages WHERE id = passage)"
        " FROM loose_vectors ORDER BY passage LIMIT ?",
        (limit,),
    ).fetchall()
    return loose_and_kept(rows)


def words_agree(db: sqlite3.Connection) -> bool:
    """Whether the full-text index says of every passage what the passage says."""
    try:
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return True


def filter_clause(filters: Filters) -> tuple[str, list[str]]:
    """Return the SQL condition of the filters, on `articles`, and its values."""
    clauses, values = ["1"], []
    if filters.since is not None:
        clauses.append("articles.published >= ?")
        values.append(filters.since.isoformat())
    if filters.until is not None:
        clauses.append("articles.published <= ?")
        values.append(filters.until.isoformat())
    if filters.not_after is not None:
        clauses.append("(articles.published IS NULL OR articles.published <= ?)")
        values.append(filters.not_after.isoformat())
    if filters.source is not None:
        clauses.append("articles.source_folded = ?")
        values.append(filters.source.casefold())
    return " AND ".join(clauses), values
