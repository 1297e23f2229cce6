"""One question's work: its history, the streamed answer, the posted result."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic

import discord
from discord.ui import View

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.aftermath.posted import Aftermath
from footnote.bot.discord.asking.inquiry import Inquiry
from footnote.bot.discord.asking.live_message import LiveMessage
from footnote.bot.discord.asking.outlets import Outlet
from footnote.bot.discord.asking.patience import (
    CHANNEL_GONE,
    UNREACHABLE,
    insist,
    missing_permission,
)
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal, TooSlow, explain
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.monitoring import Metrics
from footnote.bot.discord.rendering.answers import SUBTEXT, question_line, render_answer
from footnote.retrieval.answer import Answer

_TRIES = 3
"""Each way of saying something is tried so often: where it fails, there is another way."""

AnswerButtons = Callable[[Answer, LanguageName, int, bool, int | None], Sequence[View]]
"""Makes the buttons of each message of an answer; the last arguments tell that it is private, and
the question whose answer has a rest."""

_MOST_MESSAGES = 2


class Rests:
    """What the newest answers say beyond their second message, in memory alone.

    Nothing of it is stored: a copy of articles' words would outlive their deletion.
    """

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._parts: OrderedDict[int, tuple[str, ...]] = OrderedDict()

    def keep(self, question_id: int, parts: Sequence[str]) -> None:
        """Remember the parts of an answer that are not posted."""
        self._parts[question_id] = tuple(parts)
        while len(self._parts) > self._most:
            self._parts.popitem(last=False)

    def of(self, question_id: int) -> tuple[str, ...]:
        """Return the parts of an answer that are not posted; none where they are forgotten."""
        return self._parts.get(question_id, ())


@dataclass(frozen=True)
class JobTools:
    """What every job works with; `buttons` builds the buttons under an answer."""

    service: AnswerService
    questions: QuestionStore
    aftermath: Aftermath
    journal: Journal
    metrics: Metrics
    buttons: AnswerButtons
    rests: Rests
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
        self.ended = False
        self.reply_id: int | None = None
        self._tools = tools
        self._outlet = outlet
        self._channel = channel
        self._live = LiveMessage(outlet, tools.edit_interval_s)
        self._arrived = monotonic()

    async def open(self, place: int) -> bool:
        """Post the thinking line; False where that is impossible, which is then explained."""
        try:
            self.reply_id = await self._opened(self._status(place))
        except UNREACHABLE as error:
            if not isinstance(error, discord.HTTPException) or self._is_final(error):
                await self._fail(error, posted=False)
                return False
            # The answer will find a way, and takes the place of a line that arrived unheard.
            self._tools.journal.failure("question.unopened", error, question=self.inquiry.id)
        if self.reply_id is not None:
            await self._tools.questions.note_reply(self.inquiry.id, self.reply_id)
        return True

    async def _opened(self, text: str) -> int | None:
        """Post a text, again where Discord refuses it for no reason that stays."""
        return await insist(lambda: self._live.open(text), self._is_final, tries=_TRIES + 1)

    def _is_final(self, error: discord.HTTPException) -> bool:
        return error.code == CHANNEL_GONE or missing_permission(self._channel) is not None

    def waiting(self, place: int) -> None:
        """Show the place in line."""
        self._live.show(self._status(place))

    async def run(self) -> None:
        """Answer."""
        self.started = True
        try:
            answer = await self._in_time()
            versions = await self._tools.aftermath.versions(self.inquiry, answer)
            unsaid = self.inquiry.quiet and answer.status == "refused"
            ids = [] if unsaid else await self._deliver(answer)
        except asyncio.CancelledError:
            await self.stop()
            raise
        except Exception as error:  # noqa: BLE001 - the seam where nothing may end in silence
            await self._fail(error)
            return
        # From here on the answer stands: whatever fails must leave it alone.
        self.ended = True
        took_s = monotonic() - self._arrived
        await self._tools.aftermath.of(self.inquiry, answer, versions, ids, took_s)

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

    async def _deliver(self, answer: Answer) -> list[int]:
        """Post an answer; a refusal of Discord's is met by another way to say it."""
        inquiry = self.inquiry
        parts = render_answer(answer, inquiry.language, inquiry.repeated)
        rest = parts[_MOST_MESSAGES:]
        if rest:
            self._tools.rests.keep(inquiry.id, rest)
        parts = parts[:_MOST_MESSAGES]
        views = self._tools.buttons(
            answer, inquiry.language, len(parts), inquiry.private, inquiry.id if rest else None
        )
        try:
            return await insist(lambda: self._finish(parts, views), self._is_final, tries=_TRIES)
        except discord.HTTPException as error:
            if self._is_final(error):
                raise
            if error.status == 400:
                return await self._instead(error)
            # The reply cannot be reached any more: the answer becomes another one.
            self._tools.journal.failure("answer.renewed", error, question=inquiry.id)
            self.reply_id = None  # whose deletion withdraws nothing now
            await self._outlet.renew()
            return await insist(lambda: self._finish(parts, views), self._is_final)

    async def _finish(self, parts: list[str], views: Sequence[View]) -> list[int]:
        async def note(number: int, message_id: int) -> None:
            await self._tools.questions.note_part(self.inquiry.id, number, message_id)

        ids = await self._live.finish(parts, views, note)
        if ids and ids[0] != self.reply_id:
            self.reply_id = ids[0]
            await self._tools.questions.note_reply(self.inquiry.id, ids[0])
        return ids

    async def _instead(self, error: discord.HTTPException) -> list[int]:
        """Say that Discord, or a filter of the server, does not let the answer through."""
        error_id = self._tools.journal.failure("answer.refused", error, question=self.inquiry.id)
        sentence = say(self.inquiry.language, "answer_filtered", id=error_id)
        try:
            return await self._end_with(sentence)
        except discord.HTTPException:
            self.reply_id = None
            await self._outlet.renew()
            await self._outlet.tell(sentence)
            return []

    async def stop(self) -> None:
        """Retract the work of a withdrawn question, or apologise when the bot goes down."""
        tools, inquiry = self._tools, self.inquiry
        if self.ended:
            return
        self.ended = True
        try:
            if self.withdrawn:
                await tools.questions.close(inquiry.id, "cancelled")
                tools.metrics.cancelled.inc()
                tools.journal.note("question.withdrawn", question=inquiry.id)
                await self._live.settle()
                await self._outlet.retract()
                return
            tools.journal.note("question.interrupted", question=inquiry.id)
            await self._end_with(say(inquiry.language, "stopping"))
            await tools.questions.close(inquiry.id, "failed")
        except UNREACHABLE as error:
            tools.journal.failure("question.unheard", error, question=inquiry.id)

    async def _fail(self, error: Exception, *, posted: bool = True) -> None:
        """Explain an error; `posted` tells that there is a message to say it in."""
        inquiry, tools = self.inquiry, self._tools
        self.ended = True
        tools.metrics.failures.inc()
        sentence = explain(tools.journal, error, inquiry.language, question=inquiry.id)
        unheard: Exception = error
        try:
            if posted:
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
        finally:
            await tools.questions.close(inquiry.id, "failed")

    def _unheard(self, error: Exception, sentence: str) -> str:
        language = self.inquiry.language
        if isinstance(error, discord.NotFound) and error.code == CHANNEL_GONE:
            return say(language, "channel_gone")
        lacking = missing_permission(self._channel)
        if isinstance(error, discord.Forbidden) and lacking is not None:
            channel = f"<#{self.inquiry.place.channel_id}>"
            return say(language, "no_permission", channel=channel, permission=lacking)
        return sentence

    async def _end_with(self, sentence: str) -> list[int]:
        lines = [*question_line(self.inquiry.repeated), sentence]
        text = "\n".join(lines)
        return await insist(lambda: self._live.finish([text]), self._is_final, tries=_TRIES)

    def _status(self, place: int) -> str:
        language = self.inquiry.language
        text = say(language, "waiting", place=place) if place else say(language, "thinking")
        return "\n".join([*question_line(self.inquiry.repeated), SUBTEXT + text])
