"""Articles into a library: found, read, cleaned, cut, embedded and committed in batches.

While one batch is embedded, the one before it is stored and the one after it is read.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from footnote.retrieval import readers
from footnote.retrieval.article import ETAG, LAST_MODIFIED, Article, Passage, Unchanged
from footnote.retrieval.catalog import Catalog
from footnote.retrieval.closing import Closing
from footnote.retrieval.embedding import Vectors
from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import Memory, Validators
from footnote.retrieval.ingesting.chunking import chunk
from footnote.retrieval.ingesting.encoders import Encoder, open_encoder
from footnote.retrieval.ingesting.reading_ahead import cleaned
from footnote.retrieval.ingesting.site_lines import same_page, without_site_lines
from footnote.retrieval.readers.addresses import Site
from footnote.retrieval.storage.library import Entry, Library

OutcomeKind = Literal["added", "changed", "unchanged", "skipped"]

_MANY_A_FILE = {".jsonl", ".ndjson"}
_BATCH_PASSAGES = 128
_BATCH_ARTICLES = 64


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """The outcome of one article, reported after its commit.

    `origin` names it for people; `reason` says why it was skipped. `path` is the file it stands in.
    `away` says that it could not be reached, and may be there later.
    """

    kind: OutcomeKind
    origin: str
    title: str | None = None
    article_id: str | None = None
    passages: int = 0
    reason: str | None = None
    path: str | None = None
    away: bool = False


@dataclass(frozen=True, slots=True)
class IngestReport:
    """How many articles of each outcome a run had; `passages` counts those newly embedded."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    passages: int = 0
    seconds: float = 0.0

    @property
    def found(self) -> int:
        """All articles met, whatever became of them."""
        return self.added + self.changed + self.unchanged + self.skipped


class SeenKeys(Closing):
    """A set of strings in a temporary file, with only a few megabytes of it in memory."""

    def __init__(self) -> None:
        # SQLite gives an empty name a private file and removes it when the connection closes.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE keys (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def add(self, key: str) -> bool:
        """Add a key; return whether it is new."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO keys (key) VALUES (?)", (key.encode("utf-8", "surrogatepass"),)
        )
        return cursor.rowcount == 1

    def close(self) -> None:
        """Delete the temporary file."""
        self._db.close()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article on its way into the next commit."""

    article: Article
    passages: list[Passage]
    outcome: ArticleOutcome


def ingest(
    library: Library,
    sources: Iterable[str | Path],
    *,
    jobs: int = 1,
    workers: int = 0,
    on_found: Callable[[int], None] | None = None,
    on_outcome: Callable[[ArticleOutcome], None] | None = None,
) -> IngestReport:
    """Ingest articles; those already stored unchanged are neither cut nor embedded again.

    A file or line that cannot be taken in is skipped with its reason, and the others go on.
    Interrupting leaves what has been committed; running again does the rest. Memory does not grow
    with the number of articles.

    Args:
        library: The library to write to.
        sources: Paths of files and folders, globs, web addresses, or `-` for standard input.
        jobs: How many processes read and clean files; what is stored does not depend on it.
        workers: How many processes of Ray embed, 0 for none; nor does it depend on this.
        on_found: Called with the expected number of articles, again when there are more.
        on_outcome: Called per article, after its commit.

    Returns:
        The number of articles per outcome.

    Raises:
        LibraryError: The library cannot be written.
        ModelError: The embedding model is missing or damaged, or Ray is not there.
        UsageError: Ray has fewer processors than `workers` need.
    """
    with SeenKeys() as keys, open_encoder(library.options, library.embedder, workers) as encoder:
        return _Run(library, keys, encoder, on_found, on_outcome).go(list(sources), jobs)


