"""Takes questions on: once each, within the limits, in fair order, until the bot goes down."""

import asyncio
from dataclasses import dataclass

from bot.discord.asking.fair_queue import FairQueue, QueueFull, Ticket
from bot.discord.asking.inquiry import Inquiry
from bot.discord.asking.job import Job, JobTools
from bot.discord.asking.limits import RateLimit
from bot.discord.asking.outlets import Outlet
from bot.discord.language import say
from bot.discord.options import DiscordSettings

_PLACE_REFRESH_S = 2.0


@dataclass(eq=False)
class _Entry:
    job: Job
    ticket: Ticket
    shown: int = 0


class Desk:
    """The one place where a question becomes work."""

    def __init__(self, tools: JobTools, settings: DiscordSettings) -> None:
        self.queue = FairQueue(settings.answers_at_once, settings.queue_limit)
        self._tools = tools
        self._settings = settings
        self._entries: dict[int, _Entry] = {}
        self._people = RateLimit(settings.questions_per_user_per_minute)
        self._servers = RateLimit(settings.questions_per_server_per_minute)
        self._stopping = False
        self._places: asyncio.Task[None] | None = None

    def turned_away(self, inquiry: Inquiry) -> str | None:
        """Return why a question is not taken just now, in a friendly sentence; None to take it."""
        language = inquiry.language
        if self._stopping:
            return say(language, "stopping")
        waiting = self.queue.of_person(inquiry.asker.id)
        if waiting >= self._settings.questions_waiting_per_user:
            return say(language, "too_many_waiting", count=waiting)
        cooldown = inquiry.settings.cooldown_s or 0
        since = self._people.since_last_s(inquiry.asker.id)
        rest = cooldown - since if since is not None else 0.0
        wait = max(self._people.wait_s(inquiry.asker.id), rest)
        if wait > 0:
            return say(language, "slow_down", seconds=int(wait) + 1)
        wait = self._servers.wait_s(inquiry.place.server)
        if wait > 0:
            return say(language, "server_busy", seconds=int(wait) + 1)
        if self.queue.waiting >= self._settings.queue_limit:
            return say(language, "queue_full")
        return None

    async def room(self) -> None:
        """Wait until the queue has room."""
        while self.queue.waiting >= self._settings.queue_limit:  # noqa: ASYNC110 - rare and short
            await asyncio.sleep(0.2)

    async def take(self, inquiry: Inquiry, outlet: Outlet, channel: object = None) -> None:
        """Open the answer and queue the work; returns when the question is acknowledged."""
        self._people.note(inquiry.asker.id)
        self._servers.note(inquiry.place.server)
        self._tools.metrics.count("questions")
        self._tools.journal.note(
            "question.taken",
            question=inquiry.id,
            server=inquiry.place.guild_id,
            library=inquiry.library,
            text=inquiry.text,
        )
        job = Job(self._tools, inquiry, outlet, channel)
        opened = asyncio.Event()
        try:
            ticket = self._submit(inquiry, job, opened)
        except QueueFull:
            self._tools.questions.close(inquiry.id, "failed")
            await outlet.tell(say(inquiry.language, "queue_full"))
            return
        place = self.queue.place(ticket)
        self._entries[inquiry.id] = _Entry(job, ticket, place)
        try:
            if not await job.open(place):
                self.queue.cancel(ticket)
                self._entries.pop(inquiry.id, None)
        finally:
            opened.set()
        self._watch_places()

    def _submit(self, inquiry: Inquiry, job: Job, opened: asyncio.Event) -> Ticket:
        async def work() -> None:
            try:
                await opened.wait()
                await job.run()
            except asyncio.CancelledError:
                if not job.started:
                    await job.stopped_waiting()
                raise
            finally:
                self._entries.pop(inquiry.id, None)

        return self.queue.submit(inquiry.place.server, inquiry.asker.id, work)

    def withdraw(self, message_id: int) -> bool:
        """Stop the work on a question that was deleted, or whose reply was; False without one."""
        question_id = self._question_of(message_id)
        entry = self._entries.get(question_id)
        if entry is None:
            return False
        entry.job.withdrawn = True
        was_waiting = entry.ticket.task is None
        self.queue.cancel(entry.ticket)
        if was_waiting:
            self._entries.pop(question_id, None)
            self._ending = asyncio.create_task(entry.job.stopped_waiting())
        return True

    def _question_of(self, message_id: int) -> int:
        replies = (i for i, entry in self._entries.items() if entry.job.reply_id == message_id)
        return next(replies, message_id)

    async def drain(self, grace_s: float) -> None:
        """Take nothing more on, finish what can be finished in time, apologise for the rest."""
        self._stopping = True
        if self._places is not None:
            self._places.cancel()
        waiting = {id(ticket) for ticket in self.queue.order()}
        entries = list(self._entries.values())
        await self.queue.drain(grace_s)
        for entry in entries:
            if id(entry.ticket) in waiting and entry.ticket.task is None:
                await entry.job.stopped_waiting()

    def _watch_places(self) -> None:
        if self.queue.waiting and (self._places is None or self._places.done()):
            self._places = asyncio.create_task(self._show_places())

    async def _show_places(self) -> None:
        """Show everyone in line when their place has halved, while anyone is."""
        while self.queue.waiting:
            await asyncio.sleep(_PLACE_REFRESH_S)
            order = {id(t): n for n, t in enumerate(self.queue.order(), 1)}
            for entry in list(self._entries.values()):
                place = order.get(id(entry.ticket), 0)
                if place and place * 2 <= entry.shown:  # edits are few, and answers need them
                    entry.job.waiting(place)
                    entry.shown = place
