"""The catalog's tables in PostgreSQL: one schema per library, so no index mixes two of them.

Numbered migrations of our own rather than Alembic, which keeps one history a database, where each
library here has its own and is made while the program runs.
"""

import hashlib
import logging
import re

import psycopg
from psycopg import sql

from footnote.retrieval.catalog.postgres.connection import Connection, configure, key_of
from footnote.retrieval.errors import LibraryError, LibraryMissing
from footnote.retrieval.options import CatalogOptions

logger = logging.getLogger(__name__)

OLDEST = 150000
"""PostgreSQL 15: what came with it or before is used."""

WORDS_INDEX = "passages_by_words"
PREFIX = "footnote_"

_PLAIN = re.compile(r"[a-z0-9_]{1,40}")

_FIRST = """
CREATE TABLE meta (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- Keys and sources may be longer than an ordered index holds: hashes find and refuse them.
CREATE TABLE articles (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    url text,
    path text,
    source text,
    source_folded text,
    published date,
    updated date,
    authors text NOT NULL,
    metadata text NOT NULL,
    content_hash text NOT NULL,
    text text NOT NULL,
    blocks bytea NOT NULL,
    EXCLUDE USING hash (id WITH =),
    EXCLUDE USING hash (key WITH =)
);
CREATE INDEX articles_by_date ON articles (published);
CREATE INDEX articles_by_source ON articles USING hash (source_folded);

-- `words` are the tokens of title, headings and text, a line each; `places` has them with their
-- places, for phrases, which "q7", no token of ours, keeps within a line. The vector is a second
-- copy of what the vector store holds.
CREATE TABLE passages (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    article bigint NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    position integer NOT NULL,
    start integer NOT NULL,
    stop integer NOT NULL,
    text text NOT NULL,
    headings text NOT NULL,
    lead text NOT NULL,
    words text NOT NULL,
    tokens integer NOT NULL,
    places tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.simple', split_part(words, E'\\n', 1) || ' q7'), 'A')
        || setweight(to_tsvector('pg_catalog.simple', split_part(words, E'\\n', 2) || ' q7'), 'B')
        || setweight(to_tsvector('pg_catalog.simple', split_part(words, E'\\n', 3)), 'D')
    ) STORED,
    vector bytea,
    UNIQUE (article, position)
);
CREATE INDEX passages_by_places ON passages USING gin (places);

-- How many passages there are, and how many tokens in them: what BM25 needs of all.
CREATE TABLE totals (passages bigint NOT NULL, tokens bigint NOT NULL);
INSERT INTO totals VALUES (0, 0);

-- Vectors that the vector store may hold although no passage here has them, as in SQLite.
CREATE TABLE loose_vectors (
    passage text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('pending', 'superseded'))
);

CREATE TABLE signatures (
    article bigint PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    signature bytea NOT NULL
);
CREATE TABLE bands (
    band bigint NOT NULL,
    article bigint NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
);
CREATE INDEX bands_by_article ON bands (article);

INSERT INTO meta VALUES ('generation', '0'), ('epoch', '0');
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)


def schema_of(library: str) -> str:
    """Return the name of a library's schema, the same on every host."""
    if _PLAIN.fullmatch(library):
        return PREFIX + library
    return PREFIX + "x" + hashlib.sha256(library.encode()).hexdigest()[:24]


def prepare(db: Connection, options: CatalogOptions, library: str, *, create: bool) -> str:
    """Bring a library's schema to this version, and return its name.

    Several processes may do so at once: one migrates, the others wait for it.

    Raises:
        LibraryMissing: It is not there, and not to be made.
        LibraryError: PostgreSQL is too old, or a newer Footnote made the library.
    """
    if db.info.server_version < OLDEST:
        raise LibraryError("PostgreSQL is older than version 15. Upgrade it.")
    schema = schema_of(library)
    if not create and not _exists(db, schema):
        raise LibraryMissing(
            f"There is no library {library} in the database of catalog.url yet. "
            f"Make it with: footnote --library {library} ingest PATH"
        )
    if _version(db, schema) == len(MIGRATIONS):
        return schema
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (key_of("schema"),))
        version = _version(db, schema)
        if version > len(MIGRATIONS):
            raise LibraryError(
                f"The library was made by a newer Footnote (schema {version}, this one knows "
                f"{len(MIGRATIONS)}). Upgrade with: pip install --upgrade footnote-bot"
            )
        name = sql.Identifier(schema)
        db.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
        note = sql.SQL("COMMENT ON SCHEMA {} IS {}")
        db.execute(note.format(name, sql.Literal(library)))
        configure(db, options, schema)
        db.execute("CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY)")
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            db.execute(script)
            db.execute("INSERT INTO migrations VALUES (%s)", (number,))
    index_words(db, schema)
    return schema


def index_words(db: Connection, schema: str) -> None:
    """Index the words for BM25, where PostgreSQL has the extension for it and lets us use it."""
    name = sql.Identifier(schema)
    try:
        with db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(%s)", (key_of("schema"),))
            db.execute("CREATE EXTENSION IF NOT EXISTS pg_textsearch SCHEMA public")
            db.execute(
                sql.SQL(
                    "CREATE INDEX IF NOT EXISTS {} ON {}.passages USING bm25 (words)"
                    " WITH (text_config = 'pg_catalog.simple')"
                ).format(sql.Identifier(WORDS_INDEX), name)
            )
    except psycopg.OperationalError as error:
        if db.closed:
            raise
        logger.debug("no BM25 index: %s", error)
    except psycopg.DatabaseError as error:
        logger.debug("no BM25 index: %s", error)


def words_index(db: Connection, schema: str) -> str | None:
    """Return the name of the BM25 index, None where there is none."""
    row = db.execute(
        "SELECT 1 FROM pg_indexes WHERE schemaname = %s AND indexname = %s", (schema, WORDS_INDEX)
    ).fetchone()
    return f"{schema}.{WORDS_INDEX}" if row else None


def read_libraries(db: Connection) -> list[str]:
    """Return the names of a database's libraries, in alphabetical order."""
    rows = db.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace"
        " WHERE starts_with(nspname, %s)",
        (PREFIX,),
    )
    return sorted(row[0] for row in rows if row[0])


def _exists(db: Connection, schema: str) -> bool:
    found = db.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone()
    return found is not None


def _version(db: Connection, schema: str) -> int:
    # Not by `to_regclass`, which may remember from before a lock was waited for.
    there = db.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'migrations'", (schema,)
    ).fetchone()
    if there is None:
        return 0
    row = db.execute(
        sql.SQL("SELECT coalesce(max(number), 0) FROM {}.migrations").format(sql.Identifier(schema))
    ).fetchone()
    return int(row[0]) if row else 0
