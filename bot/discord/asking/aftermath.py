"""What follows a posted answer: it is counted, logged and remembered, each whatever the others do.

The answer stands by then, so nothing here may touch it.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.asking.inquiry import Inquiry
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.corrections.posted import PostedAnswer, PostedStore
from footnote.bot.discord.state import STORE_FAILED
from footnote.bot.discord.telemetry.journal import Journal
from footnote.bot.discord.telemetry.monitoring import Metrics
from footnote.retrieval.answer import Answer
from footnote.retrieval.errors import FootnoteError

if TYPE_CHECKING:
    Unanswered = Callable[[Inquiry, list[int]], Awaitable[None]]


class Aftermath:
    """Takes note of answers; `unanswered` is told of questions the articles left open."""

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
