"""The interface of a vector store, and how one is made to agree with the catalog."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog import Catalog, Hits
from footnote.retrieval.catalog.rows import Vector, batches
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.question import Filters


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A vector to store, with what it may be filtered by."""

    passage_id: str
    article: ArticleHead
    vector: Vector


class VectorStore(Protocol):
    """One library's vectors by passage id; connects at first use, safe to share between threads.

    Nothing in it could not be made again from the catalog. Each method raises `LibraryDamaged`
    where that is to be done, and another `LibraryError` where the store cannot be used.
    """

    @property
    def folder(self) -> Path:
        """The folder that has its files, where they are on this machine; its parent the library."""

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""

    @property
    def sees_others(self) -> bool:
        """Whether an open connection shows what other processes write."""

    @property
    def with_catalog(self) -> bool:
        """Whether the catalog's transactions write the vectors, so that nobody else need."""

    def open(self, *, create: bool, known: Sequence[str] = ()) -> None:
        """Connect, if that has not happened yet; `create` makes a store that is missing.

        `known` are ids that must be there.
        """

    def close(self) -> None:
        """Disconnect; the next use connects anew."""

    def search(self, vector: Sequence[float], limit: int, filters: Filters | None = None) -> Hits:
        """Return (passage id, cosine similarity) of the nearest passages, best first.

        Ids may be of passages that have just been replaced or deleted: join with the catalog.
        """

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Store vectors, in the place of those with the same ids."""

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are no error."""

    def scrub(self) -> None:
        """Remove deleted vectors from files, and disconnect; the caller holds the lock."""

    def save_index_as_usual(self) -> None:
        """Undo what a scrub that was cut off has left set."""

    def count(self) -> int:
        """Return the number of vectors held."""

    def ids(self) -> set[str]:
        """Return the id of every vector held."""

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""

    def drop(self) -> None:
        """Remove the store with all its vectors, whatever state it is in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, its passages and one vector for each."""

    article: Article
    passages: Sequence[Passage]
    vectors: Sequence[Vector]

    def rows(self) -> list[VectorRow]:
        """Return what the vector store keeps of it."""
        pairs = zip(self.passages, self.vectors, strict=True)
        return [VectorRow(passage.id, self.article.head, vector) for passage, vector in pairs]


SCANNED = 20_000
"""At most so many passages are compared one by one, 3 µs each; the result is exact."""

MOST_FETCHED = 10_000
"""At most so many neighbours are fetched, 12 µs each, before Chroma is asked to filter itself."""

_SCANNED_FOR_ONE_FETCHED = 3
_FETCHED_FIRST = 2
_SPARE = 1.3

Search = Callable[[int, Filters | None], Hits]
"""Nearest passages, so many of them, within filters that Chroma knows; some may have gone."""


def nearest_within(
    catalog: Catalog, search: Search, vector: Sequence[float], limit: int, filters: Filters
) -> Hits:
    """Return (passage id, cosine similarity) of passages that pass the filters, best first.

    Chroma's own filter costs ten times an unfiltered search and more as a library grows. So either
    as many neighbours are fetched as it takes for enough to pass, or all that pass are compared
    one by one with the catalog's copy of the vectors, whichever is cheaper. What is no passage of
    the catalog never passes.
    """
    fetched = limit * _FETCHED_FIRST if filters != Filters() else limit
    while True:
        near = search(fetched, None)
        kept = _passing(catalog, near, filters)
        if len(kept) >= limit or len(near) < fetched:
            return kept[:limit]
        share = max(len(kept), 1) / len(near)
        wanted = max(math.ceil(limit / share * _SPARE), fetched * 2)
        if filters != Filters():
            most = min(wanted * _SCANNED_FOR_ONE_FETCHED, SCANNED)
            exact = catalog.nearest(vector, limit, filters, most=most)
            if exact is not None:
                return exact
        if fetched >= MOST_FETCHED:
            break
        fetched = min(wanted, MOST_FETCHED)
    # Chroma cannot let through what has no date: the catalog sorts that out.
    near = search(limit * _FETCHED_FIRST, replace(filters, not_after=None))
    return _passing(catalog, near, filters)[:limit]


def _passing(catalog: Catalog, hits: Hits, filters: Filters) -> Hits:
    inside = catalog.passing([passage_id for passage_id, _ in hits], filters)
    return [hit for hit in hits if hit[0] in inside]


Progress = Callable[[int, int], None]

_BATCH = 512


def agree(catalog: Catalog, vectors: VectorStore) -> bool:
    """Whether each passage has its vector, and each vector its passage, told by their ids.

    On a server what is strange here may have been put in by another copy of this library: it
    does not count, and nothing but what is noted as loose or a person's `repair` deletes it.
    """
    held, wanted = vectors.ids(), catalog.passage_ids()
    return held.issuperset(wanted) and (vectors.sees_others or held.issubset(wanted))


def refill(
    catalog: Catalog,
    vectors: VectorStore,
    embedder: Embedder,
    on_progress: Progress | None = None,
    *,
    keep_strangers: bool = False,
) -> None:
    """Write the vectors that passages lack, and delete those no passage has unless they are kept.

    What the catalog has no vector of is embedded again. The caller holds the write lock and has
    opened the vectors. May be interrupted and run again.
    """
    held = vectors.ids()
    wanted = catalog.passage_ids()
    if not keep_strangers:
        vectors.delete(sorted(held.difference(wanted)))
    missing = [passage_id for passage_id in wanted if passage_id not in held]
    done = 0
    for some in batches(missing, _BATCH):
        _add(catalog, vectors, embedder, some)
        done += len(some)
        if on_progress is not None:
            on_progress(done, len(missing))


def _add(
    catalog: Catalog, vectors: VectorStore, embedder: Embedder, passage_ids: Sequence[str]
) -> None:
    joined = catalog.passages_by_ids(passage_ids)
    known = catalog.vectors(passage_ids)
    if fresh := embedded(((p, head.title) for p, head in joined if p.id not in known), embedder):
        with catalog.writing() as writer:
            writer.store_vectors(fresh)
        known |= fresh
    vectors.add([VectorRow(passage.id, head, known[passage.id]) for passage, head in joined])


def embedded(titled: Iterable[tuple[Passage, str]], embedder: Embedder) -> dict[str, list[float]]:
    """Return the vectors of passages below their articles' titles, by passage id."""
    texts = {passage.id: passage.in_context(title) for passage, title in titled}
    return dict(zip(texts, embedder.embed_documents(list(texts.values())), strict=True))
