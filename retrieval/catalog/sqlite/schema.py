"""The catalog's tables, as a list of migrations that only ever grows."""

import sqlite3
from collections.abc import Iterator

from footnote.retrieval.errors import LibraryError

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

# What finds the same story again (see `footnote.retrieval.duplicates`). A script cannot sign the
# articles that are already there: it leaves a note, and the next write does.
_SIGNATURES = """
CREATE TABLE signatures (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    signature BLOB NOT NULL
);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
INSERT INTO meta (name, value) SELECT 'unsigned', '1' WHERE EXISTS (SELECT 1 FROM articles);
"""

# Chinese, Japanese and Korean are indexed in pairs of characters; `paired` is a function that
# every connection of ours brings (see `connection`). Only libraries that hold such text are
# indexed again.
_PAIRED_WORDS = """
DROP VIEW passage_words;
CREATE VIEW passage_words AS
    SELECT passages.number AS number, paired(articles.title) AS title,
        paired(passages.text) AS text
    FROM passages JOIN articles ON articles.number = passages.article;
INSERT INTO words (words) SELECT 'rebuild' WHERE EXISTS (
    SELECT 1 FROM passage_words AS words JOIN passages ON passages.number = words.number
    JOIN articles ON articles.number = passages.article
    WHERE words.text <> passages.text OR words.title <> articles.title
);
"""

# What filters need of every passage and article a word is in, without the texts beside it.
_FILTER_INDEXES = """
CREATE INDEX passages_by_number ON passages (number, article);
CREATE INDEX articles_by_number ON articles (number, published, source_folded);
"""

# Articles know their blocks and passages their headings, which words are looked up in as well.
# Articles from before have neither until they are read again.
_SHAPE = """
ALTER TABLE articles ADD COLUMN blocks BLOB;
ALTER TABLE passages ADD COLUMN headings TEXT NOT NULL DEFAULT '';
ALTER TABLE passages ADD COLUMN lead TEXT NOT NULL DEFAULT '';
DROP TABLE words;
DROP VIEW passage_words;
CREATE VIEW passage_words AS
    SELECT passages.number AS number, paired(articles.title) AS title,
        paired(passages.headings || char(10) || passages.lead) AS headings,
        paired(passages.text) AS text
    FROM passages JOIN articles ON articles.number = passages.article;
CREATE VIRTUAL TABLE words USING fts5 (
    title,
    headings,
    text,
    content = 'passage_words',
    content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO words (words) VALUES ('rebuild');
"""

MIGRATIONS: tuple[str, ...] = (
    *(_FIRST, _STORED_VECTORS, _SOURCE_INDEX, _SIGNATURES),
    _PAIRED_WORDS,
    _FILTER_INDEXES,
    _SHAPE,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the catalog to this version's schema, each migration whole or not at all.

    Several processes may open an older catalog at once: one migrates, the others wait for it.

    Raises:
        LibraryError: A newer Footnote made it.
    """
    while (version := schema_version(connection)) != len(MIGRATIONS):
        if version > len(MIGRATIONS):
            raise LibraryError(
                f"The library was made by a newer Footnote (schema {version}, this one knows "
                f"{len(MIGRATIONS)}). Upgrade with: pip install --upgrade footnote-bot"
            )
        connection.execute("BEGIN IMMEDIATE")
        try:
            if schema_version(connection) == version:
                for statement in _statements(MIGRATIONS[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _statements(script: str) -> Iterator[str]:
    """Yield a script's statements; `executescript` would end the transaction it is called in."""
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the number of migrations the file has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
