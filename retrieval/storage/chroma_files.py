"""Chroma's files: crashes while they are opened, links that are broken, and what was deleted.

Broken index files can end the process that loads them, past any `except`. A mark is a file that its
process holds a lock on; one that nobody holds was left by a process that died while opening.
"""

import contextlib
import logging
import os
import struct
import subprocess
import sys
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb import Collection

try:
    import fcntl
except ImportError:  # Windows, where such a crash is met again at each try
    fcntl = None  # type: ignore[assignment]

_MARK_PREFIX = ".opening-"


@contextmanager
def mark_of_opening(chroma: Path) -> Iterator[None]:
    """Hold a mark; it goes at the end of the block, however that ends, and stays after a crash."""
    if fcntl is None or not chroma.parent.is_dir():
        yield
        return
    name = uuid.uuid4().hex
    unlocked = chroma.parent / f".new-{name}"
    mark = chroma.parent / f"{_MARK_PREFIX}{name}"
    handle = os.open(unlocked, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        # It bears its name only once it is locked, and is never seen without its holder.
        unlocked.rename(mark)
        yield
    finally:
        unlocked.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        os.close(handle)


def crashed(chroma: Path) -> bool:
    """Whether a process died while it opened this folder, and nobody has mended it since."""
    return any(True for _ in _left_behind(chroma))


def forget_crashes(chroma: Path) -> None:
    """Remove the marks of processes that died."""
    for mark in _left_behind(chroma):
        mark.unlink(missing_ok=True)


def _left_behind(chroma: Path) -> Iterator[Path]:
    for mark in chroma.parent.glob(f"{_MARK_PREFIX}*"):
        with contextlib.suppress(OSError):
            handle = os.open(mark, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield mark
            finally:
                os.close(handle)


_HEADER = struct.Struct("<iQQQQQQiIQQQdQ")
"""Version, offset, most elements, elements, bytes an element, offsets, highest level, entry point,
most links an upper level, at level 0 and asked for, multiplier, candidates while building."""

_KNOWN_VERSION = 1
_NUMBER = 4


def links_are_whole(chroma: Path) -> bool:
    """Whether the links between vectors, in every index below a folder, lead where there is one.

    True for an index in a layout that is not known here: its trial is opening and searching it.
    """
    return all(_leads_somewhere(header.parent) for header in chroma.glob("*/header.bin"))


def has_index(chroma: Path) -> bool:
    """Whether there are files of an index below a folder."""
    return any(True for _ in chroma.glob("*/header.bin"))


def clear_unused(chroma: Path) -> None:
    """Put zeros in the places that indexes below a folder keep for vectors still to come.

    Chroma makes an index with room for 100 vectors and writes that room out as it found it in
    memory, with whatever the process had let go of there: texts, names, vectors. No client of
    this process may be connected. Layouts that are not known here are left as they are.
    """
    for path in chroma.glob("*/header.bin"):
        header = _header(path)
        if header is not None:
            _clear_from(path.parent / "data_level0.bin", header.elements * header.element_bytes)
            _clear_from(path.parent / "length.bin", header.elements * _NUMBER)


def _clear_from(path: Path, start: int) -> None:
    unused = path.stat().st_size - start if path.is_file() else 0
    if unused > 0:
        with path.open("r+b") as file:
            file.seek(start)
            file.write(bytes(unused))


class _Header(NamedTuple):
    elements: int
    element_bytes: int
    most_links: int


def _header(path: Path) -> _Header | None:
    """Read an index's header; None if its layout is not known here."""
    content = path.read_bytes()
    if len(content) != _HEADER.size:
        return None
    version, _, _, elements, element_bytes, _, _, _, _, most, *_ = _HEADER.unpack(content)
    return _Header(elements, element_bytes, most) if version == _KNOWN_VERSION else None


def _leads_somewhere(index: Path) -> bool:
    header, links = _header(index / "header.bin"), index / "link_lists.bin"
    if header is None or not links.is_file():
        return True
    return _is_walkable(links.read_bytes(), header.elements, header.most_links)


def _is_walkable(content: bytes, elements: int, most: int) -> bool:
    """Walk from element to element: the bytes of its levels, then each level's links."""
    level = _NUMBER * (most + 1)
    place = 0
    for _ in range(elements):
        if place + _NUMBER > len(content):
            return False
        size = int.from_bytes(content[place : place + _NUMBER], "little")
        place += _NUMBER
        if size % level or place + size > len(content):
            return False
        for start in range(place, place + size, level):
            count, *linked = struct.unpack_from(f"<{most + 1}I", content, start)
            if count > most or any(other >= elements for other in linked[:count]):
                return False
        place += size
    return place == len(content)


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
