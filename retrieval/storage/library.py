"""A library on disk: its catalog, its vectors, and the one writer of both."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog import UNSIGNED
from footnote.retrieval.closing import Closing
from footnote.retrieval.embedding import Embedder, open_embedder
from footnote.retrieval.errors import LibraryError, ModelError
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.freshness import FreshVectors
from footnote.retrieval.storage.home import (
    check_maker,
    is_made,
    library_folder,
    open_catalog,
    open_vectors,
    record_maker,
    remove_leftovers,
)
from footnote.retrieval.storage.locking import mark_of_writing
from footnote.retrieval.storage.vector_store import Entry, VectorStore

__all__ = ["Entry", "Library", "library_folder"]

_STEADY_ATTEMPTS = 4
_SIGNED_AT_ONCE = 200

T = TypeVar("T")


class Library(Closing):
    """One open library; safe to share between threads.

    Reads see the last commit of whichever process made it and never wait for a writer. Writes take
    a lock that the system lets go of when a process dies, and leave the old or the new article
    wherever they are interrupted: vectors go to Chroma first, one catalog transaction makes the
    article visible, and what it supersedes is deleted last. In PostgreSQL's own vectors all of it
    is that one transaction.
    """

    def __init__(
        self,
        folder: Path,
        options: RetrievalOptions,
        embedder: Embedder | None,
        *,
        create: bool = False,
    ) -> None:
        self.folder = folder
        self.name = folder.name
        self.options = options
        self.catalog, self._lock = open_catalog(folder, options, create=create)
        self._given_embedder = embedder
        self._generation: int | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        options: RetrievalOptions,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
    ) -> Self:
        """Open the library in a folder; `create` makes one where there is none.

        Loads no model and opens no Chroma yet. `embedder` replaces the one of the options.

        Raises:
            LibraryMismatch: Another embedding model or chunker made it.
            LibraryDamaged: Its catalog cannot be read.
            LibraryMissing: It is not there.
            LibraryError: The folder cannot be written.
        """
        made = is_made(folder, options.catalog)
        if create and not made:
            # A model that is missing is told before anything is made.
            embedder = embedder or open_embedder(options.embedding, options.models)
        try:
            if create or made:
                folder.mkdir(parents=True, exist_ok=True)
            library = cls(folder, options, embedder, create=create)
        except OSError as error:
            raise LibraryError(
                f"The folder {folder} cannot be written ({error.strerror or error}). "
                "Choose another with --home or FOOTNOTE_HOME."
            ) from error
        try:
            if "id" not in library.catalog.meta():
                library._record_maker()
            check_maker(
                library.catalog, library.name, library._asked_fingerprint(), options.chunking
            )
        except BaseException:
            library.close()
            raise
        return library

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder that made this library's vectors; its model loads at first use."""
        if self._given_embedder is not None:
            return self._given_embedder
        return open_embedder(self.options.embedding, self.options.models)

    @cached_property
    def vectors(self) -> VectorStore:
        """The library's vectors as they were when last looked; `nearest` looks again."""
        return open_vectors(self.folder, self.catalog, self.options.vectors, self.embedder)

    @cached_property
    def _fresh(self) -> FreshVectors:
        return FreshVectors(self.catalog, self.vectors, self.embedder, self._lock)

    @property
    def generation(self) -> int:
        """The number of commits the library has seen; it moves when any process writes."""
        self._generation = self.catalog.generation
        return self._generation

    @property
    def last_generation(self) -> int:
        """The generation when it was last asked for here: of this question's search, or later."""
        return self.generation if self._generation is None else self._generation

    def heads(self, filters: Filters | None = None) -> list[ArticleHead]:
        """Return the articles that pass the filters: newest first, undated last."""
        return self.catalog.heads(filters or Filters())

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        return self.catalog.article(article_id)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return self.catalog.passages(article_id)

    def passages_by_ids(self, passage_ids: Sequence[str]) -> list[tuple[Passage, ArticleHead]]:
        """Return passages with their articles in the order asked; gone ids are left out."""
        return self.catalog.passages_by_ids(passage_ids)

    def nearest(
        self,
        vector: Sequence[float],
        limit: int,
        filters: Filters | None = None,
        *,
        at: int | None = None,
    ) -> list[tuple[str, float]]:
        """Return (passage id, cosine similarity), best first, seeing other processes' commits.

        Within `steady`, `at` is the generation it hands out, which spares asking for it again.
        A Chroma that is broken, away or still being opened is made up for by the catalog's copy of
        the vectors, as far as that is there.

        Raises:
            LibraryDamaged: Neither can be used; the sentence names the repair.
        """
        generation = self.generation if at is None else at
        return self._fresh.nearest(vector, limit, filters or Filters(), generation)

    def warm_up(self) -> None:
        """Load the embedding model and open the vectors, so that no question waits for them."""
        self.embedder.warm_up()
        self._fresh.warm_up()

    def steady(self, read: Callable[[int], T]) -> T:
        """Return what `read` returns of a generation, run again if a commit fell into its middle.

        Between asking the vectors and asking the catalog an article may be replaced; its old
        passages are then gone and its new ones not yet asked for.
        """
        # No retrying library: nothing failed and nothing is waited for, the generation has moved.
        for _ in range(_STEADY_ATTEMPTS):
            before = self.generation
            result = read(before)
            if self.generation == before:
                return result
        # Commits come faster than this can read: have the writer wait for once.
        with self._lock.held():
            return read(self.generation)

    def commit(self, entries: Sequence[Entry]) -> None:
        """Store several articles together; readers see all of them at once.

        Raises:
            LibraryBusy: Another process has been writing for half a minute.
        """
        if not entries:
            return
        ids = [passage.id for entry in entries for passage in entry.passages]
        with self.locked():
            if not self.vectors.with_catalog:
                with self.catalog.writing() as writer:
                    writer.mark_pending(ids)
                self._fresh.add([row for entry in entries for row in entry.rows()])
            with self.catalog.writing() as writer:
                for entry in entries:
                    writer.put(entry.article, entry.passages, entry.vectors)
                writer.next_generation()
            self._fresh.seen()
            self.sweep()

    def forget(self, article_ids: Sequence[str]) -> list[str]:
        """Delete articles for good, from files too; return the ids that were there.

        Raises:
            LibraryBusy: Another process has been writing for half a minute.
        """
        # Cleaning's patterns take as long to compile as a model to load; no question needs them.
        from footnote.retrieval.ingesting.site_lines import unlearn

        with self.locked():
            with self.catalog.writing() as writer:
                gone = [name for name in dict.fromkeys(article_ids) if writer.remove(name)]
                if gone:
                    unlearn(self.catalog, writer, gone)
                    writer.next_generation()
            if gone:
                self._fresh.seen()
                self.sweep()
                self.tidy()
        return gone

    def tidy(self) -> None:
        """Overwrite what deleted articles may have left in index, log and vectors."""
        with self.locked():
            self.catalog.tidy()
            self._fresh.scrub()
            remove_leftovers(self.folder)

    def sign_all(self) -> None:
        """Sign the articles of a library from before signatures were kept; otherwise do nothing."""
        if UNSIGNED not in self.catalog.meta():
            return
        with self.locked(vectors=False):
            signed = _SIGNED_AT_ONCE
            while signed:
                with self.catalog.writing() as writer:
                    signed = writer.sign_some(_SIGNED_AT_ONCE)
                    if not signed:
                        writer.drop_meta(UNSIGNED)

    def sweep(self) -> None:
        """Delete the vectors that an interrupted or superseding write left without a passage."""
        with self.locked():
            self._fresh.sweep()

    def remember(self, name: str, value: str | None) -> None:
        """Store something beside the articles, such as the refusal threshold; None forgets it."""
        with self.locked(vectors=False), self.catalog.writing() as writer:
            writer.note(name, value)

    def remembered(self, name: str) -> str | None:
        """Return what `remember` stored."""
        return self.catalog.noted(name)

    @contextmanager
    def locked(self, *, vectors: bool = True) -> Iterator[None]:
        """Hold the write lock, with vectors that know all earlier writes; may be nested.

        After a write with vectors was cut off, the next one compares the full-text index with the
        passages and tries the vectors; what is broken is made again.
        """
        with self._lock.held() as outermost:
            if not (vectors and outermost):
                yield
                return
            with mark_of_writing(self.folder / "write.unfinished") as cut_off:
                if cut_off and not self.catalog.words_agree():
                    with self.catalog.writing() as writer:
                        writer.rebuild_words()
                self._fresh.open_for_writing(cut_off=cut_off)
                yield

    def close(self) -> None:
        """Close files and connections."""
        if "_fresh" in self.__dict__:
            self._fresh.close()
        elif "vectors" in self.__dict__:
            self.vectors.close()
        self.catalog.close()

    def _record_maker(self) -> None:
        """Write down what this library is made with, the first time it is opened."""
        with self.locked(vectors=False):
            record_maker(self.catalog, self.embedder, self.options.chunking)

    def _asked_fingerprint(self) -> str | None:
        try:
            return self.embedder.fingerprint
        except ModelError:
            return None  # whoever needs the model is told; listing and deleting need none
