"""What can be asked of a catalog in PostgreSQL; every function is one statement."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog.interface import Counts, KnownArticle
from footnote.retrieval.catalog.postgres.connection import Connection
from footnote.retrieval.catalog.postgres.vectors import filter_clause, one
from footnote.retrieval.catalog.rows import (
    HEAD,
    JOINED,
    PASSAGE,
    PASSAGE_COLUMNS,
    head_of,
    loose_and_kept,
    passage_of,
    unpack_blocks,
)
from footnote.retrieval.duplicates.signature import Signature, bands
from footnote.retrieval.question import Filters

_SIGNATURE = np.dtype("<u4")
_MOST_A_BAND = 100


def read_meta(db: Connection) -> Mapping[str, str]:
    """Return all stored facts about the library."""
    return dict(db.execute("SELECT name, value FROM meta").fetchall())


def read_generation(db: Connection) -> int:
    """Return the number of commits the library has seen."""
    return int(one(db.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone())[0])


def read_counts(db: Connection) -> Counts:
    """Return the number of articles and passages; there are none from before blocks were kept."""
    row = db.execute("SELECT (SELECT count(*) FROM articles), passages FROM totals").fetchone()
    return Counts(*one(row))


def read_heads(db: Connection, filters: Filters) -> list[ArticleHead]:
    """Return the articles that pass the filters: newest first, undated last."""
    where, values = filter_clause(filters)
    rows = db.execute(
        f"SELECT {HEAD} FROM articles WHERE {where}"  # noqa: S608 - only constants
        " ORDER BY published DESC NULLS LAST, number",
        values,
    )
    return [head_of(row) for row in rows]


def read_newest_date(db: Connection) -> date | None:
    """Return the latest publication date of any article."""
    newest: date | None = one(db.execute("SELECT max(published) FROM articles").fetchone())[0]
    return newest


def read_sources(db: Connection) -> list[str]:
    """Return the names of sources, in alphabetical order."""
    rows = db.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL")
    return sorted(row[0] for row in rows)


def read_article_ids(db: Connection) -> list[str]:
    """Return the id of every article, oldest entry first."""
    return [row[0] for row in db.execute("SELECT id FROM articles ORDER BY number")]


def read_article(db: Connection, article_id: str) -> Article | None:
    """Return one article with its text."""
    row = db.execute(
        f"SELECT {HEAD}, key, text, content_hash, metadata, blocks"  # noqa: S608 - only constants
        " FROM articles WHERE id = %s",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    key, text, content_hash, metadata, packed = row[-5:]
    return Article(
        head_of(row), key, text, content_hash, json.loads(metadata), unpack_blocks(packed)
    )


def read_known(db: Connection, key: str) -> KnownArticle | None:
    """Return what is stored under an article's key."""
    row = db.execute("SELECT id, key, content_hash FROM articles WHERE key = %s", (key,)).fetchone()
    return KnownArticle(*row) if row else None


def read_metadata(db: Connection, key: str) -> Mapping[str, Any] | None:
    """Return the metadata of the article stored under a key."""
    row = db.execute("SELECT metadata FROM articles WHERE key = %s", (key,)).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def read_below(db: Connection, path: str) -> list[tuple[str, str]]:
    """Return id and path of the articles of a file, or of the files below a folder."""
    rows = db.execute(
        "SELECT id, path FROM articles WHERE path = %s OR starts_with(path, %s) ORDER BY number",
        (path, path.rstrip("/") + "/"),
    )
    return rows.fetchall()


def read_texts_of(db: Connection, source: str, limit: int) -> list[tuple[str, str, str]]:
    """Return id, title and text of the articles of a source last stored."""
    rows = db.execute(
        "SELECT id, title, text FROM articles WHERE source_folded = %s AND source = %s"
        " ORDER BY number DESC LIMIT %s",
        (source.casefold(), source, limit),
    )
    return rows.fetchall()


def read_passages(db: Connection, article_id: str) -> list[Passage]:
    """Return the passages of one article, in order."""
    rows = db.execute(
        f"SELECT {PASSAGE} FROM {JOINED} WHERE articles.id = %s"  # noqa: S608 - only constants
        " ORDER BY passages.position",
        (article_id,),
    )
    return [passage_of(row) for row in rows]


def read_passages_by_ids(
    db: Connection, passage_ids: Sequence[str]
) -> list[tuple[Passage, ArticleHead]]:
    """Return passages with their articles in the order asked; ids that are gone are left out."""
    rows = db.execute(
        f"SELECT {PASSAGE}, {HEAD} FROM {JOINED}"  # noqa: S608 - only constants
        " WHERE passages.id = ANY(%s)",
        (list(passage_ids),),
    )
    by_id = {row[0]: (passage_of(row), head_of(row[PASSAGE_COLUMNS:])) for row in rows}
    return [by_id[passage_id] for passage_id in passage_ids if passage_id in by_id]


def read_passage_ids(db: Connection) -> list[str]:
    """Return the id of every passage, oldest first."""
    return [row[0] for row in db.execute("SELECT id FROM passages ORDER BY number")]


def read_some_passage_ids(db: Connection, count: int) -> list[str]:
    """Return ids of about `count` passages spread over the library, first and last included."""
    rows = db.execute(
        "SELECT found.id FROM (SELECT min(number) AS first, max(number) AS last FROM passages) ends"
        " CROSS JOIN generate_series(0, %(steps)s) AS step CROSS JOIN LATERAL"
        " (SELECT id FROM passages WHERE number >= first + (last - first) * step / %(apart)s"
        " ORDER BY number LIMIT 1) AS found ORDER BY step",
        {"steps": count - 1, "apart": max(count - 1, 1)},
    )
    return list(dict.fromkeys(row[0] for row in rows))


def read_signatures(db: Connection, article_ids: Sequence[str]) -> dict[str, Signature]:
    """Return the signatures of articles by id; those that are missing are left out."""
    rows = db.execute(
        "SELECT id, signature FROM articles JOIN signatures ON article = number WHERE id = ANY(%s)",
        (list(article_ids),),
    )
    return {name: np.frombuffer(content, dtype=_SIGNATURE) for name, content in rows}


def read_neighbours(db: Connection, signature: Signature) -> list[str]:
    """Return the ids of articles that share a band with a signature, the oldest of each band."""
    rows = db.execute(
        "SELECT id FROM articles WHERE number IN (SELECT found.article FROM unnest(%s::bigint[])"
        " AS asked (band) CROSS JOIN LATERAL (SELECT article FROM bands"
        " WHERE bands.band = asked.band ORDER BY article LIMIT %s) AS found) ORDER BY number",
        (bands(signature), _MOST_A_BAND),
    )
    return [row[0] for row in rows]


def read_loose_vectors(db: Connection, limit: int) -> tuple[list[str], list[str]]:
    """Return up to `limit` ids of loose vectors: those to delete, and those to keep after all."""
    rows = db.execute(
        "SELECT passage, EXISTS (SELECT 1 FROM passages WHERE id = passage)"
        " FROM loose_vectors ORDER BY passage LIMIT %s",
        (limit,),
    ).fetchall()
    return loose_and_kept(rows)


def read_misplaced(db: Connection) -> int:
    """Return how many passages are not what stands at their place in their article."""
    row = db.execute(
        f"SELECT count(*) FROM {JOINED}"  # noqa: S608 - only constants
        " WHERE substr(articles.text, start + 1, stop - start) <> passages.text"
    ).fetchone()
    return int(one(row)[0])
