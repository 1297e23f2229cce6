"""Answers that stand posted: counted, logged, and kept with the article versions they rest on."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.asking.inquiry import Inquiry
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.monitoring import Metrics
from footnote.bot.discord.state import STORE_FAILED, StateDatabase
from footnote.retrieval.answer import Answer
from footnote.retrieval.errors import FootnoteError

if TYPE_CHECKING:
    Unanswered = Callable[[Inquiry, list[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """One answer; `versions` maps each article behind it to what its content was then."""

    message_id: int
    question_id: int
    channel_id: int
    guild_id: int | None
    asker_id: int
    library: str
    versions: Mapping[str, str] = field(default_factory=dict)


class PostedStore:
    """Remembers answers, for marking them when an article changes."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def add(self, answer: PostedAnswer) -> None:
        """Remember an answer, unless its question has been forgotten while it was written."""
        asked = "WHERE EXISTS (SELECT 1 FROM questions WHERE id = ?)"
        note = (
            f"INSERT INTO posted SELECT ?, ?, ?, ?, ?, ?, 0, ? {asked}"
            " ON CONFLICT (message_id) DO UPDATE SET library = excluded.library, marked = 0,"
            " posted_at = excluded.posted_at",
            (
                answer.message_id,
                answer.question_id,
                answer.channel_id,
                answer.guild_id,
                answer.asker_id,
                answer.library,
                time.time(),
                answer.question_id,
            ),
        )
        versions = [
            (
                f"INSERT INTO posted_articles SELECT ?, ?, ? {asked} ON CONFLICT DO NOTHING",
                (answer.message_id, article_id, version, answer.question_id),
            )
            for article_id, version in answer.versions.items()
        ]
        earlier = ("DELETE FROM posted_articles WHERE message_id = ?", (answer.message_id,))
        await self._database.together(earlier, note, *versions)

    async def unmarked(self, library: str, since: float) -> list[PostedAnswer]:
        """Return the answers from a library, posted since a moment, that bear no mark yet."""
        rows = await self._database.rows(
            "SELECT * FROM posted WHERE library = ? AND posted_at > ? AND marked = 0",
            library,
            since,
        )
        return [
            PostedAnswer(
                row["message_id"],
                row["question_id"],
                row["channel_id"],
                row["guild_id"],
                row["asker_id"],
                row["library"],
                await self._versions(row["message_id"]),
            )
            for row in rows
        ]

    async def libraries(self, since: float) -> list[str]:
        """Return the libraries that answered since a moment."""
        rows = await self._database.rows(
            "SELECT DISTINCT library FROM posted WHERE posted_at > ?", since
        )
        return [row["library"] for row in rows]

    async def mark(self, message_id: int) -> None:
        """Note that an answer bears its mark, or is gone."""
        await self._database.run("UPDATE posted SET marked = 1 WHERE message_id = ?", message_id)

    async def forget_asker(self, asker_id: int) -> int:
        """Delete what is kept about the answers someone got."""
        count = await self._database.run("DELETE FROM posted WHERE asker_id = ?", asker_id)
        await self._sweep_articles()
        return count

    async def sweep(self, before: float) -> None:
        """Delete what is older than a moment."""
        await self._database.run("DELETE FROM posted WHERE posted_at < ?", before)
        await self._sweep_articles()

    async def _versions(self, message_id: int) -> dict[str, str]:
        rows = await self._database.rows(
            "SELECT article_id, version FROM posted_articles WHERE message_id = ?", message_id
        )
        return {row["article_id"]: row["version"] for row in rows}

    async def _sweep_articles(self) -> None:
        await self._database.run(
            "DELETE FROM posted_articles WHERE message_id NOT IN (SELECT message_id FROM posted)"
        )


class Aftermath:
    """Takes note of answers; `unanswered` is told of questions the articles left open.

    An answer stands by then, so nothing here may touch it, and each step is taken whatever becomes
    of the others.
    """

    def __init__(
        self,
        service: AnswerService,
        questions: QuestionStore,
        posted: PostedStore,
        journal: Journal,
        metrics: Metrics,
    ) -> None:
        self._service = service
        self._questions = questions
        self._posted = posted
        self._journal = journal
        self._metrics = metrics
        self.unanswered: Unanswered | None = None
        self.answered: Unanswered | None = None

    async def of(
        self,
        inquiry: Inquiry,
        answer: Answer,
        versions: Mapping[str, str],
        ids: list[int],
        took_s: float,
    ) -> None:
        """Take note of one answer, which stands in these messages and took so long."""
        refused = answer.status == "refused"
        (self._metrics.refusals if refused else self._metrics.answers).inc()
        self._metrics.latency.observe(took_s)
        await self._questions.close(inquiry.id, "answered")
        self._journal.note(
            "question.answered",
            question=inquiry.id,
            status=answer.status,
            messages=ids,
            seconds=round(took_s, 3),
        )
        try:
            if versions and not inquiry.private and ids:
                await self._remember(inquiry, ids[-1], versions)
            hear = self.unanswered if refused else self.answered
            if hear is not None:
                await hear(inquiry, ids)
        except (*STORE_FAILED, FootnoteError, OSError) as error:
            self._journal.failure("store.failed", error, question=inquiry.id)

    async def _remember(
        self, inquiry: Inquiry, message_id: int, versions: Mapping[str, str]
    ) -> None:
        place = inquiry.place
        await self._posted.add(
            PostedAnswer(
                message_id,
                inquiry.id,
                place.channel_id,
                place.guild_id,
                inquiry.asker.id,
                inquiry.library,
                versions,
            )
        )

    async def versions(self, inquiry: Inquiry, answer: Answer) -> dict[str, str]:
        """Return the versions of the articles an answer quotes; none where they cannot be read."""
        articles = dict.fromkeys(citation.article.id for citation in answer.citations)
        try:
            return {name: await self._version(inquiry, answer, name) for name in articles}
        except FootnoteError as error:  # the answer is good all the same
            self._journal.failure("versions.unread", error, question=inquiry.id)
            return {}

    async def _version(self, inquiry: Inquiry, answer: Answer, article_id: str) -> str:
        """Return the version an answer quotes; none where it was replaced in the meantime."""
        article = await self._service.article(inquiry.library, article_id)
        quotes = (c for c in answer.citations if c.article.id == article_id)
        if article is None or any(article.text[c.start : c.end] != c.quote for c in quotes):
            return ""
        return article.content_hash
