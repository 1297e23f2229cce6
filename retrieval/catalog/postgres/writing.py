"""Changes to a catalog in PostgreSQL; called inside one transaction, which makes them visible."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.catalog.interface import NOTE
from footnote.retrieval.catalog.postgres.connection import Connection
from footnote.retrieval.catalog.postgres.schema import index_words
from footnote.retrieval.catalog.postgres.vectors import has_table, one, store_embeddings
from footnote.retrieval.catalog.postgres.words import Tokenizer
from footnote.retrieval.catalog.rows import Vector, batches, day_of, pack, pack_blocks
from footnote.retrieval.duplicates.signature import bands, sign

_STORED = np.dtype("<u4")
_AT_ONCE = 500

Worded = tuple[int, str, str]
"""A passage's number, its words as they are stored, and as its article and text have them."""


class PostgresWriter:
    """The writing side of one open transaction; `PostgresCatalog.writing` hands it out."""

    def __init__(self, db: Connection, schema: str, cut: Tokenizer) -> None:
        self._db = db
        self._schema = schema
        self._cut = cut
        self._embeds: bool | None = None

    def set_meta(self, name: str, value: str) -> None:
        """Store a fact about the library."""
        self._db.execute(
            "INSERT INTO meta (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def drop_meta(self, name: str) -> None:
        """Drop a fact about the library."""
        self._db.execute("DELETE FROM meta WHERE name = %s", (name,))

    def note(self, name: str, value: str | None) -> None:
        """Store a note beside the articles; None drops it."""
        if value is None:
            self.drop_meta(f"{NOTE}{name}")
        else:
            self.set_meta(f"{NOTE}{name}", value)

    def next_generation(self) -> None:
        """Tell every process that has the library open that something has changed."""
        self._count_up("generation")

    def next_epoch(self) -> None:
        """Make every process that has the vectors open forget what it read of them."""
        self._count_up("epoch")

    def mark_pending(self, passage_ids: Iterable[str]) -> None:
        """Note vectors that are about to be written, in case their article never arrives."""
        self._mark(passage_ids, "pending")

    def unmark(self, passage_ids: Iterable[str]) -> None:
        """Drop notes of vectors that have been dealt with."""
        self._db.execute("DELETE FROM loose_vectors WHERE passage = ANY(%s)", (list(passage_ids),))

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Sequence[Vector] = ()
    ) -> None:
        """Store an article, in the place of the one with its key or id if there is one.

        Vectors of passages that go are noted as superseded, those of passages that come as no
        longer pending. What PostgreSQL keeps no text with, a zero byte, becomes U+FFFD.
        """
        old = self._db.execute(
            "SELECT number FROM articles WHERE key = %s OR id = %s", (article.key, article.head.id)
        ).fetchall()
        for (number,) in old:
            self._remove(number)
        number = self._insert_article(article)
        self._sign(number, article.text)
        packed: list[bytes | None] = [pack(vector) for vector in vectors]
        packed += [None] * (len(passages) - len(packed))
        worded = list(_words(self._cut, article.head.title, passages))
        with self._db.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO passages (id, article, position, start, stop, text, headings, lead,"
                " words, tokens, vector) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    (
                        *(passage.id, number, passage.position, passage.start, passage.end),
                        *map(_kept, (passage.text, "\n".join(passage.headings), passage.lead)),
                        *(words, len(words.split()), vector),
                    )
                    for passage, words, vector in zip(passages, worded, packed, strict=True)
                ],
            )
        self._add_up(len(passages), sum(len(words.split()) for words in worded))
        ids = [passage.id for passage in passages]
        self._embed(dict(zip(ids, vectors, strict=False)))
        self.unmark(ids)

    def store_vectors(self, vectors: Mapping[str, Vector]) -> None:
        """Keep the vectors of passages, by passage id."""
        with self._db.cursor() as cursor:
            cursor.executemany(
                "UPDATE passages SET vector = %s WHERE id = %s",
                [(pack(vector), name) for name, vector in vectors.items()],
            )
        self._embed(vectors)

    def sign_some(self, count: int) -> int:
        """Sign up to `count` articles that have no signature yet; return how many were signed."""
        rows = self._db.execute(
            "SELECT number, text FROM articles"
            " WHERE NOT EXISTS (SELECT 1 FROM signatures WHERE article = number) LIMIT %s",
            (count,),
        ).fetchall()
        for number, text in rows:
            self._sign(number, text)
        return len(rows)

    def remove(self, article_id: str) -> bool:
        """Delete an article and everything that belongs to it; return whether it was there."""
        row = self._db.execute(
            "SELECT number FROM articles WHERE id = %s", (article_id,)
        ).fetchone()
        if row is None:
            return False
        self._remove(row[0])
        return True

    def rebuild_words(self) -> None:
        """Cut the words of all passages anew, and index them for BM25 where that can be done."""
        for rows in batches(list(read_words(self._db, self._cut)), _AT_ONCE):
            with self._db.cursor() as cursor:
                cursor.executemany(
                    "UPDATE passages SET words = %s, tokens = %s WHERE number = %s",
                    [
                        (words, len(words.split()), number)
                        for number, stored, words in rows
                        if words != stored
                    ],
                )
        self._db.execute(
            "UPDATE totals SET (passages, tokens) ="
            " (SELECT count(*), coalesce(sum(tokens), 0) FROM passages)"
        )
        index_words(self._db, self._schema)

    def _insert_article(self, article: Article) -> int:
        head = article.head
        values: dict[str, Any] = {
            "id": head.id,
            "key": article.key,
            "title": _kept(head.title),
            "url": head.url,
            "path": head.path,
            "source": head.source,
            "source_folded": head.source.casefold() if head.source is not None else None,
            "published": day_of(head.published),
            "updated": day_of(head.updated),
            "authors": json.dumps(head.authors, ensure_ascii=False),
            "metadata": json.dumps(dict(article.metadata), ensure_ascii=False, default=str),
            "content_hash": article.content_hash,
            "text": _kept(article.text),
            "blocks": pack_blocks(article.blocks),
        }
        row = self._db.execute(
            "INSERT INTO articles (id, key, title, url, path, source, source_folded, published,"
            " updated, authors, metadata, content_hash, text, blocks) VALUES (%(id)s, %(key)s,"
            " %(title)s, %(url)s, %(path)s, %(source)s, %(source_folded)s, %(published)s,"
            " %(updated)s, %(authors)s, %(metadata)s, %(content_hash)s, %(text)s, %(blocks)s)"
            " RETURNING number",
            values,
        ).fetchone()
        return int(one(row)[0])

    def _embed(self, vectors: Mapping[str, Vector]) -> None:
        if self._embeds is None:
            self._embeds = has_table(self._db, self._schema)
        if self._embeds:
            store_embeddings(self._db, vectors)

    def _sign(self, number: int, text: str) -> None:
        signature = sign(text)
        self._db.execute(
            "INSERT INTO signatures (article, signature) VALUES (%s, %s)",
            (number, signature.astype(_STORED).tobytes()),
        )
        self._db.execute(
            "INSERT INTO bands (band, article) SELECT DISTINCT band, %s::bigint"
            " FROM unnest(%s::bigint[]) AS band",
            (number, bands(signature)),
        )

    def _remove(self, number: int) -> None:
        rows = self._db.execute(
            "SELECT id, tokens FROM passages WHERE article = %s", (number,)
        ).fetchall()
        self._mark((row[0] for row in rows), "superseded")
        self._add_up(-len(rows), -sum(row[1] for row in rows))
        self._db.execute("DELETE FROM articles WHERE number = %s", (number,))

    def _mark(self, passage_ids: Iterable[str], state: str) -> None:
        self._db.execute(
            "INSERT INTO loose_vectors (passage, state)"
            " SELECT DISTINCT passage, %s FROM unnest(%s::text[]) AS passage"
            " ON CONFLICT (passage) DO UPDATE SET state = excluded.state",
            (state, list(passage_ids)),
        )

    def _count_up(self, name: str) -> None:
        self._db.execute(
            "UPDATE meta SET value = (value::bigint + 1)::text WHERE name = %s", (name,)
        )

    def _add_up(self, passages: int, tokens: int) -> None:
        self._db.execute(
            "UPDATE totals SET passages = passages + %s, tokens = tokens + %s", (passages, tokens)
        )


