"""Who embeds the batches of an ingestion: a thread of its own process, or the workers of Ray."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Protocol

from footnote.retrieval.closing import Closing
from footnote.retrieval.embedding import Embedder, Vectors
from footnote.retrieval.embedding.ray_workers import RayWorkers
from footnote.retrieval.options import RetrievalOptions


class Encoder(AbstractContextManager["Encoder"], Protocol):
    """Embeds beside whoever reads and stores, so many batches `at_once` handed over together."""

    at_once: int

    def begin(self, batches: Sequence[Sequence[str]]) -> list[Future[Vectors]]:
        """Begin to embed batches."""


class _OwnThread(Closing):
    """Embeds in this process."""

    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="footnote-ingest")

    def begin(self, batches: Sequence[Sequence[str]]) -> list[Future[Vectors]]:
        """Begin to embed batches, one after the other."""
        # An array: lists of Python's floats would take eight times the memory.
        return [self._thread.submit(self._embedder.encode, texts) for texts in batches]

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown()


def open_encoder(options: RetrievalOptions, embedder: Embedder, workers: int) -> Encoder:
    """Return who embeds: so many processes of Ray, or for 0 a thread beside the one that stores."""
    if not workers:
        return _OwnThread(embedder)
    return RayWorkers(options.embedding, options.models, embedder.fingerprint, workers)
