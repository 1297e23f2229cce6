"""Loads the models of a question while its library is still being opened."""

import contextlib
from collections.abc import Callable, Iterator
from threading import Thread

from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import RetrievalOptions

_Loading = tuple[object, Callable[[], None]]


@contextlib.contextmanager
def preloaded(options: RetrievalOptions) -> Iterator[None]:
    """Begin to load the models of some options, each in a thread, and hold them to the block's end.

    Whoever needs one meanwhile waits for it and shares it. A model that is missing or damaged is
    told by whoever needs it.
    """
    held: list[object] = []
    for prepare in (_reader, _scorer, _embedder):
        Thread(target=_load, args=(prepare, options, held), name="footnote-preload").start()
    yield


def _load(
    prepare: Callable[[RetrievalOptions], _Loading], options: RetrievalOptions, held: list[object]
) -> None:
    with contextlib.suppress(FootnoteError):
        model, load = prepare(options)
        held.append(model)
        load()


# Each imports what it needs itself, in its own thread: the lightest is loading before the others
# have been read in.


def _embedder(options: RetrievalOptions) -> _Loading:
    from footnote.retrieval.embedding import open_embedder

    embedder = open_embedder(options.embedding, options.models)
    return embedder, embedder.load


def _scorer(options: RetrievalOptions) -> _Loading:
    from footnote.retrieval.reranking import open_scorer

    scorer = open_scorer(options.reranking.model, options.models)
    return scorer, scorer.load


def _reader(options: RetrievalOptions) -> _Loading:
    from footnote.retrieval.reading import Reader

    reader = Reader(options.models)
    return reader, reader.load
