"""Embedding through sentence-transformers: the standard way, at the price of importing torch."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from footnote.retrieval.batches import batches
from footnote.retrieval.embedding.embedder import Vectors
from footnote.retrieval.errors import ModelDamaged


class SentenceTransformersBackend:
    """Any SentenceTransformer folder; asks nothing of the network."""

    name = "sentence-transformers"

    def __init__(self, folder: Path, *, batch_size: int = 32, threads: int = 0) -> None:
        """Load the model.

        Raises:
            ModelDamaged: The folder cannot be loaded as a SentenceTransformer.
        """
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as chatter

        chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        try:
            self.model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError, KeyError, AttributeError) as error:
            raise ModelDamaged(
                f"{folder} cannot be loaded as a sentence-transformers model "
                f"({str(error).splitlines()[0] if str(error) else type(error).__name__}). "
                "Install or download it again."
            ) from error
        self._batch_size = batch_size
        self.tokenizer_file = folder / "tokenizer.json"
        # Tokenizers keep truncation as state: two threads in one would disturb each other.
        self._one_at_a_time = Lock()
        self.dimension = int(self._encode(["dimension"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text."""
        # Like lengths share a batch: padding is computed and thrown away.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in batches(order, self._batch_size):
            vectors[list(batch)] = self._encode([texts[place] for place in batch])
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, for each text, one row of length 1 a token."""
        with self._one_at_a_time:
            found = self.model.encode(
                list(texts), output_value="token_embeddings", show_progress_bar=False
            )
        rows = [np.asarray(tokens, dtype=np.float32) for tokens in found]
        return [row / np.linalg.norm(row, axis=1, keepdims=True) for row in rows]

    def pieces(self, word: str) -> int:
        """Return how many tokens a word has."""
        with self._one_at_a_time:
            return len(self.model.tokenizer.tokenize(word))

    def _encode(self, texts: list[str]) -> Vectors:
        with self._one_at_a_time:
            vectors = self.model.encode(
                texts,
                batch_size=len(texts),
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)
