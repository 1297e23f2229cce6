"""Loads the models of a question while its library is still being opened."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread

from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import RetrievalOptions


def begin(load: Callable[[], None]) -> None:
    """Load a model in a thread; one that is missing or damaged is told by whoever needs it."""
    Thread(target=_quietly, args=(load,), name="footnote-preload").start()


def _quietly(load: Callable[[], None]) -> None:
    with contextlib.suppress(FootnoteError):
        load()


def begin_runtime() -> None:
    """Begin to read in what runs every model, before the settings tell which ones."""
    begin(_runtime)


@contextlib.contextmanager
def preloaded(options: RetrievalOptions) -> Iterator[None]:
    """Begin to load the models of some options, and hold them to the block's end.

    Whoever needs one meanwhile waits for it and shares it.
    """
    held: list[object] = []
    for load in (_reader, _scorer, _embedder):
        begin(partial(load, options, held))
    yield


# Each imports what it needs itself, in its own thread: the lightest is loading before the others
# have been read in.


def _runtime() -> None:
    from footnote.retrieval.models.onnx import runtime

    runtime()


def _embedder(options: RetrievalOptions, held: list[object]) -> None:
    from footnote.retrieval.embedding import open_embedder

    embedder = open_embedder(options.embedding, options.models)
    held.append(embedder)
    embedder.load()


def _scorer(options: RetrievalOptions, held: list[object]) -> None:
    from footnote.retrieval.reranking import open_scorer

    scorer = open_scorer(options.reranking.model, options.models)
    held.append(scorer)
    scorer.load()


def _reader(options: RetrievalOptions, held: list[object]) -> None:
    from footnote.retrieval.reading import Reader

    reader = Reader(options.models)
    held.append(reader)
    reader.load()
