"""The catalog in PostgreSQL, as the library holds it; see `Catalog` for what each method gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.catalog.interface import EVERYTHING, NOTE, Counts, Hits, KnownArticle, Mark
from footnote.retrieval.catalog.postgres import reading, vectors, words
from footnote.retrieval.catalog.postgres.connection import (
    Connection,
    Connections,
    connect,
    translated,
)
from footnote.retrieval.catalog.postgres.schema import prepare, read_libraries, words_index
from footnote.retrieval.catalog.postgres.words import Tokenizer
from footnote.retrieval.catalog.postgres.writing import PostgresWriter, read_words
from footnote.retrieval.duplicates.signature import Signature
from footnote.retrieval.options import CatalogOptions
from footnote.retrieval.question import Filters

_MOST_TOGETHER = 1_000

P = ParamSpec("P")
T = TypeVar("T")


class PostgresCatalog:
    """One library in a PostgreSQL database; safe to share between threads, processes and hosts."""

    def __init__(self, options: CatalogOptions, library: str, *, create: bool = True) -> None:
        """Open a library, making or migrating its tables where needed.

        Raises:
            CatalogAway: PostgreSQL does not answer.
            LibraryMissing: The library is not there, and `create` is false.
        """
        self.library = library
        self.options = options
        with translated(options, library), connect(options) as db:
            schema = prepare(db, options, library, create=create)
            self._index = words_index(db, schema)
        self._cut = Tokenizer()
        self.connections = Connections(options, schema, library)

    def close(self) -> None:
        """Close every connection."""
        self.connections.close()
        self._cut.close()

    @property
    def schema(self) -> str:
        """The name of the library's schema."""
        return self.connections.schema

    @property
    def generation(self) -> int:
        """The number of commits the library has seen, by any process."""
        return self._read(reading.read_generation)

    def meta(self) -> Mapping[str, str]:
        """Return all stored facts about the library."""
        return self._read(reading.read_meta)

    def noted(self, name: str) -> str | None:
        """Return the text stored under a note's name."""
        return self.meta().get(f"{NOTE}{name}")

    def counts(self) -> Counts:
        """Return the number of articles and passages."""
        return self._read(reading.read_counts)

    def heads(self, filters: Filters = EVERYTHING) -> list[ArticleHead]:
        """Return the articles that pass the filters: newest first, undated last."""
        return self._read(reading.read_heads, filters)

    def newest_date(self) -> date | None:
        """Return the latest publication date of any article."""
        return self._read(reading.read_newest_date)

    def sources(self) -> list[str]:
        """Return the names of the articles' sources, in alphabetical order."""
        return self._read(reading.read_sources)

    def article_ids(self) -> list[str]:
        """Return the id of every article, oldest entry first."""
        return self._read(reading.read_article_ids)

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        return self._read(reading.read_article, article_id)

    def known(self, key: str) -> KnownArticle | None:
        """Return the id and content hash stored under a key, to tell changed from unchanged."""
        return self._read(reading.read_known, key)

    def metadata(self, key: str) -> Mapping[str, Any] | None:
        """Return the metadata of the article stored under a key."""
        return self._read(reading.read_metadata, key)

    def below(self, path: str) -> list[tuple[str, str]]:
        """Return id and path of the articles of a file, or of the files below a folder."""
        return self._read(reading.read_below, path)

    def texts_of(self, source: str, limit: int) -> list[tuple[str, str, str]]:
        """Return id, title and text of the articles of a source last stored."""
        return self._read(reading.read_texts_of, source, limit)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return self._read(reading.read_passages, article_id)

    def passages_by_ids(self, passage_ids: Sequence[str]) -> list[tuple[Passage, ArticleHead]]:
        """Return passages with their articles in the order asked; gone ids are left out."""
        return self._read(reading.read_passages_by_ids, passage_ids)

    def passage_ids(self) -> list[str]:
        """Return the id of every passage, oldest first."""
        return self._read(reading.read_passage_ids)

    def some_passage_ids(self, count: int) -> list[str]:
        """Return ids of about `count` passages from all over the library, oldest and newest too."""
        return self._read(reading.read_some_passage_ids, count)

    def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Return those of the passages whose article passes the filters."""
        return self._read(vectors.read_passing, passage_ids, filters)

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors of passages by id; those that are missing are left out."""
        return self._read(vectors.read_vectors, passage_ids)

    def nearest(
        self, vector: Sequence[float], limit: int, filters: Filters, *, most: int
    ) -> Hits | None:
        """Return (passage id, cosine similarity) of passages that pass the filters, best first."""
        return self._read(vectors.read_nearest, vector, limit, filters, most)

    def mark(self) -> Mark:
        """Return the present moment."""
        return self._read(vectors.read_mark)

    def made_up(self, since: Mark, most: int) -> bool:
        """Return whether all changes since are deletions and at most `most` new passages."""
        return self._read(vectors.read_made_up, since, most)

    def nearest_added(self, vector: Sequence[float], limit: int, since: Mark) -> Hits:
        """Return (passage id, cosine similarity) of passages stored since, best first."""
        return self._read(vectors.read_nearest_added, vector, limit, since)

    def signatures(self, article_ids: Sequence[str]) -> dict[str, Signature]:
        """Return the signatures of articles by id; those that are missing are left out."""
        return self._read(reading.read_signatures, article_ids)

    def neighbours(self, signature: Signature) -> list[str]:
        """Return the ids of articles that may be like a signed one, oldest entry first."""
        return self._read(reading.read_neighbours, signature)

    def lexical_search(
        self,
        terms: Sequence[str],
        limit: int,
        filters: Filters = EVERYTHING,
        *,
        title_weight: float = 1.0,
        heading_weight: float = 1.0,
    ) -> Hits:
        """Return (passage id, BM25 score) of passages with any of the terms, best first."""
        phrases = [phrase for phrase in self._cut(terms) if phrase]
        asked = words.Asked(phrases, (title_weight, heading_weight, 1.0))
        return self._read(words.search_words, self._index, asked, limit, filters)

    def held_words(self, looked_for: Sequence[str]) -> set[str]:
        """Return the words that occur in any passage, in any inflected form."""
        pairs = zip(looked_for, self._cut(looked_for), strict=True)
        cut = {word: phrase for word, phrase in pairs if phrase}
        held = self._read(words.held, list(cut.values()))
        return {word for word, there in zip(cut, held, strict=True) if there}

    def count_together(self, word: str, others: Sequence[str]) -> int:
        """Return how many passages hold a word and any of the others, counted up to 1,000."""
        phrase, *beside = self._cut([word, *others])
        if not phrase:
            return 0
        beside = [other for other in beside if other]
        return self._read(words.count_together, phrase, beside, _MOST_TOGETHER)

    def loose_vectors(self, limit: int) -> tuple[list[str], list[str]]:
        """Return noted vector ids that no passage has, and noted ones that a passage has."""
        return self._read(reading.read_loose_vectors, limit)

    @contextmanager
    def writing(self) -> Iterator[PostgresWriter]:
        """Open a transaction: what is written in the block is visible whole, or not at all."""
        with self.connections.transaction() as db:
            yield PostgresWriter(db, self.schema, self._cut)

    def tidy(self) -> None:
        """Leave it to PostgreSQL: autovacuum frees what deleted articles have left behind."""

    def problems(self) -> list[str]:
        """Return the contradictions in the catalog, one phrase each."""
        misplaced = self._read(reading.read_misplaced)
        return [f"{misplaced} passages differ from their articles"] if misplaced else []

    def warnings(self) -> list[str]:
        """Return what works less well than it could, one sentence each."""
        if self._index is not None:
            return []
        return [
            "PostgreSQL has no pg_textsearch: words are looked up by ts_rank, slowly in a large "
            "library. Install the extension, preload it, and run: footnote doctor --repair"
        ]

    def words_agree(self) -> bool:
        """Whether the full-text index holds the words of the passages and no others."""
        with self.connections.reading() as db:
            return all(stored == words for _, stored, words in read_words(db, self._cut))

    def _read(
        self, read: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self.connections.reading() as db:
            return read(db, *args, **kwargs)


def library_names(options: CatalogOptions) -> list[str]:
    """Return the names of a database's libraries, in alphabetical order.

    Raises:
        CatalogAway: PostgreSQL does not answer.
    """
    with translated(options, "in the database"), connect(options) as db:
        return read_libraries(db)
