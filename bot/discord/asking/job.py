"""One question's work: its history, the streamed answer, the posted result."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic

import discord
from discord.ui import View

from bot.answering_service import AnswerService
from bot.discord.asking.inquiry import Inquiry
from bot.discord.asking.live_message import LiveMessage
from bot.discord.asking.outlets import UNREACHABLE, Outlet
from bot.discord.asking.questions import QuestionStore
from bot.discord.corrections.posted import PostedAnswer, PostedStore
from bot.discord.language import LanguageName, say
from bot.discord.rendering.answers import SUBTEXT, question_line, render_answer
from bot.discord.telemetry.failures import CHANNEL_GONE, TooSlow, explain, missing_permission
from bot.discord.telemetry.journal import Journal
from bot.discord.telemetry.metrics import Metrics
from retrieval.answer import Answer
from retrieval.errors import FootnoteError

AnswerButtons = Callable[[Answer, LanguageName], View]


@dataclass(frozen=True)
class JobTools:
    """What every job works with; `buttons` builds the buttons under an answer."""

    service: AnswerService
    questions: QuestionStore
    posted: PostedStore
    journal: Journal
    metrics: Metrics
    buttons: AnswerButtons
    edit_interval_s: float
    timeout_s: float


class Job:
    """Answers one inquiry in one outlet; every way it can end leaves a sentence there."""

    def __init__(
        self, tools: JobTools, inquiry: Inquiry, outlet: Outlet, channel: object = None
    ) -> None:
        self.inquiry = inquiry
        self.withdrawn = False
        self.started = False
        self.reply_id: int | None = None
        self._tools = tools
        self._outlet = outlet
        self._channel = channel
        self._live = LiveMessage(outlet, tools.edit_interval_s)
        self._arrived = monotonic()

    async def open(self, place: int) -> bool:
        """Post the thinking line; False where that is impossible, which is then explained."""
        try:
            self.reply_id = await self._live.open(self._status(place))
        except UNREACHABLE as error:
            await self._fail(error)
            return False
        if self.reply_id is not None:
            self._tools.questions.note_reply(self.inquiry.id, self.reply_id)
        return True

    def waiting(self, place: int) -> None:
        """Show the place in line."""
        self._live.show(self._status(place))

    async def run(self) -> None:
        """Answer."""
        self.started = True
        try:
            await self._post(await self._in_time())
        except asyncio.CancelledError:
            await self._stopped()
            raise
        except Exception as error:  # noqa: BLE001 - the seam where nothing may end in silence
            await self._fail(error)

    async def stopped_waiting(self) -> None:
        """End a job whose turn never came."""
        await self._stopped()

    async def _in_time(self) -> Answer:
        try:
            async with asyncio.timeout(self._tools.timeout_s):
                return await self._stream()
        except TimeoutError as error:
            raise TooSlow from error

    async def _stream(self) -> Answer:
        inquiry = self.inquiry
        if self._waited():
            self._live.show(self._status(0))
        question = inquiry.question(await inquiry.history())
        last: Answer | None = None
        answerer = inquiry.settings.answerer
        snapshots = self._tools.service.answer(inquiry.library, question, answerer)
        async with aclosing(snapshots) as stream:  # type: ignore[type-var]
            async for snapshot in stream:
                last = snapshot
                if not snapshot.complete and snapshot.sentences:
                    shown = render_answer(snapshot, inquiry.language, inquiry.repeated)
                    self._live.show(shown[0])
        if last is None or not last.complete:
            raise RuntimeError("the answer ended before it was complete")
        return last

    def _waited(self) -> bool:
        return monotonic() - self._arrived > self._tools.edit_interval_s

    async def _post(self, answer: Answer) -> None:
        inquiry, tools = self.inquiry, self._tools
        parts = render_answer(answer, inquiry.language, inquiry.repeated)
        versions = await self._versions(answer)
        ids = await self._live.finish(parts, tools.buttons(answer, inquiry.language))
        tools.questions.close(inquiry.id, "answered")
        tools.metrics.count("answers" if answer.status == "answered" else "refusals")
        took = monotonic() - self._arrived
        tools.metrics.latency(took)
        tools.journal.note(
            "question.answered",
            question=inquiry.id,
            status=answer.status,
            messages=ids,
            seconds=round(took, 3),
        )
        if versions and not inquiry.private and ids:
            self._remember(ids[-1], versions)

    def _remember(self, message_id: int, versions: Mapping[str, str]) -> None:
        inquiry = self.inquiry
        self._tools.posted.add(
            PostedAnswer(
                message_id,
                inquiry.id,
                inquiry.place.channel_id,
                inquiry.place.guild_id,
                inquiry.asker.id,
                inquiry.library,
                versions,
            )
        )

    async def _versions(self, answer: Answer) -> dict[str, str]:
        """Return the versions of the articles an answer quotes; none where they cannot be read."""
        articles = dict.fromkeys(citation.article.id for citation in answer.citations)
        try:
            return {name: await self._version(answer, name) for name in articles}
        except FootnoteError as error:  # the answer is good all the same
            self._tools.journal.failure("versions.unread", error, question=self.inquiry.id)
            return {}

    async def _version(self, answer: Answer, article_id: str) -> str:
        """Return the version an answer quotes; none where it was replaced in the meantime."""
        article = await self._tools.service.article(self.inquiry.library, article_id)
        quotes = (c for c in answer.citations if c.article.id == article_id)
        if article is None or any(article.text[c.start : c.end] != c.quote for c in quotes):
            return ""
        return article.content_hash

    async def _stopped(self) -> None:
        """Retract the work of a withdrawn question, or apologise when the bot goes down."""
        tools, inquiry = self._tools, self.inquiry
        try:
            if self.withdrawn:
                tools.questions.close(inquiry.id, "cancelled")
                tools.metrics.count("cancelled")
                tools.journal.note("question.withdrawn", question=inquiry.id)
                await self._live.settle()
                await self._outlet.retract()
                return
            tools.questions.close(inquiry.id, "failed")
            tools.journal.note("question.interrupted", question=inquiry.id)
            await self._end_with(say(inquiry.language, "stopping"))
        except UNREACHABLE as error:
            tools.journal.failure("question.unheard", error, question=inquiry.id)

    async def _fail(self, error: Exception) -> None:
        inquiry, tools = self.inquiry, self._tools
        tools.questions.close(inquiry.id, "failed")
        tools.metrics.count("failures")
        sentence = explain(tools.journal, error, inquiry.language, question=inquiry.id)
        unheard: Exception = error
        if not isinstance(error, discord.HTTPException):
            try:
                await self._end_with(sentence)
            except UNREACHABLE as again:
                unheard = again
            else:
                return
        try:
            await self._outlet.tell(self._unheard(unheard, sentence))
        except UNREACHABLE as again:
            tools.journal.failure("question.unheard", again, question=inquiry.id)

    def _unheard(self, error: Exception, sentence: str) -> str:
        language = self.inquiry.language
        if isinstance(error, discord.NotFound) and error.code == CHANNEL_GONE:
            return say(language, "channel_gone")
        lacking = missing_permission(self._channel)
        if isinstance(error, discord.Forbidden) and lacking is not None:
            channel = f"<#{self.inquiry.place.channel_id}>"
            return say(language, "no_permission", channel=channel, permission=lacking)
        return sentence

    async def _end_with(self, sentence: str) -> None:
        lines = [*question_line(self.inquiry.repeated), sentence]
        await self._live.finish(["\n".join(lines)], None)

    def _status(self, place: int) -> str:
        language = self.inquiry.language
        text = say(language, "waiting", place=place) if place else say(language, "thinking")
        return "\n".join([*question_line(self.inquiry.repeated), SUBTEXT + text])