class _Run:
    """One run over some sources: its batch, its counts and the keys it has met."""

    def __init__(
        self,
        library: Library,
        keys: SeenKeys,
        encoder: Encoder,
        on_found: Callable[[int], None] | None,
        on_outcome: Callable[[ArticleOutcome], None] | None,
    ) -> None:
        self._library = library
        self._on_found = on_found
        self._on_outcome = on_outcome
        self._batch: list[_Prepared] = []
        self._batches: list[list[_Prepared]] = []
        self._encoder = encoder
        self._begun: list[tuple[list[_Prepared], Future[Vectors]]] = []
        self._keys = keys
        self._counts: Counter[OutcomeKind] = Counter()
        self._passages = 0

    def go(self, sources: Sequence[str | Path], jobs: int) -> IngestReport:
        started = time.perf_counter()
        self._library.sign_all()
        expected = sum(_expected_pages(file) for file in readers.find(sources))
        self._found(expected)
        files = readers.find(sources, page_memory(self._library.catalog))
        sites = tuple(
            Site(Path(folder).expanduser().resolve(), url)
            for folder, url in self._library.options.ingesting.base_urls.items()
        )
        articles = without_site_lines(cleaned(files, jobs, sites), self._library)
        for met, (origin, article) in enumerate(articles, start=1):
            if met > expected:
                self._found(met)
            self._take(origin, article)
        self._close_batch()
        self._embed()
        self._store(self._begun)
        if self._counts["changed"]:
            self._library.tidy()
        return IngestReport(
            added=self._counts["added"],
            changed=self._counts["changed"],
            unchanged=self._counts["unchanged"],
            skipped=self._counts["skipped"],
            passages=self._passages,
            seconds=time.perf_counter() - started,
        )

    def _take(self, origin: str, article: Article | InputError | Unchanged) -> None:
        if isinstance(article, Unchanged):
            self._tell(ArticleOutcome("unchanged", origin))
            return
        try:
            if isinstance(article, InputError):
                raise article
            prepared = self._prepare(origin, article)
        except InputError as error:
            place = error.origin if error.line is None else f"{error.origin}, line {error.line}"
            self._tell(ArticleOutcome("skipped", place, reason=error.reason, away=error.away))
            return
        if prepared is None:
            return
        self._batch.append(prepared)
        waiting = sum(len(item.passages) for item in self._batch)
        if waiting >= _BATCH_PASSAGES or len(self._batch) >= _BATCH_ARTICLES:
            self._close_batch()

    def _prepare(self, origin: str, article: Article) -> _Prepared | None:
        if not self._keys.add(article.key):
            # The first one stays: if the last did, each run would undo what the one before it did.
            raise InputError("an article before it in this run has the same key", origin=origin)
        known = self._library.catalog.known(article.key)
        head = article.head
        if known is not None and same_page(known.content_hash, article.content_hash):
            self._tell(ArticleOutcome("unchanged", origin, head.title, head.id, path=head.path))
            return None
        passages = chunk(article, self._library.options.chunking)
        if not passages:
            raise InputError("no text is left after cleaning", origin=origin)
        kind: OutcomeKind = "added" if known is None else "changed"
        outcome = ArticleOutcome(kind, origin, head.title, head.id, len(passages), path=head.path)
        return _Prepared(article, passages, outcome)

    def _close_batch(self) -> None:
        if self._batch:
            self._batches.append(self._batch)
            self._batch = []
        if len(self._batches) >= self._encoder.at_once:
            self._embed()

    def _embed(self) -> None:
        """Begin to embed the batches, and store those before them meanwhile."""
        batches, self._batches = self._batches, []
        texts = [
            [
                passage.in_context(item.article.head.title)
                for item in batch
                for passage in item.passages
            ]
            for batch in batches
        ]
        before = self._begun
        self._begun = list(zip(batches, self._encoder.begin(texts), strict=True))
        self._store(before)

    def _store(self, begun: Sequence[tuple[list[_Prepared], Future[Vectors]]]) -> None:
        """Store batches, each in a commit of its own as soon as it is embedded."""
        for batch, vectors in begun:
            rows = iter(vectors.result())
            self._library.commit(
                [
                    Entry(item.article, item.passages, [next(rows) for _ in item.passages])
                    for item in batch
                ]
            )
            for item in batch:
                self._tell(item.outcome)

    def _tell(self, outcome: ArticleOutcome) -> None:
        self._counts[outcome.kind] += 1
        self._passages += outcome.passages
        if self._on_outcome is not None:
            self._on_outcome(outcome)

    def _found(self, count: int) -> None:
        if self._on_found is not None:
            self._on_found(count)


def _expected_pages(file: readers.Source | InputError) -> int:
    """Guess how many articles a file holds, at the price of reading it past, not of parsing it."""
    if not isinstance(file, Path) or file.suffix.lower() not in _MANY_A_FILE:
        return 1
    try:
        with file.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1


def page_memory(catalog: Catalog) -> Memory:
    """Return a lookup of the validators stored with a page's article.

    They are stored in one transaction with the article, so a page is never taken for unchanged
    whose article was not kept.
    """

    def remembered(url: str) -> Validators | None:
        metadata = catalog.metadata(url) or {}
        etag, modified = metadata.get(ETAG), metadata.get(LAST_MODIFIED)
        return Validators(etag, modified) if etag or modified else None

    return remembered
