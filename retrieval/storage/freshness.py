"""Vectors that follow the catalog: reopened when another process writes, rebuilt when broken."""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from threading import RLock
from typing import Literal

from footnote.retrieval.catalog import Catalog, Hits, Mark
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, VectorsAway
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.locking import Lock
from footnote.retrieval.storage.probing import is_usable
from footnote.retrieval.storage.vector_store import (
    VectorRow,
    VectorStore,
    agree,
    nearest_within,
    refill,
)

logger = logging.getLogger(__name__)

LOOSE_BATCH = 1000

_PROBES = 8
_SCANNED_FIRST = 20_000
_SCANNED_IN_NEED = 200_000
_ADDED_BEFORE_REOPENING = 5_000
_AWAY_S = 10.0
_ATTEMPTS = 4
State = Literal["current", "behind", "empty"]

_LOOKED_AT = 800
"""Fetched at the least: of the truly nearest 100 of a million, 0.99 are then found, not 0.93."""


class FreshVectors:
    """A library's vectors as of the last commit, whichever process made it.

    An open Chroma never sees what another process adds; the catalog's generation tells that
    something was. Opening a large one takes seconds, so what was added since is compared one by
    one with the catalog's copy of the vectors, until it is much. Readers do not wait for writers:
    while one is at work, or Chroma is broken or its server away, the catalog's copy answers.
    """

    def __init__(
        self, catalog: Catalog, vectors: VectorStore, embedder: Embedder, lock: Lock
    ) -> None:
        self._catalog = catalog
        self._vectors = vectors
        self._embedder = embedder
        self._lock = lock
        self._refreshing = RLock()
        self._seen = -1
        self._mark = Mark(epoch=-1, newest=0)
        self._compared = False
        self._first: list[float] | None = None
        self._warned = False
        self._away: tuple[float, str] | None = None

    def warm_up(self) -> None:
        """Open Chroma now, so that no question waits for it."""
        self._first = []
        with contextlib.suppress(LibraryDamaged, LibraryBusy, VectorsAway):
            self._refresh(self._catalog.generation)

    def nearest(
        self, vector: Sequence[float], limit: int, filters: Filters, generation: int
    ) -> Hits:
        """Return (passage id, cosine similarity) of the passages of a generation, best first.

        The first question of a process is answered from the catalog's copy of the vectors where
        that is quicker than opening Chroma, and so is any that Chroma cannot answer. Nothing is
        near where a server is away and the catalog has no copy to use: words have to do then.

        Raises:
            LibraryDamaged: The vectors are gone or broken, and the catalog has no copy to use.
        """
        if self._first is None:
            self._first = list(vector)
        # One question may search several times, for more neighbours of the same vector.
        if self._first == list(vector) and not self._vectors.is_open:
            hits = self._catalog.nearest(vector, limit, filters, most=_SCANNED_FIRST)
            if hits is not None:
                return hits
        try:
            return self._from_chroma(vector, limit, filters, generation)
        except (LibraryDamaged, LibraryBusy, VectorsAway) as error:
            reason = error
        hits = self._catalog.nearest(vector, limit, filters, most=_SCANNED_IN_NEED)
        if hits is not None:
            self._warn(reason)
            return hits
        if isinstance(reason, VectorsAway):
            self._warn(reason, "by their words alone")
            return []
        # Nobody writes while this is held: what is broken now is broken.
        with self._lock.held(), self._refreshing:
            self._reopen()
            return self._nearest(vector, limit, filters, current=True)

    def open_for_writing(self, *, cut_off: bool = False) -> None:
        """Open the vectors, mended if broken; the caller holds the write lock.

        After a write that was `cut_off` another process tries them first: broken files of Chroma
        can end the one that loads them.
        """
        with self._refreshing:
            current = self._is_current(self._catalog.generation)
            if current and self._compared:
                return
            if cut_off:
                self._vectors.close()
                if not is_usable(self._vectors):
                    self._make_again()
                    return
            try:
                if cut_off or not current:
                    self._reopen()
                if cut_off:
                    self._vectors.save_index_as_usual()
                self.sweep()
                self._complete()
            except LibraryDamaged:
                self._make_again()
            self._compared = True

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Store vectors; the caller holds the write lock."""
        self._writing(lambda: self._vectors.add(rows))

    def sweep(self) -> None:
        """Delete the vectors that an interrupted or superseding write left without a passage.

        The caller holds the write lock.
        """
        while True:
            dead, alive = self._catalog.loose_vectors(LOOSE_BATCH)
            if not dead and not alive:
                return
            if dead:
                self._writing(lambda gone=dead: self._vectors.delete(gone))  # type: ignore[misc]
            with self._catalog.writing() as writer:
                writer.unmark([*dead, *alive])

    def scrub(self) -> None:
        """Remove deleted vectors from Chroma's files; the caller holds the write lock."""
        with self._refreshing:
            self._writing(self._vectors.scrub)

    def seen(self) -> None:
        """Take note that the vectors are those of the last commit; the caller holds the lock."""
        self._seen = self._catalog.generation
        self._mark = self._catalog.mark()

    def close(self) -> None:
        """Disconnect."""
        with self._refreshing:
            self._vectors.close()

    def _warn(self, reason: LibraryError, how: str = "more slowly") -> None:
        if not isinstance(reason, LibraryBusy) and not self._warned:
            logger.warning("%s Until then questions are answered %s.", reason, how)
            self._warned = True

    def _from_chroma(
        self, vector: Sequence[float], limit: int, filters: Filters, generation: int
    ) -> Hits:
        """Ask Chroma; a server that was away is not waited for again at once."""
        if self._away is not None and time.monotonic() < self._away[0]:
            raise VectorsAway(self._away[1])
        try:
            hits = self._looked_up(vector, limit, filters, generation)
        except VectorsAway as error:
            self._away = (time.monotonic() + _AWAY_S, str(error))
            raise
        self._away, self._warned = None, False
        return hits

    def _writing(self, write: Callable[[], None]) -> None:
        try:
            write()
        except LibraryDamaged:
            self._make_again()
            write()

    def _refresh(self, generation: int) -> State:
        """Have Chroma open as far as it takes, and say what it holds of a generation."""
        with self._refreshing:
            if self._is_current(generation):
                return "current"
            if not self._catalog.mark().newest:
                return "empty"
            if self._can_be_made_up(_ADDED_BEFORE_REOPENING):
                return "behind"
            try:
                self._open_for_reading()
            except LibraryBusy:
                if not self._can_be_made_up(_SCANNED_IN_NEED):
                    raise
                return "behind"
            return "current"

    def _open_for_reading(self) -> None:
        """Open what is there now; `LibraryBusy` where embedded vectors are being written."""
        if self._vectors.sees_others:
            self._open_on_server()
            return
        # Chroma tears its index for one who opens it while another saves it. Waiting for the
        # lock here could deadlock with a writer that waits for this.
        with self._lock.held(wait_s=0):
            self._reopen()

    def _open_on_server(self) -> None:
        """Open a server's vectors; what a commit replaces meanwhile is no damage."""
        # No retrying library: tried again at once, and only if a commit came in between.
        for attempt in range(_ATTEMPTS):
            before = self._catalog.generation
            try:
                self._reopen()
                return
            except LibraryDamaged:
                if attempt + 1 == _ATTEMPTS or self._catalog.generation == before:
                    raise

    def _can_be_made_up(self, most: int) -> bool:
        """Whether the open vectors lack at most so many passages, which the catalog tells of."""
        return self._vectors.is_open and self._catalog.made_up(self._mark, most)

    def _is_current(self, generation: int) -> bool:
        current = self._vectors.sees_others or self._seen == generation
        return current and self._vectors.is_open

    def _looked_up(
        self, vector: Sequence[float], limit: int, filters: Filters, generation: int
    ) -> Hits:
        state = self._refresh(generation)
        if state == "empty":
            return []
        try:
            return self._nearest(vector, limit, filters, current=state == "current")
        except LibraryDamaged:
            if self._is_current(self._catalog.generation):
                raise
        # Another process may have made the vectors again, under the feet of those open here.
        with self._refreshing:
            self._open_for_reading()
        return self._nearest(vector, limit, filters, current=True)

    def _nearest(
        self, vector: Sequence[float], limit: int, filters: Filters, *, current: bool
    ) -> Hits:
        def search(count: int, within: Filters | None) -> Hits:
            near = self._vectors.search(vector, max(count, _LOOKED_AT), within)[:count]
            if current:
                return near
            added = self._catalog.nearest_added(vector, count, self._mark)
            return sorted({**dict(near), **dict(added)}.items(), key=lambda hit: -hit[1])

        return nearest_within(self._catalog, search, vector, limit, filters)

    def _reopen(self) -> None:
        """Open what is there now; nobody may be writing."""
        self._vectors.close()
        probes = self._catalog.some_passage_ids(_PROBES)
        # A collection that is missing although passages count on it is damage, not a beginning.
        self._vectors.open(create=not probes, known=probes)
        self.seen()

    def _complete(self) -> None:
        """Mend vectors that do not belong to this catalog, as after an older one was put back."""
        if not agree(self._catalog, self._vectors):
            logger.warning("The vectors in %s are brought up to date.", self._vectors.folder)
            self._refill()

    def _make_again(self) -> None:
        """Replace the collection from the catalog's own copy of the vectors.

        A writer that is killed while Chroma saves its index leaves one that cannot be loaded.
        """
        logger.warning("The vectors in %s are made again from the catalog.", self._vectors.folder)
        with self._refreshing:
            if self._vectors.sees_others:
                self._vectors.close()
            else:
                self._vectors.drop()
            self._vectors.open(create=True)
            self._refill()

    def _refill(self) -> None:
        shared = self._vectors.sees_others
        refill(self._catalog, self._vectors, self._embedder, keep_strangers=shared)
        with self._catalog.writing() as writer:
            writer.next_generation()
            writer.next_epoch()
        self.seen()
