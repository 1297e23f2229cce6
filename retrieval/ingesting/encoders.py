"""Who embeds the batches of an ingestion: a thread of its own process, or the workers of Ray."""

import logging
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.closing import Closing
from footnote.retrieval.embedding import Embedder, Vectors
from footnote.retrieval.embedding.factory import open_embedder
from footnote.retrieval.errors import ModelError, UsageError, first_line
from footnote.retrieval.options import EmbeddingOptions, ModelOptions, RetrievalOptions

_BATCHES_A_WORKER = 32
"""Handed over together: workers start anew each time, for some seconds, and work for minutes."""

_STORE_BYTES = 512 << 20

_ENDING_S = 30.0
"""For a round to end by itself: Ray stopped beneath one can take the whole process along."""


class RayWorkers(Closing):
    """Embeds batches of texts by Ray Data, a processor a worker; use it as a context.

    Without `RAY_ADDRESS` it starts Ray on this machine, for itself. A worker that dies is followed
    by another, which does its batch again. Each loads the model from its own machine.
    """

    def __init__(
        self, embedding: EmbeddingOptions, models: ModelOptions, fingerprint: str, workers: int
    ) -> None:
        self._made_with = (embedding, models, fingerprint)
        self._workers = workers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="footnote-ray")
        self._last: list[Future[None]] = []  # the round that ends last: one thread runs all
        self._ending = False
        self.at_once = _BATCHES_A_WORKER * workers

    def __enter__(self) -> Self:
        """Start Ray, or join the cluster.

        Raises:
            ModelError: Ray is not installed, or its cluster does not answer.
            UsageError: The cluster has too few processors; one has to stay free, or workers wait
                for each other for ever.
        """
        ray = _ray()
        elsewhere = "RAY_ADDRESS" in os.environ
        here: dict[str, Any] = {
            "num_cpus": self._workers + 1,
            "object_store_memory": _STORE_BYTES,
            "include_dashboard": False,
        }
        try:
            ray.init(
                log_to_driver=False,
                logging_level=logging.ERROR,
                configure_logging=False,
                **({} if elsewhere else here),
            )
        except Exception as error:  # bare ones too, where it does not start in time
            raise ModelError(f"Ray does not start ({first_line(error)}).") from error
        processors = int(ray.cluster_resources().get("CPU", 0))
        if processors <= self._workers:
            ray.shutdown()
            raise UsageError(
                f"Ray has {processors} processors here, and one has to stay free: give --workers "
                f"at most {processors - 1}."
            )
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.ERROR)
        return self

    def close(self) -> None:
        """Stop Ray, or leave the cluster; what is still being embedded is given up."""
        self._ending = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        wait(self._last, _ENDING_S)
        _ray().shutdown()
        self._thread.shutdown()

    def begin(self, batches: Sequence[Sequence[str]]) -> list[Future[Vectors]]:
        """Begin to embed batches; each has its vectors when it is done, in any order."""
        begun: list[Future[Vectors]] = [Future() for _ in batches]
        self._last = [self._thread.submit(self._run, batches, begun)]
        return begun

    def _run(self, batches: Sequence[Sequence[str]], begun: Sequence[Future[Vectors]]) -> None:
        try:
            self._embed(batches, begun)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the vectors is told
            told = ModelError(
                f"Ray's workers could not embed ({first_line(error)}). What is stored stays: run "
                "the command again, or without --workers."
            )
            told.__cause__ = error
            for future in begun:
                if not future.done():
                    future.set_exception(told)

    def _embed(self, batches: Sequence[Sequence[str]], begun: Sequence[Future[Vectors]]) -> None:
        import pyarrow as pa
        from ray import data

        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        tables = [
            pa.table(
                {
                    "batch": np.full(len(texts), number),
                    "place": np.arange(len(texts)),
                    "text": list(texts),
                }
            )
            for number, texts in enumerate(batches)
        ]
        embedded = data.from_arrow(tables).map_batches(
            _Worker,
            fn_constructor_args=self._made_with,
            compute=data.ActorPoolStrategy(size=self._workers),
            num_cpus=1,
            batch_size=None,  # a table as it is
        )
        found: list[dict[int, Vectors]] = [{} for _ in batches]
        for rows in embedded.iter_batches(batch_size=None, batch_format="numpy"):
            if self._ending:
                break
            for number, place, vector in zip(
                rows["batch"].tolist(), rows["place"].tolist(), rows["vector"], strict=True
            ):
                found[number][place] = np.asarray(vector, np.float32)
                if len(found[number]) == len(batches[number]):
                    in_order = [found[number].pop(each) for each in range(len(batches[number]))]
                    begun[number].set_result(np.stack(in_order))


class _Worker:
    """Holds the model in a process of Ray's."""

    def __init__(self, embedding: EmbeddingOptions, models: ModelOptions, fingerprint: str) -> None:
        own = embedding.model_copy(update={"threads": 1})
        self._embedder = open_embedder(own, models)
        if self._embedder.fingerprint != fingerprint:
            raise ModelError(
                f"a worker's model is {self._embedder.fingerprint}, the library's {fingerprint}"
            )

    def __call__(self, table: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        vectors = self._embedder.encode(table["text"].tolist())
        return {"batch": table["batch"], "place": table["place"], "vector": vectors}


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_ENABLE_AUTO_CONNECT", "0")  # it would start again on its way out
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ModelError(
            "Embedding by several processes needs Ray: pip install 'footnote-bot[ray]'"
        ) from error
    return ray


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
