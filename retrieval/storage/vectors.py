"""The seam to Chroma: passage vectors by passage id, all of which can be rebuilt."""

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from footnote.retrieval.article import ArticleHead
from footnote.retrieval.catalog.rows import batches
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryDamaged
from footnote.retrieval.options import VectorOptions
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.chroma import (
    DATABASE,
    ChromaConnection,
    damage_sentence,
    index_configuration,
    translated,
)
from footnote.retrieval.storage.chroma_files import (
    AS_USUAL,
    AT_ONCE,
    clear_unused,
    compact,
    crashed,
    forget_crashes,
    has_index,
    mark_of_opening,
    noise,
    save_index_after,
)
from footnote.retrieval.storage.vector_store import VectorRow

if TYPE_CHECKING:
    from chromadb import Collection
    from langchain_chroma import Chroma

_BATCH = 1000


class Vectors:
    """One library's collection in Chroma, embedded in a folder or on a server; see `VectorStore`.

    Texts never go in: the catalog has them.
    """

    with_catalog = False

    def __init__(
        self, folder: Path, collection: str, options: VectorOptions, embedder: Embedder
    ) -> None:
        self.folder = folder
        self.collection = collection
        self.options = options
        self._embedder = embedder
        self._connection: ChromaConnection | None = None
        self._store: Chroma | None = None
        self._collection_open: Collection | None = None
        self._lock = RLock()

    def open(self, *, create: bool, known: Sequence[str] = ()) -> None:
        """Connect, if that has not happened yet; `create` makes a missing collection.

        `known` are ids that must be there: an index that has lost its files answers as if it had
        never held them, so only asking for some tells.

        Raises:
            LibraryDamaged: The collection is missing, or lacks what it should hold.
            LibraryError: The server does not answer.
        """
        with self._lock:
            if self._store is not None:
                return
            embedded = self.options.mode == "embedded"
            if embedded and crashed(self.folder):
                reason = "the last process that opened them was ended by them"
                raise LibraryDamaged(damage_sentence(self.folder, reason))
            with self._translated(), mark_of_opening(self.folder) if embedded else nullcontext():
                self._connect(create=create)
                self._look_for(known)

    def close(self) -> None:
        """Disconnect; the next use connects anew and sees what other processes have written."""
        with self._lock:
            connection, self._connection = self._connection, None
            self._store = self._collection_open = None
            if connection is not None:
                connection.close()

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._store is not None

    @property
    def sees_others(self) -> bool:
        """Whether an open connection shows what other processes write: only a server's does."""
        return self.options.mode == "server"

    @property
    def store(self) -> "Chroma":
        """The collection as LangChain's vector store; its documents have ids but no text."""
        if self._store is None:
            self.open(create=False)
        assert self._store is not None  # noqa: S101 - open() returned
        return self._store

    def search(
        self, vector: Sequence[float], limit: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Return (passage id, cosine similarity) of the nearest passages, best first.

        Ids may be of passages that have just been replaced or deleted: join with the catalog.
        """
        with self._lock, self._translated():
            # Without LangChain's documents and metadata, which would take ten times as long.
            result = self._opened().query(
                query_embeddings=np.array([vector], dtype=np.float32),
                n_results=min(limit, self.options.request_limit or limit),
                where=_where(filters or Filters()),
                include=["distances"],
            )
        distances = (result["distances"] or [[]])[0]
        return [(name, 1.0 - far) for name, far in zip(result["ids"][0], distances, strict=True)]

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Store vectors, in the place of those with the same ids."""
        with self._lock, self._translated():
            collection = self._collection()
            is_first = self.options.mode == "embedded" and not has_index(self.folder)
            for some in batches(rows, self._batch):
                collection.upsert(
                    ids=[row.passage_id for row in some],
                    embeddings=np.array([row.vector for row in some], dtype=np.float32),
                    metadatas=[_metadata(row.article) for row in some],
                    documents=[""] * len(some),
                )
            if is_first:
                self.close()
                clear_unused(self.folder)
                self.open(create=False)

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors, overwritten first; ids that are not there are no error."""
        with self._lock, self._translated():
            for some in batches(passage_ids, self._batch):
                self._overwrite(some)
                self.store.delete(list(some))

    def scrub(self) -> None:
        """Write Chroma's files anew without what has been deleted, and disconnect.

        The caller holds the write lock. The files of a server are its operator's.
        """
        if self.options.mode != "embedded":
            return
        with self._lock, self._translated():
            if not self.count():
                self.drop()
                self.open(create=True)
                self.close()
                return
            save_index_after(self._collection(), AT_ONCE)
            self.close()
            # Loading the index applies what was written since it was saved, and saves it.
            self._look_for(self.store.get(limit=1, include=[])["ids"])
            self.save_index_as_usual()
            self.close()
            clear_unused(self.folder)
        compact(self.folder / DATABASE)

    def save_index_as_usual(self) -> None:
        """Undo what a scrub that was cut off has left set."""
        if self.options.mode == "embedded":
            with self._lock, self._translated():
                save_index_after(self._collection(), AS_USUAL)

    def count(self) -> int:
        """Return the number of vectors held."""
        with self._lock, self._translated():
            return self._collection().count()

    def ids(self) -> set[str]:
        """Return the id of every vector held."""
        page = self.options.request_limit
        ids: set[str] = set()
        with self._lock, self._translated():
            while True:
                some = self.store.get(include=[], limit=page, offset=len(ids))["ids"]
                ids.update(some)
                if page is None or len(some) < page:
                    return ids

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""
        with self._lock, self._translated():
            vectors: dict[str, list[float]] = {}
            for some in batches(passage_ids, self._batch):
                vectors |= self._vectors_of(some)
            return vectors

    def drop(self) -> None:
        """Remove the collection with all its vectors, whatever state it is in."""
        with self._lock:
            self.close()
            if self.options.mode == "embedded":
                shutil.rmtree(self.folder, ignore_errors=True)
                forget_crashes(self.folder)
                return
            with self._translated():
                self._connect(create=True)
                self._connected().client.delete_collection(self.collection)
                self.close()

    def _look_for(self, known: Sequence[str]) -> None:
        vectors = self._vectors_of(known) if known else {}
        if len(vectors) < len(set(known)):
            self.close()
            raise LibraryDamaged(damage_sentence(self.folder, "vectors are missing"))
        if vectors and self.options.mode == "embedded":
            # The index is loaded by the first search: better here, where a crash is remembered.
            self.search(next(iter(vectors.values())), 1)

    def _vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        result = self.store.get(ids=list(dict.fromkeys(passage_ids)), include=["embeddings"])
        return dict(zip(result["ids"], result["embeddings"], strict=True))

    def _overwrite(self, passage_ids: Sequence[str]) -> None:
        """Put noise in the place of vectors: Chroma's index keeps what is deleted, only marked."""
        held = self._vectors_of(passage_ids)
        if held:
            rows = noise(len(held), len(next(iter(held.values()))))
            self._collection().update(ids=list(held), embeddings=rows)

    def _opened(self) -> "Collection":
        """Return the collection as it was when first used, sparing a question the look-up."""
        if self._collection_open is None:
            self._collection_open = self._collection()
        return self._collection_open

    def _collection(self) -> "Collection":
        client = self._connected().client
        return client.get_collection(self.collection, embedding_function=None)

    def _connected(self) -> ChromaConnection:
        _ = self.store
        assert self._connection is not None  # noqa: S101 - the store stands on it
        return self._connection

    @property
    def _batch(self) -> int:
        return min(_BATCH, self.options.request_limit or _BATCH)

    def _connect(self, *, create: bool) -> None:
        from langchain_chroma import Chroma

        from footnote.retrieval.embedding.langchain_embeddings import LangChainEmbeddings

        try:
            self._connection = ChromaConnection(self.folder, self.options)
            self._store = Chroma(
                client=self._connection.client,
                collection_name=self.collection,
                embedding_function=LangChainEmbeddings(self._embedder),
                collection_configuration=index_configuration(),
                create_collection_if_not_exists=create,
            )
        except BaseException:
            self.close()
            raise

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self.folder, self.options)


def _metadata(head: ArticleHead) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {"article": head.id}
    if head.published is not None:
        metadata["published"] = head.published.toordinal()
    if head.source is not None:
        metadata["source"] = head.source.casefold()
    return metadata


def _where(filters: Filters) -> dict[str, Any] | None:
    clauses: list[dict[str, Any]] = []
    if filters.since is not None:
        clauses.append({"published": {"$gte": filters.since.toordinal()}})
    if filters.until is not None:
        clauses.append({"published": {"$lte": filters.until.toordinal()}})
    if filters.source is not None:
        clauses.append({"source": filters.source.casefold()})
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$and": clauses}
