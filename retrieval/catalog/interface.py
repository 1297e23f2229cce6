"""The interface of a catalog, which every engine implements."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog.rows import Vector
from footnote.retrieval.duplicates.signature import Signature
from footnote.retrieval.question import Filters

EVERYTHING = Filters()

NOTE = "note."
"""What the names of notes begin with among what the library remembers about itself."""

UNSIGNED = "unsigned"
"""The note a migration leaves in `meta` when it found articles that have no signature yet."""

Hits = list[tuple[str, float]]
"""Passage ids and their scores or similarities, best first."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds; `shapeless` articles were read before blocks were kept."""

    articles: int
    passages: int
    shapeless: int = 0


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """The identity of a stored article and the hash of its content."""

    id: str
    key: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the life of one catalog, to ask later what has been added since.

    Passages stored after it have numbers above `newest` for as long as the `epoch` stands.
    """

    epoch: int
    newest: int


class CatalogWriter(Protocol):
    """The writing side of one open transaction, which makes all its changes visible together."""

    def set_meta(self, name: str, value: str) -> None:
        """Store a fact about the library."""

    def drop_meta(self, name: str) -> None:
        """Drop a fact about the library."""

    def note(self, name: str, value: str | None) -> None:
        """Store a note beside the articles; None drops it."""

    def next_generation(self) -> None:
        """Tell every process that has the library open that something has changed."""

    def next_epoch(self) -> None:
        """Make every process that has the vectors open forget what it read of them."""

    def mark_pending(self, passage_ids: Iterable[str]) -> None:
        """Note vectors that are about to be written, in case their article never arrives."""

    def unmark(self, passage_ids: Iterable[str]) -> None:
        """Drop notes of vectors that have been dealt with."""

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Sequence[Vector] = ()
    ) -> None:
        """Store an article, in the place of the one with its key or id if there is one.

        Vectors of passages that go are noted as superseded, those of passages that come as no
        longer pending.
        """

    def store_vectors(self, vectors: Mapping[str, Vector]) -> None:
        """Keep the vectors of passages, by passage id."""

    def sign_some(self, count: int) -> int:
        """Sign up to `count` articles that have no signature yet; return how many were signed."""

    def remove(self, article_id: str) -> bool:
        """Delete an article and everything that belongs to it; return whether it was there."""

    def rebuild_words(self) -> None:
        """Make the full-text index anew from the passages, whatever state it is in."""


class Catalog(Protocol):
    """The truth about a library's articles and passages; safe to share between threads.

    Every read sees the last commit of whichever process made it and never waits for a writer.
    Each method raises `LibraryError` or one of its kinds when the catalog cannot be used.
    """

    def close(self) -> None:
        """Close every connection."""

    @property
    def generation(self) -> int:
        """The number of commits the library has seen, by any process."""

    def meta(self) -> Mapping[str, str]:
        """Return all stored facts about the library."""

    def noted(self, name: str) -> str | None:
        """Return the text stored under a note's name."""

    def counts(self) -> Counts:
        """Return the number of articles and passages."""

    def heads(self, filters: Filters = EVERYTHING) -> list[ArticleHead]:
        """Return the articles that pass the filters: newest first, undated last."""

    def newest_date(self) -> date | None:
        """Return the latest publication date of any article."""

    def sources(self) -> list[str]:
        """Return the names of the articles' sources, in alphabetical order."""

    def article_ids(self) -> list[str]:
        """Return the id of every article, oldest entry first."""

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""

    def known(self, key: str) -> KnownArticle | None:
        """Return the id and content hash stored under a key, to tell changed from unchanged."""

    def metadata(self, key: str) -> Mapping[str, Any] | None:
        """Return the metadata of the article stored under a key, none of one without blocks."""

    def below(self, path: str) -> list[tuple[str, str]]:
        """Return id and path of the articles of a file, or of the files below a folder."""

    def texts_of(self, source: str, limit: int) -> list[tuple[str, str, str]]:
        """Return id, title and text of the articles of a source last stored."""

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""

    def passages_by_ids(self, passage_ids: Sequence[str]) -> list[tuple[Passage, ArticleHead]]:
        """Return passages with their articles in the order asked; ids that are gone are left out.

        Vectors may name passages that no longer count: this join is what keeps them from readers.
        """

    def passage_ids(self) -> list[str]:
        """Return the id of every passage, oldest first."""

    def some_passage_ids(self, count: int) -> list[str]:
        """Return ids of about `count` passages from all over the library, oldest and newest too."""

    def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Return those of the passages whose article passes the filters."""

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""

    def nearest(
        self, vector: Sequence[float], limit: int, filters: Filters, *, most: int
    ) -> Hits | None:
        """Return (passage id, cosine similarity) of passages that pass the filters, best first.

        Exact, by the catalog's own copy of the vectors.

        Args:
            vector: A unit-norm vector, as the library's embedder makes them.
            limit: How many passages to return.
            filters: What the articles of the passages must satisfy.
            most: How many passages may pass the filters.

        Returns:
            None if more than `most` pass, or if the catalog lacks the vector of any, as that of an
            early library does.
        """

    def mark(self) -> Mark:
        """Return the present moment."""

    def made_up(self, since: Mark, most: int) -> bool:
        """Return whether all changes since are deletions and at most `most` new passages."""

    def nearest_added(self, vector: Sequence[float], limit: int, since: Mark) -> Hits:
        """Return (passage id, cosine similarity) of passages stored since, best first."""

    def signatures(self, article_ids: Sequence[str]) -> dict[str, Signature]:
        """Return the signatures of articles by id; those that are missing are left out."""

    def neighbours(self, signature: Signature) -> list[str]:
        """Return the ids of articles that may be like a signed one, oldest entry first."""

    def lexical_search(
        self,
        terms: Sequence[str],
        limit: int,
        filters: Filters = EVERYTHING,
        *,
        title_weight: float = 1.0,
        heading_weight: float = 1.0,
    ) -> Hits:
        """Return (passage id, BM25 score) of passages with any of the terms, best first.

        Higher scores are better. Words are stemmed (English) and freed of accents.

        Args:
            terms: Words and phrases; no character in them has a meaning of its own.
            limit: How many passages to return.
            filters: What the articles of the passages must satisfy.
            title_weight: What a word in the title counts beside one in the text.
            heading_weight: What a word in the headings counts beside one in the text.
        """

    def held_words(self, words: Sequence[str]) -> set[str]:
        """Return the words that occur in any passage, in any inflected form."""

    def count_together(self, word: str, others: Sequence[str]) -> int:
        """Return how many passages hold a word and any of the others, counted up to 1,000."""

    def loose_vectors(self, limit: int) -> tuple[list[str], list[str]]:
        """Return noted vector ids that no passage has, and noted ones that a passage has."""

    def writing(self) -> AbstractContextManager[CatalogWriter]:
        """Open a transaction: what is written in the block is visible whole, or not at all."""

    def tidy(self) -> None:
        """Remove what deleted articles have left behind, as far as the engine can."""

    def problems(self) -> list[str]:
        """Return the contradictions in the catalog, one phrase each."""

    def warnings(self) -> list[str]:
        """Return what works less well than it could, one sentence each."""

    def words_agree(self) -> bool:
        """Whether the full-text index holds the words of the passages and no others."""
