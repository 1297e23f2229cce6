"""The catalog's tables, as a list of migrations that only ever grows."""

import sqlite3

from retrieval.errors import LibraryError

_FIRST = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    url TEXT,
    path TEXT,
    source TEXT,
    source_folded TEXT,
    published TEXT,
    updated TEXT,
    authors TEXT NOT NULL,
    metadata TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX articles_by_date ON articles (published);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (article, position)
);

-- The full-text index reads its words through this view and keeps no copy of them.
CREATE VIEW passage_words AS
    SELECT passages.number AS number, articles.title AS title, passages.text AS text
    FROM passages JOIN articles ON articles.number = passages.article;

CREATE VIRTUAL TABLE words USING fts5 (
    title,
    text,
    content = 'passage_words',
    content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Vectors that Chroma may hold although no passage here has them: 'pending' ones were written
-- before their article was committed, 'superseded' ones are to be deleted after it was.
CREATE TABLE loose_vectors (
    passage TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('pending', 'superseded'))
) WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('generation', '0');
"""

# A second copy of the vectors: Chroma's files do not survive every kill, and these few bytes a
# passage spare embedding everything again.
_STORED_VECTORS = """
CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    vector BLOB NOT NULL
);
"""

_SOURCE_INDEX = "CREATE INDEX articles_by_source ON articles (source_folded, published);"

MIGRATIONS: tuple[str, ...] = (_FIRST, _STORED_VECTORS, _SOURCE_INDEX)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the catalog to this version's schema, each migration whole or not at all.

    Raises:
        LibraryError: A newer Footnote made it.
    """
    version = schema_version(connection)
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"The library was made by a newer Footnote (schema {version}, this one knows "
            f"{len(MIGRATIONS)}). Upgrade with: pip install --upgrade footnote-bot"
        )
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version={number};COMMIT;"
        )


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the number of migrations the file has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
