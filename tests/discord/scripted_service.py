"""An answering service whose answers can be worked out in one's head.

A sentence answers a question when it has at least two long words in common with it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from footnote.bot.answering_service import Addition, GivenArticle, LibraryStatus
from footnote.retrieval.answer import Answer, AnswererName, AnswerSentence, Citation, Hit
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.errors import LibraryMissing
from footnote.retrieval.question import Filters, Question

BRIDGE = (
    "The Marsh Bridge was opened in May 1931. "
    "Its architect was Ida Lindqvist. "
    "The bridge closed for repairs in 2019."
)
FERRY = "The harbour ferry runs every twenty minutes. The ferry was painted green in 2020."


class ScriptedService:
    """Implements the answering service over articles put in by hand."""

    def __init__(self) -> None:
        self.libraries: dict[str, dict[str, Article]] = {"default": {}}
        self.generations: dict[str, int] = {}
        self.asked: list[tuple[str, Question]] = []
        self.answerers: list[AnswererName | None] = []
        self.holds: dict[str, asyncio.Event] = {}
        self.errors: dict[str, Exception] = {}
        self.pause_s = 0.0
        self.most_citations = 3
        self.sentence = r"[^.]+\."
        self.stopped: list[str] = []
        self.added: list[tuple[str, list[str]]] = []
        self.skips: tuple[str, ...] = ()
        self.authors: dict[str, str] = {}
        self.searched: list[str] = []
        self.put("bridge", "The Marsh Bridge", BRIDGE)
        self.put("ferry", "Ferry news", FERRY, published=date(2020, 3, 2), source="harbour.example")

    # --- the script ------------------------------------------------------------------------------

    def put(
        self,
        article_id: str,
        title: str,
        text: str,
        *,
        library: str = "default",
        published: date | None = date(2019, 6, 12),
        source: str = "news.example",
    ) -> None:
        """Add or replace an article."""
        url = f"https://{source}/{article_id}"
        head = ArticleHead(article_id, title, url, None, source, published)
        made = Article(head, url, text, str(hash((title, text))))
        self.libraries.setdefault(library, {})[article_id] = made
        self.generations[library] = self.generations.get(library, 0) + 1

    def hold(self, question: str) -> asyncio.Event:
        """Let a question wait, once its first sentence is out, until the event is set."""
        self.holds[question] = asyncio.Event()
        return self.holds[question]

    # --- the service -----------------------------------------------------------------------------

    async def answer(
        self, library: str, question: Question, answerer: AnswererName | None = None
    ) -> AsyncIterator[Answer]:
        self.asked.append((library, question))
        self.answerers.append(answerer)
        if question.text in self.errors:
            raise self.errors[question.text]
        citations = self._citations(library, question)
        try:
            for count in range(1, len(citations) + 1):
                yield _answer(question, citations[:count], complete=False)
                if count == 1 and question.text in self.holds:
                    await self.holds[question.text].wait()
                await asyncio.sleep(self.pause_s)
            if not citations and question.text in self.holds:
                await self.holds[question.text].wait()
            yield _answer(question, citations, hits=self._hits(library))
        except (asyncio.CancelledError, GeneratorExit):
            self.stopped.append(question.text)
            raise

    def _citations(self, library: str, question: Question) -> list[Citation]:
        if library not in self.libraries:
            raise LibraryMissing(f"There is no library “{library}” yet.")
        words = _long_words(question.text)
        for turn in question.history:
            words |= _long_words(turn.question)
        found: list[Citation] = []
        for article in self.libraries[library].values():
            if not _within(article.head, question.filters):
                continue
            for match in re.finditer(self.sentence, article.text):
                quote = match[0].strip()
                start = article.text.index(quote)
                if len(_long_words(quote) & words) >= 2:
                    end = start + len(quote)
                    passage = f"{article.head.id}-{start}"
                    marker = len(found) + 1
                    found.append(Citation(marker, article.head, passage, start, end, quote))
        return found[: self.most_citations]

    def _hits(self, library: str) -> tuple[Hit, ...]:
        return tuple(
            Hit(Passage(f"{a.head.id}-0", a.head.id, 0, 0, len(a.text), a.text), a.head, 1.0)
            for a in self.libraries[library].values()
        )

    async def article(self, library: str, article_id: str) -> Article | None:
        return self.libraries.get(library, {}).get(article_id)

    async def articles(self, library: str, filters: Filters | None = None) -> list[ArticleHead]:
        return [article.head for article in self.libraries.get(library, {}).values()]

    async def similar(self, library: str, question: Question) -> list[Hit]:
        self.searched.append(question.text)
        return list(self._hits(library))

    async def versions(self, library: str, article_ids: Sequence[str]) -> Mapping[str, str]:
        known = self.libraries.get(library, {})
        return {a: known[a].content_hash for a in article_ids if a in known}

    async def generation(self, library: str) -> int:
        return self.generations.get(library, 0)

    async def status(self, library: str) -> LibraryStatus:
        heads = await self.articles(library)
        return LibraryStatus(len(heads), len(heads), heads[-1] if heads else None)

    async def add(
        self, library: str, files: Sequence[Path], urls: Sequence[str]
    ) -> AsyncIterator[Addition]:
        """Take files and links in, one after the other; each link waits where one is held."""
        self.added.append((library, [*(str(f) for f in files), *urls]))
        count = 0
        for file in files:
            self.put(file.stem, file.stem.title(), file.read_text("utf-8"), library=library)
            count += 1
        for url in urls:
            if url in self.errors:
                raise self.errors[url]
            if url in self.holds:
                yield Addition(added=count, found=len(files) + len(urls), complete=False)
                await self.holds[url].wait()
            count += 1
        yield Addition(added=count, skipped=self.skips)

    async def take(self, library: str, articles: Sequence[GivenArticle]) -> list[str | None]:
        ids: list[str | None] = []
        for article in articles:
            if not article.text.strip():
                ids.append(None)
                continue
            name = article.url.rsplit("/", 1)[1]
            head = ArticleHead(
                name, article.title, article.url, None, article.source, article.published
            )
            made = Article(head, article.url, article.text, str(hash(article.text)))
            self.libraries.setdefault(library, {})[name] = made
            self.generations[library] = self.generations.get(library, 0) + 1
            self.authors[name] = article.author
            ids.append(name)
        return ids

    async def likeness(self, library: str, texts: Sequence[str]) -> list[list[float]]:
        """Two texts mean the same as far as they have their long words in common."""
        words = [_long_words(text) for text in texts]
        return [[len(a & b) / max(1, len(a | b)) for b in words] for a in words]

    async def forget(self, library: str, article_ids: Sequence[str]) -> list[str]:
        known = self.libraries.get(library, {})
        gone = [a for a in article_ids if known.pop(a, None) is not None]
        self.generations[library] = self.generations.get(library, 0) + 1
        return gone


def put_long_article(service: ScriptedService) -> None:
    """Let the question for the bridge's opening have an answer that takes two messages."""
    sentences = " ".join(
        f"The Marsh Bridge was opened again in {year}, {'as before, ' * 90}end."
        for year in range(1, 4)
    )
    service.put("bridge", "The Marsh Bridge", sentences)
    service.sentence = r"The Marsh[^.]+\."


def _long_words(text: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"\w{4,}", text)}


def _within(head: ArticleHead, filters: Filters) -> bool:
    if filters.source and head.source != filters.source:
        return False
    published = head.published
    if (filters.since or filters.until) and published is None:
        return False
    too_old = filters.since and published and published < filters.since
    too_new = filters.until and published and published > filters.until
    return not (too_old or too_new)


def _answer(
    question: Question,
    citations: list[Citation],
    *,
    complete: bool = True,
    hits: tuple[Hit, ...] = (),
) -> Answer:
    return Answer(
        question=question.text,
        as_of=question.as_of,
        status="answered" if citations else "refused",
        text=" ".join(f"{c.quote} [{c.marker}]" for c in citations),
        sentences=tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations),
        citations=tuple(citations),
        passages=hits,
        complete=complete,
    )
