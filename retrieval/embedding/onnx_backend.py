"""Embedding through onnxruntime: 0.3 s to load, and neither torch nor transformers imported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.onnx import OnnxModel

Pooling = Literal["cls", "inside"]


class OnnxBackend:
    """A graph whose output is the sentence vector itself, or tokens of which the first counts.

    `quantised` graphs are run one text at a time, because their vectors would otherwise depend on
    the texts that happen to share a batch.
    """

    name = "onnx"

    def __init__(
        self,
        weights: Path,
        tokenizer: Path,
        *,
        dimension: int,
        max_tokens: int,
        pooling: Pooling,
        quantised: bool,
        threads: int = 0,
    ) -> None:
        self.dimension = dimension
        self._pooling = pooling
        self._quantised = quantised
        self._model = OnnxModel(weights, tokenizer, max_tokens=max_tokens, threads=threads)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text."""
        encodings = self._model.tokenize(texts)
        step = 1 if self._quantised else len(encodings)
        parts = [
            self._model.run(encodings[start : start + step])
            for start in range(0, len(encodings), step)
        ]
        if self._pooling == "cls":
            parts = [part[:, 0] for part in parts]
        vectors = np.concatenate(parts)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
