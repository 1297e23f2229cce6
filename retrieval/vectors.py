"""The seam to Chroma: passage vectors by passage id, and nothing that could not be made again."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from retrieval.article import ArticleHead
from retrieval.embedding import Embedder
from retrieval.errors import LibraryDamaged, LibraryError
from retrieval.options import VectorOptions
from retrieval.question import Filters

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from langchain_chroma import Chroma

logger = logging.getLogger(__name__)

_BATCH = 1000
_SERVER_TIMEOUT_S = 20.0
# Wider than Chroma's defaults: the true nearest 60 of 13,000 instead of most of them, for 1 ms.
_EF_CONSTRUCTION, _EF_SEARCH, _NEIGHBOURS = 200, 200, 24


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A vector to store, with what Chroma filters by."""

    passage_id: str
    article: ArticleHead
    vector: Sequence[float]


class Vectors:
    """One library's collection in Chroma, embedded in a folder or on a server.

    Connects at first use. Safe to share between threads. Texts never go in: the catalog has them.
    """

    _folders_in_use: ClassVar[set[str]] = set()
    _registry: ClassVar[RLock] = RLock()

    def __init__(
        self, folder: Path, collection: str, options: VectorOptions, embedder: Embedder
    ) -> None:
        self.folder = folder
        self._collection_name = collection
        self._options = options
        self._embedder = embedder
        self._client: ClientAPI | None = None
        self._store: Chroma | None = None
        self._place: str | None = None
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
            with self._translated():
                self._connect(create=create)
                if known and len(self._vectors_of(known)) < len(set(known)):
                    self.close()
                    raise LibraryDamaged(self._damaged("vectors are missing"))

    def close(self) -> None:
        """Disconnect; the next use connects anew and sees what other processes have written."""
        with self._lock:
            client: Any = self._client
            self._client, self._store = None, None
            if client is not None:
                client.close()
            with self._registry:
                self._folders_in_use.discard(self._place or "")
            self._place = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._store is not None

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
            found = self.store.similarity_search_by_vector_with_relevance_scores(
                list(vector), k=limit, filter=_where(filters or Filters())
            )
        return [(document.id or "", 1.0 - distance) for document, distance in found]

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Store vectors, in the place of those with the same ids."""
        with self._lock, self._translated():
            collection = self._connected().get_collection(
                self._collection_name, embedding_function=None
            )
            for start in range(0, len(rows), _BATCH):
                some = rows[start : start + _BATCH]
                collection.upsert(
                    ids=[row.passage_id for row in some],
                    embeddings=np.array([row.vector for row in some], dtype=np.float32),
                    metadatas=[_metadata(row.article) for row in some],
                    documents=[""] * len(some),
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are no error."""
        with self._lock, self._translated():
            for start in range(0, len(passage_ids), _BATCH):
                self.store.delete(list(passage_ids[start : start + _BATCH]))

    def ids(self) -> set[str]:
        """Return the id of every vector held."""
        with self._lock, self._translated():
            return set(self.store.get(include=[])["ids"])

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the stored vectors of passages, as far as they are there."""
        with self._lock, self._translated():
            found: dict[str, list[float]] = {}
            for start in range(0, len(passage_ids), _BATCH):
                found |= self._vectors_of(passage_ids[start : start + _BATCH])
            return found

    def drop(self) -> None:
        """Remove the collection with all its vectors, whatever state it is in."""
        import shutil

        with self._lock:
            self.close()
            if self._options.mode == "embedded":
                shutil.rmtree(self.folder, ignore_errors=True)
                return
            with self._translated():
                self._connect(create=True)
                self._connected().delete_collection(self._collection_name)
                self.close()

    def _vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        found = self.store.get(ids=list(dict.fromkeys(passage_ids)), include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def _connected(self) -> "ClientAPI":
        _ = self.store
        assert self._client is not None  # noqa: S101 - the store stands on it
        return self._client

    def _connect(self, *, create: bool) -> None:
        from langchain_chroma import Chroma

        try:
            self._client = self._open_client()
            self._store = Chroma(
                client=self._client,
                collection_name=self._collection_name,
                embedding_function=self._embedder,
                collection_configuration=_configuration(),
                create_collection_if_not_exists=create,
            )
        except BaseException:
            self.close()
            raise

    def _open_client(self) -> "ClientAPI":
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._options.mode == "embedded":
            path = self._own_path()
            try:
                return chromadb.PersistentClient(path=path, settings=settings)
            except BaseException:
                # What failed to start stays in Chroma's cache, where the next try would find it.
                SharedSystemClient._identifier_to_system.pop(path, None)
                raise
        token = self._options.token.get_secret_value() if self._options.token else None
        client = chromadb.HttpClient(
            host=self._options.host,
            port=self._options.port,
            ssl=self._options.ssl,
            headers={"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {},
            settings=settings,
        )
        _limit_waiting(client)
        return client

    def _own_path(self) -> str:
        """Return a spelling of the folder's path that nothing else in this process uses.

        Chroma shares one cached connection among all clients that spell a path alike, and only
        drops it with the last of them: a client reopened to see news would see the old state.
        """
        with self._registry:
            self._folders_in_use.discard(self._place or "")
            path = str(self.folder.absolute())
            while path in self._folders_in_use:
                path += "/."
            self._folders_in_use.add(path)
            self._place = path
        return path

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaAuthError, ChromaError

        server = f"{self._options.host}:{self._options.port}"
        try:
            yield
        except ChromaAuthError as error:
            raise LibraryError(
                f"The Chroma server at {server} refuses the token. Set vectors.token."
            ) from error
        except ChromaError as error:
            logger.debug("Chroma failed", exc_info=True)
            raise LibraryDamaged(self._damaged(_first_line(error))) from error
        except (httpx.HTTPError, ConnectionError) as error:
            raise self._unreachable(server, error) from error
        except ValueError as error:
            # Chroma's client reports a server that is away as a bare ValueError.
            if self._options.mode == "server" and "connect" in str(error).lower():
                raise self._unreachable(server, error) from error
            raise

    def _unreachable(self, server: str, error: Exception) -> LibraryError:
        return LibraryError(
            f"The Chroma server at {server} does not answer ({_first_line(error)}). Start it, or "
            "set vectors.mode to embedded."
        )

    def _damaged(self, reason: str) -> str:
        name = self.folder.parent.name
        return (
            f"The vectors of the library {name} cannot be used ({reason}). "
            f"Make them again from the catalog with: footnote --library {name} doctor --repair"
        )


def _limit_waiting(client: "ClientAPI") -> None:
    """Give the HTTP client the time limit that Chroma leaves out."""
    session: Any = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = _SERVER_TIMEOUT_S


def _configuration() -> "CreateCollectionConfiguration":
    from chromadb.api.collection_configuration import (
        CreateCollectionConfiguration,
        CreateHNSWConfiguration,
    )

    index = CreateHNSWConfiguration(
        space="cosine",
        ef_construction=_EF_CONSTRUCTION,
        ef_search=_EF_SEARCH,
        max_neighbors=_NEIGHBOURS,
    )
    return CreateCollectionConfiguration(hnsw=index)


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


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
