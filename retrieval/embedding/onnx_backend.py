"""Embedding through onnxruntime: 0.3 s to load, and neither torch nor transformers imported."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.onnx import OnnxModel

Pooling = Literal["cls", "inside"]


class OnnxBackend:
    """A graph whose output is the sentence vector itself, or tokens of which the first counts.

    With pooling `inside`, a second output may hold the tokens.

    Texts run one by one, on as many threads as there are processors. On a CPU that takes half the
    work of a batch on all of them together (nothing is padded, everything stays in the caches),
    and a text's vector never depends on its company, as it does in batches of int8 graphs.
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
        threads: int = 0,
    ) -> None:
        self.dimension = dimension
        self._pooling = pooling
        self._model = OnnxModel(weights, tokenizer, max_tokens=max_tokens, threads=1)
        workers = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="footnote-embed")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text."""
        rows = self._run(texts, 0)
        if self._pooling == "cls":
            rows = [row[:, 0] for row in rows]
        return _of_length_one(np.concatenate(rows))

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return one row of length 1 a token, for each text."""
        output = 0 if self._pooling == "cls" else 1
        return [_of_length_one(row[0]) for row in self._run(texts, output)]

    def _run(self, texts: Sequence[str], output: int) -> list[Vectors]:
        encodings = self._model.tokenize(texts)
        if len(encodings) == 1:
            return [self._model.run(encodings, output)]
        return list(self._pool.map(lambda each: self._model.run([each], output), encodings))


def _of_length_one(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
