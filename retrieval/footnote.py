"""One open library with everything around it: the door front ends and scripts use."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

from footnote.retrieval.answer import Answer, Hit
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.closing import Closing
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Filters, Question

if TYPE_CHECKING:
    from footnote.retrieval.context import ContextFinder
    from footnote.retrieval.ingesting.ingestion import ArticleOutcome, IngestReport
    from footnote.retrieval.ingesting.mirroring import Mirror
    from footnote.retrieval.pipeline import AnswerPipeline
    from footnote.retrieval.reading import Reader
    from footnote.retrieval.runnables import AnswerChain, FootnoteRetriever
    from footnote.retrieval.storage.library import Library


class Footnote(Closing):
    """Ingest articles into a library and answer questions from it.

    Open with `Footnote.open`, close with `close()` or by leaving the `with` block. Safe to share
    between threads. Models are loaded at first use, or by `warm_up()`.
    """

    def __init__(self, library: "Library", options: RetrievalOptions) -> None:
        self.library = library
        self.options = options

    @classmethod
    def open(
        cls,
        home: Path | str = "~/.footnote",
        library: str = "default",
        options: RetrievalOptions | None = None,
        *,
        create: bool = False,
    ) -> Self:
        """Open a library of a home folder; `create` makes it where it does not exist.

        Raises `LibraryError` where it cannot be opened and `LibraryMismatch` where another
        embedding model or chunker made it.
        """
        from footnote.retrieval.storage.home import library_folder
        from footnote.retrieval.storage.library import Library

        chosen = options or RetrievalOptions()
        folder = library_folder(Path(home).expanduser(), library)
        return cls(Library.open(folder, chosen, create=create), chosen)

    def ask(self, question: Question | str) -> Answer:
        """Return the cited answer to a question, or a refusal."""
        return self.pipeline.answer(question)

    def stream(self, question: Question | str) -> Iterator[Answer]:
        """Yield growing snapshots of an answer; the last has `complete=True`."""
        return self.pipeline.stream(question)

    def search(self, question: Question) -> list[Hit]:
        """Return the ranked passages an answer would stand on, best first."""
        return self.finder.hits(question)

    def ingest(
        self,
        sources: Iterable[str | Path],
        *,
        jobs: int = 1,
        on_found: "Callable[[int], None] | None" = None,
        on_outcome: "Callable[[ArticleOutcome], None] | None" = None,
    ) -> "IngestReport":
        """Ingest files, folders and globs; unchanged articles are skipped, others replaced."""
        from footnote.retrieval.ingesting.ingestion import ingest

        return ingest(self.library, sources, jobs=jobs, on_found=on_found, on_outcome=on_outcome)

    def mirror(
        self,
        sources: "Sequence[str | Path]",
        *,
        forget: bool,
        jobs: int = 1,
        on_found: "Callable[[int], None] | None" = None,
        on_outcome: "Callable[[ArticleOutcome], None] | None" = None,
    ) -> "Mirror":
        """Return a mirror that keeps the library in step with files and folders, once or live."""
        from footnote.retrieval.ingesting.mirroring import Mirror

        return Mirror(
            self.library,
            sources,
            forget=forget,
            jobs=jobs,
            on_found=on_found,
            on_outcome=on_outcome,
        )

    @cached_property
    def finder(self) -> "ContextFinder":
        """The searcher and reranker that find the passages a question is answered from."""
        from footnote.retrieval.assembly import build_finder

        return build_finder(self.library, self.options)

    @cached_property
    def reader(self) -> "Reader":
        """The reader that judges whether a quote answers a question."""
        from footnote.retrieval.reading import Reader

        return Reader(self.options.models)

    @cached_property
    def pipeline(self) -> "AnswerPipeline":
        """The whole way from question to answer."""
        from footnote.retrieval.assembly import build_pipeline

        return build_pipeline(self.library, self.finder, self.reader, self.options)

    @cached_property
    def retriever(self) -> "FootnoteRetriever":
        """The ranked passages as a LangChain retriever."""
        from footnote.retrieval.runnables import FootnoteRetriever

        return FootnoteRetriever(finder=self.finder)

    @cached_property
    def chain(self) -> "AnswerChain":
        """The whole way from question to answer as a LangChain Runnable."""
        from footnote.retrieval.runnables import AnswerChain

        return AnswerChain(self.pipeline)

    def articles(self, filters: Filters | None = None) -> list[ArticleHead]:
        """Return what is known of every article, newest first."""
        return self.library.heads(filters or Filters())

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        return self.library.article(article_id)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of one article, in order."""
        return self.library.passages(article_id)

    def passage(self, passage_id: str) -> Passage | None:
        """Return one passage, or None where its article has changed or gone."""
        found = self.library.passages_by_ids([passage_id])
        return found[0][0] if found else None

    def forget(self, article_ids: Sequence[str]) -> list[str]:
        """Delete articles for good; returns the ids that were there."""
        return self.library.forget(article_ids)

    @property
    def generation(self) -> int:
        """The number of commits the library has seen; it moves when any process writes."""
        return self.library.generation

    def warm_up(self) -> None:
        """Load the models now, so that the first question does not wait for them."""
        self.finder.warm_up()
        self.reader.warm_up()

    def preload(self) -> None:
        """Begin to load the models and return; a question asked meanwhile waits for what it needs.

        A model that is missing or damaged is told by the first question.
        """
        loads = (self.library.embedder.load, self.finder.reranker.encoder.load, self.reader.load)
        for load in loads:
            Thread(target=_quietly, args=(load,), name="footnote-preload").start()

    def close(self) -> None:
        """Close files and connections."""
        self.library.close()


def _quietly(load: Callable[[], None]) -> None:
    with contextlib.suppress(FootnoteError):
        load()
