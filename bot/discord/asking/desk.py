"""Takes questions on: once each, within the limits, in fair order, until the bot goes down."""

import asyncio
from dataclasses import dataclass

from footnote.bot.discord.aftermath.posted import Aftermath
from footnote.bot.discord.asking.fair_queue import FairQueue, QueueFull, Ticket
from footnote.bot.discord.asking.inquiry import Inquiry
from footnote.bot.discord.asking.job import Job, JobTools
from footnote.bot.discord.asking.outlets import Outlet
from footnote.bot.discord.asking.place_rules import RateLimit
from footnote.bot.discord.language import say
from footnote.bot.discord.options import DiscordSettings

_PLACE_REFRESH_S = 2.0


@dataclass(eq=False)
class _Entry:
    job: Job
    ticket: Ticket
    shown: int = 0
    opened: bool = False


class Desk:
    """The one place where a question becomes work."""

    def __init__(self, tools: JobTools, settings: DiscordSettings) -> None:
        self.queue = FairQueue(settings.answers_at_once, settings.queue_limit)
        self._tools = tools
        self._settings = settings
        self._entries: dict[int, _Entry] = {}
        self._people = RateLimit(settings.questions_per_user_per_minute)
        self._servers = RateLimit(settings.questions_per_server_per_minute)
        self._ending: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._places: asyncio.Task[None] | None = None

    @property
    def stopping(self) -> bool:
        """Whether the bot goes down and takes nothing more on."""
        return self._stopping

    @property
    def aftermath(self) -> Aftermath:
        """What takes note of answers."""
        return self._tools.aftermath

    def turned_away(self, inquiry: Inquiry, *, presses: bool = False) -> str | None:
        """Return why a question is not taken just now, in a friendly sentence; None to take it.

        `presses` asks for a button's search, which waits in no line.
        """
        language = inquiry.language
        if self._stopping:
            return say(language, "stopping")
        waiting = self.queue.of_person(inquiry.asker.id)
        if waiting >= self._settings.questions_waiting_per_user and not presses:
            return say(language, "too_many_waiting", count=waiting)
        cooldown = 0 if presses else inquiry.settings.cooldown_s or 0
        since = self._people.since_last_s(inquiry.asker.id)
        rest = cooldown - since if since is not None else 0.0
        wait = max(self._people.wait_s(inquiry.asker.id), rest)
        if wait > 0:
            return say(language, "slow_down", seconds=int(wait) + 1)
        wait = self._servers.wait_s(inquiry.place.server)
        if wait > 0:
            return say(language, "server_busy", seconds=int(wait) + 1)
        if not presses and not self.queue.admits(inquiry.place.server):
            return say(language, "queue_full")
        return None

    def count(self, inquiry: Inquiry) -> None:
        """Count a question, or a search of a button, in the limits."""
        self._people.note(inquiry.asker.id)
        self._servers.note(inquiry.place.server)

    async def room(self, server: int) -> None:
        """Wait until a server may add to the queue."""
        while not self.queue.admits(server):  # noqa: ASYNC110 - rare and short
            await asyncio.sleep(0.2)

    async def take(self, inquiry: Inquiry, outlet: Outlet, channel: object = None) -> None:
        """Open the answer and queue the work; returns when the question is acknowledged."""
        self.count(inquiry)
        self._tools.metrics.questions.inc()
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
            await self._tools.questions.close(inquiry.id, "failed")
            await outlet.tell(say(inquiry.language, "queue_full"), refusal=True)
            return
        place = self.queue.place(ticket)
        entry = self._entries[inquiry.id] = _Entry(job, ticket, place)
        try:
            if not await job.open(place):
                self._drop(inquiry.id, entry)
        finally:
            entry.opened = True
            opened.set()
        if job.withdrawn:  # while its first reply was on the way
            self._drop(inquiry.id, entry)
            await job.stop()
        self._watch_places()

    def _drop(self, question_id: int, entry: _Entry) -> None:
        self.queue.cancel(entry.ticket)
        if self._entries.get(question_id) is entry:
            del self._entries[question_id]

    def _submit(self, inquiry: Inquiry, job: Job, opened: asyncio.Event) -> Ticket:
        async def work() -> None:
            try:
                await opened.wait()
                if not job.withdrawn:
                    await job.run()
            except asyncio.CancelledError:
                if opened.is_set():
                    await job.stop()
                raise
            finally:
                entry = self._entries.get(inquiry.id)
                if entry is not None and entry.job is job:
                    del self._entries[inquiry.id]

        return self.queue.submit(inquiry.place.server, inquiry.asker.id, work)

    def withdraw(self, message_id: int) -> bool:
        """Stop the work on a question that was deleted, or whose reply was; False without one."""
        question_id = self._question_of(message_id)
        entry = self._entries.get(question_id)
        if entry is None:
            return False
        entry.job.withdrawn = True
        if not entry.opened:  # its first reply is on the way: `take` sees to it when it is there
            return True
        was_waiting = entry.ticket.task is None
        self.queue.cancel(entry.ticket)
        if was_waiting:
            self._entries.pop(question_id, None)
            ending = asyncio.create_task(entry.job.stop())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        return True

    def reply_of(self, question_id: int) -> int | None:
        """Return the reply to a question that is being worked on."""
        entry = self._entries.get(question_id)
        return entry.job.reply_id if entry is not None else None

    def abandon(self) -> None:
        """Stop all work without a word: the next process takes it up in the same messages."""
        self._stopping = True
        for entry in self._entries.values():
            entry.job.ended = True
            self.queue.cancel(entry.ticket)

    async def supersede(self, question_id: int) -> None:
        """End the work on a question that was edited, leaving its reply to the new one."""
        entry = self._entries.pop(question_id, None)
        if entry is None:
            return
        entry.job.ended = True
        self.queue.cancel(entry.ticket)
        await entry.ticket.done.wait()

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
                await entry.job.stop()

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