def read_words(db: Connection, cut: Tokenizer) -> Iterator[Worded]:
    """Yield every passage with its words as they are stored and as they should be."""
    last = 0
    while True:
        rows = db.execute(
            "SELECT passages.number, words, title, headings, lead, passages.text"
            " FROM passages JOIN articles ON articles.number = passages.article"
            " WHERE passages.number > %s ORDER BY passages.number LIMIT %s",
            (last, _AT_ONCE),
        ).fetchall()
        if not rows:
            return
        texts = ((title, f"{above}\n{lead}", text) for _, _, title, above, lead, text in rows)
        words = list(map(" ".join, cut(list(chain.from_iterable(texts)))))
        for place, (number, stored, *_) in enumerate(rows):
            yield number, stored, "\n".join(words[3 * place : 3 * place + 3])
        last = rows[-1][0]


def _words(cut: Tokenizer, title: str, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the words of passages as they are stored: title, headings and text, a line each."""
    above = ["\n".join([*passage.headings, passage.lead]) for passage in passages]
    cut_title, *others = map(" ".join, cut([title, *above, *(each.text for each in passages)]))
    for headings, text in zip(others[: len(above)], others[len(above) :], strict=True):
        yield "\n".join([cut_title, headings, text])


def _kept(text: str) -> str:
    return text.replace("\0", "\ufffd")
