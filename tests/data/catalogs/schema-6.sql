-- A catalog as schema 6 made it, frozen: never change this file.
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
    SELECT passages.number AS number, paired(articles.title) AS title,
        paired(passages.text) AS text
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

CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    vector BLOB NOT NULL
);
CREATE INDEX articles_by_source ON articles (source_folded, published);

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

INSERT INTO meta (name, value) VALUES
    ('id', '0123456789abcdef0123456789abcdef'),
    ('embedder', 'counting:1'),
    ('chunker', 'chunker 1 (900 to 1400 characters)');
UPDATE meta SET value = '2' WHERE name = 'generation';
INSERT INTO articles (number, id, key, title, url, path, source, source_folded, published, updated,
    authors, metadata, content_hash, text) VALUES
    (1, 'id-ferry', '/news/ferry', 'Ferry stops', 'https://orla.test/ferry', NULL, 'Tidende', 'tidende',
     '2022-06-02', NULL, '["Runa Halvorsen"]', '{"page": 3}', 'hash of the ferry',
     'The old ferry stops in June. It has crossed the bay for ninety-one years.'),
    (2, 'id-ferry-again', '/news/ferry?again', 'Ferry stops', NULL, '/news/ferry.txt', NULL, NULL,
     NULL, NULL, '[]', '{}', 'another hash',
     'The old ferry stops in June. It has crossed the bay for ninety-one years.');
INSERT INTO passages (number, id, article, position, start, stop, text) VALUES
    (1, 'p-1', 1, 0, 0, 28, 'The old ferry stops in June.'),
    (2, 'p-2', 1, 1, 29, 73, 'It has crossed the bay for ninety-one years.'),
    (3, 'p-3', 2, 0, 0, 73,
     'The old ferry stops in June. It has crossed the bay for ninety-one years.');
INSERT INTO words (rowid, title, text)
    SELECT passages.number, articles.title, passages.text
    FROM passages JOIN articles ON articles.number = passages.article;
INSERT INTO loose_vectors (passage, state) VALUES ('p-old', 'superseded');
INSERT INTO vectors (passage, vector) VALUES (1, X'0000003F000080BE');
INSERT INTO meta (name, value) VALUES ('unsigned', '1');
CREATE INDEX passages_by_number ON passages (number, article);
CREATE INDEX articles_by_number ON articles (number, published, source_folded);
PRAGMA user_version = 6;
