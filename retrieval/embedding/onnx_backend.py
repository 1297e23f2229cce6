"""Embedding through onnxruntime: 0.3 s to load, and neither torch nor transformers imported."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import numpy as np

from footnote.retrieval.embedding.embedder import Vectors
from footnote.retrieval.models.onnx import open_model

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
        self._model = open_model(weights, tokenizer, max_tokens=max_tokens)
        self._threads = threads or os.cpu_count() or 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-norm rows of shape `(len(texts), dim)`."""
        return _unit_norm(np.stack(self._each(self._sentence, texts)))

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, per text, unit-norm rows `(tokens, dim)`."""
        return self._each(self._tokens, texts)

    def pieces(self, word: str) -> int:
        """Return the number of tokens in a word, without the special ones at its ends."""
        tokens = self._model.tokenize([word])[0]
        return len(tokens.ids) - sum(tokens.special_tokens_mask)

    def _sentence(self, text: str) -> Vectors:
        row: Vectors = self._model.run(self._model.tokenize([text]))[0]
        # A copy: a view would keep all the tokens of a text for its first one.
        return row[0].copy() if self._pooling == "cls" else row

    def _tokens(self, text: str) -> Vectors:
        output = 0 if self._pooling == "cls" else 1
        return _unit_norm(self._model.run(self._model.tokenize([text]), output)[0])

    def _each(self, run: Callable[[str], Vectors], texts: Sequence[str]) -> list[Vectors]:
        if len(texts) == 1:
            return [run(texts[0])]
        # The longest first: a thread that begins one last keeps the others waiting.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        # Threads of this call's own: a question must not stand in line behind an ingestion's texts.
        with ThreadPoolExecutor(self._threads, thread_name_prefix="footnote-embed") as pool:
            rows = dict(zip(order, pool.map(run, [texts[n] for n in order]), strict=True))
        return [rows[place] for place in range(len(texts))]


def _unit_norm(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
