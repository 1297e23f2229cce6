"""An embedder that costs nothing and gives every text a vector of its own, for tests of storage."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.embedding import Embedder

DIMENSION = 16


class HashingBackend:
    """The same vector for the same text, and no likeness between any two others."""

    name = "hashing"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit-norm rows of shape `(len(texts), dim)`."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        rows = [np.random.default_rng(seed).normal(size=DIMENSION) for seed in seeds]
        vectors = np.array(rows, dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def pieces(self, word: str) -> int:
        """Return 1: every word counts as known, and none is respelled."""
        return 1


def hashing_embedder() -> Embedder:
    """Return an embedder without a model."""
    return Embedder(fingerprint="hashing:1", load=HashingBackend, dimension=DIMENSION)
