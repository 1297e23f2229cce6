"""Libraries of one home, as chat front ends use them: off the event loop, opened once each."""

import asyncio
import gc
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import aclosing, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np

from footnote.bot.adding import Adding, added_by_process
from footnote.bot.answering_service import Addition, GivenArticle, LibraryStatus
from footnote.bot.settings import Settings
from footnote.retrieval.answer import Answer, AnswererName, Hit
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.storage.home import library_names

Result = TypeVar("Result")

_THREADS = 8
_WRITERS = 8


class LibraryService:
    """Answer, list and change the libraries below one home; an `AnswerService`.

    Every library is opened at its first use, once for all answerers, and stays open until `close`.
    """

    def __init__(self, settings: Settings, *, adding: Adding = added_by_process) -> None:
        self._settings = settings
        self._adding = adding
        self._home = settings.home.expanduser()
        self._open: dict[tuple[str, AnswererName], Footnote] = {}
        self._opening = Lock()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="footnote-library")
        # Apart from the readers, which slow pages and large files must not keep waiting.
        self._writers = ThreadPoolExecutor(_WRITERS, thread_name_prefix="footnote-writer")

    async def answer(
        self, library: str, question: Question, answerer: AnswererName | None = None
    ) -> AsyncIterator[Answer]:
        """Yield snapshots of an answer, the last one complete; closing it stops the work."""
        footnote = await self._run(lambda: self._library(library, answerer))
        async with aclosing(footnote.chain.astream(question)) as snapshots:  # type: ignore[type-var]
            async for snapshot in snapshots:
                yield snapshot

    async def article(self, library: str, article_id: str) -> Article | None:
        """Return an article with its text."""
        return await self._run(lambda: self._library(library).article(article_id))

    async def articles(self, library: str, filters: Filters | None = None) -> list[ArticleHead]:
        """Return what is known of the articles, newest first."""
        return await self._run(lambda: self._library(library).articles(filters))

    async def similar(self, library: str, question: Question) -> list[Hit]:
        """Return the passages nearest to a text, best first."""
        return await self._run(lambda: self._library(library).search(question))

    async def versions(self, library: str, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the content hash of each article still there."""

        def look() -> dict[str, str]:
            footnote = self._library(library)
            found = ((name, footnote.article(name)) for name in article_ids)
            return {name: article.content_hash for name, article in found if article is not None}

        return await self._run(look)

    async def generation(self, library: str) -> int:
        """Return a number that moves with every commit to the library."""
        return await self._run(lambda: self._library(library).generation)

    async def status(self, library: str) -> LibraryStatus:
        """Return a library in numbers."""

        def look() -> LibraryStatus:
            footnote = self._library(library)
            counts = footnote.library.catalog.counts()
            heads = footnote.articles()
            return LibraryStatus(counts.articles, counts.passages, heads[0] if heads else None)

        return await self._run(look)

    def add(
        self, library: str, files: Sequence[Path], urls: Sequence[str]
    ) -> AsyncIterator[Addition]:
        """Take files and web pages into a library, which is made where it does not exist.

        The work is done by a process of its own, which ends when the iterator is closed: reading
        takes the processor from nobody's answers, and a stop waits for no page and no model.
        """
        options = self._settings.retrieval()
        return self._adding(self._home, library, options, (*files, *urls))

    async def take(self, library: str, articles: Sequence[GivenArticle]) -> list[str | None]:
        """Take articles in as they are; returns their ids, None for those without any text."""

        def write() -> list[str | None]:
            footnote = self._library(library, create=True)
            with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
                file = Path(folder) / "messages.jsonl"
                file.write_text("\n".join(map(_as_line, articles)), encoding="utf-8")
                footnote.ingest([file])
            ids = {head.url: head.id for head in footnote.articles()}
            return [ids.get(article.url) for article in articles]

        return await self._run(write, self._writers)

    async def likeness(self, library: str, texts: Sequence[str]) -> list[list[float]]:
        """Return how much each text means what each other does: cosines, 1.0 for the same."""

        def compare() -> list[list[float]]:
            vectors = np.asarray(self._library(library).library.embedder.encode(list(texts)))
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            unit = vectors / np.maximum(lengths, 1e-9)
            return [[float(cosine) for cosine in row] for row in unit @ unit.T]

        return await self._run(compare) if texts else []

    async def forget(self, library: str, article_ids: Sequence[str]) -> list[str]:
        """Delete articles for good; returns the ids that were there."""
        return await self._run(lambda: self._library(library).forget(article_ids), self._writers)

    def warm_up(self, library: str) -> None:
        """Load the models now; blocks."""
        self._library(library, create=True).warm_up()

    def warm_up_soon(self, libraries: Iterable[str]) -> None:
        """Load the models in the background, with the first of these libraries that exists."""
        there = set(library_names(self._home, self._settings.catalog))
        first = next((name for name in libraries if name in there), None)
        if first is not None:
            self._pool.submit(self._try_warm_up, first)

    def _try_warm_up(self, library: str) -> None:
        with suppress(FootnoteError):  # the first question will tell
            self._library(library).warm_up()
        # What is loaded by now stays. A full collection would go through all of it for a tenth of a
        # second, for which every thread waits, the event loop's too.
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Close every library; calls under way end first."""
        for pool in (self._pool, self._writers):
            pool.shutdown(wait=True, cancel_futures=True)
        with self._opening:
            for footnote in self._open.values():
                footnote.close()
            self._open.clear()

    def _library(
        self, name: str, answerer: AnswererName | None = None, *, create: bool = False
    ) -> Footnote:
        chosen = answerer or self._settings.answering.answerer
        with self._opening:
            footnote = self._open.get((name, chosen))
            if footnote is None:
                options = self._settings.retrieval()
                answering = options.answering.model_copy(update={"answerer": chosen})
                options = options.model_copy(update={"answering": answering})
                footnote = self._opened(name, options, create=create)
                self._open[name, chosen] = footnote
            return footnote

    def _opened(self, name: str, options: RetrievalOptions, *, create: bool) -> Footnote:
        """Return a library answered from as the options say; its files are opened once for all."""
        for (other, _), footnote in self._open.items():
            if other == name:
                return Footnote(footnote.library, options)
        return Footnote.open(self._home, name, options, create=create)

    async def _run(self, call: Callable[[], Result], pool: Executor | None = None) -> Result:
        return await asyncio.get_running_loop().run_in_executor(pool or self._pool, call)


def _as_line(article: GivenArticle) -> str:
    """Return an article as the readers take it, one JSON object a line."""
    return json.dumps(
        {
            "title": article.title,
            "text": article.text,
            "url": article.url,
            "published": article.published.isoformat(),
            "source": article.source,
            "authors": [article.author],
        },
        ensure_ascii=False,
    )
