"""Using Chroma's files in a process of its own, which broken ones can take down."""

import logging
import sys
from multiprocessing import get_context
from pathlib import Path

from retrieval.embedding import Embedder
from retrieval.errors import FootnoteError
from retrieval.options import VectorOptions
from retrieval.vectors import Vectors

logger = logging.getLogger(__name__)

_SEARCHES = 50
_SAME = 0.999
_MOST_MISSED = 0.1
"""An index that is whole finds 99 of 100 vectors when asked for them."""

_PATIENCE_S = 300.0


def bears_use(vectors: Vectors) -> bool:
    """Whether embedded vectors can be opened and searched, and a search finds what is there.

    Missing vectors are not this function's business; True for those on a server.
    """
    if vectors.sees_others:
        return True
    arguments = (vectors.folder, vectors.collection, vectors.options)
    child = get_context("spawn").Process(target=_search_all_over, args=arguments, daemon=True)
    child.start()
    child.join(_PATIENCE_S)
    if child.is_alive():
        child.kill()
        child.join()
    logger.debug("the vectors' probe ended with %s", child.exitcode)
    return child.exitcode == 0


def _search_all_over(folder: Path, collection: str, options: VectorOptions) -> None:
    logging.disable()
    vectors = Vectors(folder, collection, options, _NO_EMBEDDER)
    try:
        vectors.open(create=False)
        ids = sorted(vectors.ids())
        sample = ids[:: max(len(ids) // _SEARCHES, 1)]
        missed = 0
        for vector in vectors.vectors_of(sample).values():
            nearest = vectors.search(vector, 1)
            missed += not nearest or nearest[0][1] < _SAME
    except FootnoteError:
        sys.exit(1)
    sys.exit(missed > _MOST_MISSED * len(sample))


def _load() -> None:  # pragma: no cover - nothing is embedded here
    raise NotImplementedError


_NO_EMBEDDER = Embedder(fingerprint="", load=_load, dimension=1)  # type: ignore[arg-type]
