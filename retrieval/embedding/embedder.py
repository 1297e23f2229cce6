"""The embedder every room uses: guards, batches by length, remembers questions, loads late."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_REMEMBERED_QUERIES = 512


class EmbeddingBackend(Protocol):
    """A loaded model; `encode` must be safe to call from several threads."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text; called with one batch of texts of like length."""


class Embedder:
    """Texts to vectors of length 1, so that cosine is a dot product.

    The model is loaded at first use, once, whichever thread comes first. `fingerprint` tells
    vectors that may be compared from those that may not, and is known without loading.
    """

    def __init__(
        self,
        *,
        fingerprint: str,
        load: Callable[[], EmbeddingBackend],
        dimension: int | None = None,
        query_prefix: str = "",
        document_prefix: str = "",
        batch_size: int = 32,
    ) -> None:
        self.fingerprint = fingerprint
        self._load = load
        self._dimension = dimension
        self._query_prefix = query_prefix
        self._document_prefix = document_prefix
        self._batch_size = batch_size
        self._backend: EmbeddingBackend | None = None
        self._loading = Lock()
        self._queries: OrderedDict[str, list[float]] = OrderedDict()
        self._remembering = Lock()

    @property
    def backend(self) -> EmbeddingBackend:
        """The loaded model; loads it when nobody has yet.

        Raises:
            ModelError: Its files are missing or damaged.
        """
        if self._backend is None:
            with self._loading:
                if self._backend is None:
                    self._backend = self._load()
        return self._backend

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        if self._dimension is None:
            self._dimension = self.backend.dimension
        return self._dimension

    def load(self) -> None:
        """Load the model, if nobody has yet."""
        _ = self.backend

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first question does not wait for it."""
        self.backend.encode(["warm"])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text, in the order given."""
        return self.encode(texts).tolist() if texts else []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, in the order given; the array form of `embed_documents`."""
        # Like lengths share a batch: padding is computed and thrown away.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            texts_of_batch = [self._document_prefix + texts[index] for index in batch]
            vectors[batch] = self.backend.encode(texts_of_batch)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question; the last few hundred are remembered."""
        with self._remembering:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return list(known)
        vector: list[float] = self.backend.encode([self._query_prefix + text])[0].tolist()
        with self._remembering:
            self._queries[text] = vector
            while len(self._queries) > _REMEMBERED_QUERIES:
                self._queries.popitem(last=False)
        return list(vector)
