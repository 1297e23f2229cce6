"""Tries Chroma's files in a process of its own, which broken files can crash."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import VectorOptions
from footnote.retrieval.storage.chroma_files import links_are_whole
from footnote.retrieval.storage.vector_store import VectorStore
from footnote.retrieval.storage.vectors import Vectors

logger = logging.getLogger(__name__)

_SEARCHES = 50
_SAME = 0.999
_MOST_MISSED = 0.1
"""An index that is whole finds 99 of 100 vectors when asked for them."""

_PATIENCE_S = 300.0


def is_usable(vectors: VectorStore) -> bool:
    """Return whether embedded vectors open, and a search finds what they hold.

    Missing vectors are not this function's business; True for those on a server.
    """
    if vectors.sees_others or not isinstance(vectors, Vectors):
        return True
    if not links_are_whole(vectors.folder):
        return False
    asked = {
        "folder": str(vectors.folder),
        "collection": vectors.collection,
        "options": vectors.options.model_dump(mode="json"),
    }
    try:
        # A fresh interpreter: one that multiprocessing spawns would run the caller's script again.
        done = subprocess.run(
            [sys.executable, "-c", "from footnote.retrieval.storage.probing import main; main()"],
            input=json.dumps(asked),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    logger.debug("the vectors' probe ended with %s", done.returncode)
    return done.returncode == 0


def main() -> None:
    """Probe the vectors that standard input names; exit status 0 where they are usable."""
    asked = json.load(sys.stdin)
    options = VectorOptions(**asked["options"])
    _search_all_over(Path(asked["folder"]), asked["collection"], options)


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
