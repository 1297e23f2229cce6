"""Keeping what has been deleted out of Chroma's files, which by itself it only marks as deleted."""

import logging
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb import Collection

logger = logging.getLogger(__name__)

AT_ONCE, AS_USUAL = 2, 1000
"""Writes after which Chroma saves its index: the fewest it allows, and its own default."""

_COMPACT = """
import sqlite3, sys
db = sqlite3.connect(sys.stdin.read(), timeout=10, isolation_level=None)
db.execute("VACUUM")
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


def noise(vectors: int, dimension: int) -> NDArray[np.float32]:
    """Return what is written over vectors before they are deleted, one row each.

    Rows that differ, and not one and the same, leave the index as good at finding the others.
    """
    rows = np.random.default_rng().normal(size=(vectors, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def save_index_after(collection: "Collection", writes: int) -> None:
    """Have a collection's index saved each time there were so many writes since it was."""
    from chromadb.api.collection_configuration import (
        UpdateCollectionConfiguration,
        UpdateHNSWConfiguration,
    )

    hnsw = UpdateHNSWConfiguration(sync_threshold=writes)
    with warnings.catch_warnings():
        # Chroma warns of how it has itself stored that no embedding function belongs to it.
        warnings.simplefilter("ignore", DeprecationWarning)
        collection.modify(configuration=UpdateCollectionConfiguration(hnsw=hnsw))


def compact(database: Path) -> None:
    """Write Chroma's own database anew, without the rows that were deleted from it.

    In a process of its own: SQLite's locks belong to the process, so a second build of SQLite in
    this one would undo those that Chroma's holds for another client of the same folder.
    """
    done = subprocess.run(  # noqa: S603 - a few lines of our own
        [sys.executable, "-I", "-S", "-c", _COMPACT],
        input=str(database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        logger.warning(
            "What was deleted could not be taken out of %s (%s); the next deletion tries again.",
            database,
            (done.stderr.strip() or "no reason given").splitlines()[-1],
        )
