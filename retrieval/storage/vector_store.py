"""What a library needs of the store of its vectors, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog import Hits
from footnote.retrieval.catalog.rows import Vector
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
        """Take what has been deleted out of files, and disconnect; the caller holds the lock."""

    def save_index_as_usual(self) -> None:
        """Undo what a scrub that was cut off has left set."""

    def count(self) -> int:
        """Return the number of vectors held."""

    def ids(self) -> set[str]:
        """Return the id of every vector held."""

    def vectors_of(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the stored vectors of passages, as far as they are there."""

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
