"""One open library with everything around it: the door front ends and scripts use."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from footnote.retrieval.answer import Answer, Hit
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.closing import Closing
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.preloading import begin
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
        """Open a library.

        Args:
            home: The folder that holds all libraries.
            library: The name of the library; libraries never see each other.
            options: How articles are read, found and answered from; the defaults if None.
            create: Make the library if it does not exist.

        Raises:
            LibraryMissing: It does not exist, and `create` is false.
            LibraryMismatch: Another embedding model or chunker made it.
            LibraryError: It cannot be opened.
        """
        from footnote.retrieval.storage.home import library_folder
        from footnote.retrieval.storage.library import Library

        chosen = options or RetrievalOptions()
        folder = library_folder(Path(home).expanduser(), library)
        return cls(Library.open(folder, chosen, create=create), chosen)

    def ask(self, question: Question | str) -> Answer:
        """Return the cited answer to a question, or a refusal.

        Args:
            question: A `Question`, or its text alone, which is asked as of today.

        Raises:
            QuestionError: The question is empty or far too long.
            ModelError: A model is missing or damaged.
            LibraryError: The library cannot be read.
        """
        return self.pipeline.answer(question)

    def stream(self, question: Question | str) -> Iterator[Answer]:
        """Yield growing snapshots of an answer; the last has `complete=True`.

        Takes and raises what `ask` does.
        """
        return self.pipeline.stream(question)

    def search(self, question: Question) -> list[Hit]:
        """Return the ranked passages an answer would stand on, best first."""
        return self.finder.hits(question)

    def ingest(
        self,
        sources: Iterable[str | Path],
        *,
        jobs: int = 1,
        workers: int = 0,
        on_found: "Callable[[int], None] | None" = None,
        on_outcome: "Callable[[ArticleOutcome], None] | None" = None,
    ) -> "IngestReport":
        """Ingest articles; unchanged ones are skipped, changed ones replaced.

        Args:
            sources: Paths of files and folders, globs, web addresses, or `-` for standard input.
            jobs: How many processes read and clean files; the result does not depend on it.
            workers: How many processes of Ray embed, 0 for none; nor does it depend on this.
            on_found: Called with the expected number of articles, again when there are more.
            on_outcome: Called per article, after its commit.

        Returns:
            The number of articles per outcome. What cannot be read is skipped and counted.

        Raises:
            LibraryError: The library cannot be written.
            ModelError: The embedding model is missing or damaged.
        """
        from footnote.retrieval.ingesting.ingestion import ingest

        return ingest(
            self.library,
            sources,
            jobs=jobs,
            workers=workers,
            on_found=on_found,
            on_outcome=on_outcome,
        )

    def mirror(
        self,
        sources: "Sequence[str | Path]",
        *,
        forget: bool,
        jobs: int = 1,
        workers: int = 0,
        on_found: "Callable[[int], None] | None" = None,
        on_outcome: "Callable[[ArticleOutcome], None] | None" = None,
    ) -> "Mirror":
        """Return a mirror that keeps the library in step with files and folders, once or live.

        Args:
            sources: As `ingest` takes them; web addresses among them are only ingested.
            forget: Delete the articles of files that are gone.
            jobs: As for `ingest`, like the two callbacks.
            workers: As for `ingest`.
            on_found: Called with the expected number of articles.
            on_outcome: Called per article, after its commit.
        """
        from footnote.retrieval.ingesting.mirroring import Mirror

        return Mirror(
            self.library,
            sources,
            forget=forget,
            jobs=jobs,
            workers=workers,
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
        for model in (self.library.embedder, self.finder.reranker.encoder, self.reader):
            begin(model.load)

    def close(self) -> None:
        """Close files and connections."""
        self.library.close()
