"""What a chat front end asks of the libraries, off its event loop."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from footnote.retrieval.answer import Answer, AnswererName, Hit
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.question import Filters, Question


@dataclass(frozen=True, slots=True)
class Addition:
    """What has become so far of articles that are given to a library.

    `found` is how many there seem to be; `complete` tells that nothing more comes.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: tuple[str, ...] = ()
    found: int = 0
    complete: bool = True

    @property
    def done(self) -> int:
        """How many have been dealt with, whatever became of them."""
        return self.added + self.changed + self.unchanged + len(self.skipped)


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """An article that people wrote in a chat; `url` leads to the message and is its identity."""

    title: str
    text: str
    url: str
    published: date
    source: str
    author: str


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """A library in numbers."""

    articles: int
    passages: int
    newest: ArticleHead | None


class AnswerService(Protocol):
    """Libraries by name; every call leaves the event loop free and raises `FootnoteError`s."""

    def answer(
        self, library: str, question: Question, answerer: AnswererName | None = None
    ) -> AsyncIterator[Answer]:
        """Yield snapshots of an answer, the last one complete; closing it stops the work."""
        ...

    async def article(self, library: str, article_id: str) -> Article | None:
        """Return an article with its text."""
        ...

    async def articles(self, library: str, filters: Filters | None = None) -> list[ArticleHead]:
        """Return what is known of the articles, newest first."""
        ...

    async def similar(self, library: str, question: Question) -> list[Hit]:
        """Return the passages nearest to a text, best first."""
        ...

    async def versions(self, library: str, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the content hash of each article still there."""
        ...

    async def generation(self, library: str) -> int:
        """Return a number that moves with every commit to the library."""
        ...

    async def status(self, library: str) -> LibraryStatus:
        """Return a library in numbers."""
        ...

    def add(
        self, library: str, files: Sequence[Path], urls: Sequence[str]
    ) -> AsyncIterator[Addition]:
        """Take files and web pages into a library, which is made where it does not exist.

        Yields what has become of them, the last one complete. Closing it stops the work at once;
        what was committed stays, and the same call again does the rest.
        """
        ...

    async def take(self, library: str, articles: Sequence[GivenArticle]) -> list[str | None]:
        """Take articles in as they are; returns their ids, None for those without any text."""
        ...

    async def likeness(self, library: str, texts: Sequence[str]) -> list[list[float]]:
        """Return how much each text means what each other does: cosines, 1.0 for the same."""
        ...

    async def forget(self, library: str, article_ids: Sequence[str]) -> list[str]:
        """Delete articles for good; returns the ids that were there."""
        ...
