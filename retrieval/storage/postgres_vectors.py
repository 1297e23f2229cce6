"""The vectors of a library in PostgreSQL, found by pgvector beside the articles they are of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg import errors

from footnote.retrieval.catalog import Hits
from footnote.retrieval.catalog.postgres import vectors
from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog
from footnote.retrieval.catalog.postgres.connection import Connection
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryDamaged
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.chroma import damage_sentence
from footnote.retrieval.storage.vector_store import VectorRow


class PostgresVectors:
    """One library's vectors in a table of its catalog, see `VectorStore`.

    The catalog writes them with the passages, in one transaction, and deletes them with those.
    """

    sees_others = True
    with_catalog = True

    def __init__(self, folder: Path, catalog: PostgresCatalog, embedder: Embedder) -> None:
        self.folder = folder
        self._catalog = catalog
        self._embedder = embedder
        self._open = False

    @property
    def is_open(self) -> bool:
        """Whether the table has been looked for and found."""
        return self._open

    def open(self, *, create: bool, known: Sequence[str] = ()) -> None:
        """Look for the table, if that has not happened yet; `create` makes a missing one.

        Raises:
            LibraryDamaged: It is missing, or lacks what it should hold.
            LibraryError: PostgreSQL has no pgvector.
        """
        if self._open:
            return
        with self._reading() as db:
            schema = self._catalog.schema
            if create:
                vectors.make_table(db, schema, self._embedder.dimension)
            elif not vectors.has_table(db, schema):
                raise self._damaged("they are not in PostgreSQL yet")
            if len(vectors.read_embeddings(db, known)) < len(set(known)):
                raise self._damaged("vectors are missing")
        self._open = True

    def close(self) -> None:
        """Look for the table again at the next use; the connections are the catalog's."""
        self._open = False

    def search(self, vector: Sequence[float], limit: int, filters: Filters | None = None) -> Hits:
        """Return (passage id, cosine similarity) of the nearest passages, best first."""
        with self._reading() as db:
            return vectors.search_embeddings(db, vector, limit, filters or Filters())

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Store vectors of passages that are there, in the place of those with the same ids."""
        with self._reading() as db, db.transaction():
            vectors.store_embeddings(db, {row.passage_id: row.vector for row in rows})

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete the vectors of passages; those of passages that are gone went with them."""
        with self._reading() as db:
            vectors.delete_embeddings(db, passage_ids)

    def scrub(self) -> None:
        """Leave it to PostgreSQL, as the catalog does."""

    def save_index_as_usual(self) -> None:
        """Do nothing: the index is saved with every transaction."""

    def count(self) -> int:
        """Return the number of vectors held."""
        with self._reading() as db:
            return vectors.count_embeddings(db)

    def ids(self) -> set[str]:
        """Return the id of every vector held."""
        with self._reading() as db:
            return vectors.read_embedded_ids(db)

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""
        with self._reading() as db:
            return vectors.read_embeddings(db, passage_ids)

    def drop(self) -> None:
        """Remove the table with all vectors in it."""
        self.close()
        with self._reading() as db:
            vectors.drop_table(db, self._catalog.schema)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._catalog.connections.reading() as db:
            try:
                yield db
            except errors.UndefinedTable as error:
                raise self._damaged("they are not in PostgreSQL") from error

    def _damaged(self, reason: str) -> LibraryDamaged:
        return LibraryDamaged(damage_sentence(self.folder, reason))
