"""A bounded queue that admits and serves servers in turn, and within a server people in turn."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

_LAST_WORDS_S = 5.0
_HARD_LIMIT = 10
"""Times the limit: so many jobs wait at most, whoever they are of."""

_log = logging.getLogger(__name__)


class QueueFull(Exception):
    """No more questions are taken just now."""


@dataclass(eq=False)
class Ticket:
    """One job waiting or running; `server` and `person` decide its turn."""

    server: int
    person: int
    work: Callable[[], Coroutine[None, None, None]]
    task: asyncio.Task[None] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def running(self) -> bool:
        """Whether the job has started and not ended."""
        return self.task is not None and not self.done.is_set()


class FairQueue:
    """Runs at most `workers` jobs at once and lets about `limit` wait.

    A server may fill its share: the limit divided by the servers that wait and one more, so that
    there is room for a newcomer however much the others ask. Shares grow smaller as servers come,
    what waits already stays: the queue may hold a few more than the limit, never many.
    """

    def __init__(self, workers: int, limit: int) -> None:
        self._workers = workers
        self._limit = limit
        self._lanes: OrderedDict[int, OrderedDict[int, deque[Ticket]]] = OrderedDict()
        self._running: set[Ticket] = set()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return self._waiting

    @property
    def running(self) -> int:
        """How many jobs run."""
        return len(self._running)

    def admits(self, server: int) -> bool:
        """Return whether a server may add a job."""
        if self._waiting >= self._limit * _HARD_LIMIT:
            return False
        servers = len(self._lanes.keys() | {server})
        share = max(1, self._limit // (servers + 1))
        return sum(map(len, self._lanes.get(server, {}).values())) < share

    def of_person(self, person: int) -> int:
        """Return how many jobs of a person wait or run."""
        waiting = sum(len(lane.get(person, ())) for lane in self._lanes.values())
        return waiting + sum(ticket.person == person for ticket in self._running)

    def submit(
        self, server: int, person: int, work: Callable[[], Coroutine[None, None, None]]
    ) -> Ticket:
        """Queue a job; it starts at once when a worker is free. Raises `QueueFull`."""
        if not self.admits(server):
            raise QueueFull
        ticket = Ticket(server, person, work)
        self._lanes.setdefault(server, OrderedDict()).setdefault(person, deque()).append(ticket)
        self._waiting += 1
        self._start_what_can()
        return ticket

    def place(self, ticket: Ticket) -> int:
        """Return how many jobs start until this one does, itself included; 0 once it runs."""
        if ticket.task is not None or ticket.done.is_set():
            return 0
        order = self.order()
        return order.index(ticket) + 1 if ticket in order else 0

    def order(self) -> list[Ticket]:
        """Return the waiting jobs in the order they will start, if no more come."""
        lanes = {
            server: {person: list(tickets) for person, tickets in people.items()}
            for server, people in self._lanes.items()
        }
        order: list[Ticket] = []
        while lanes:
            server, people = next(iter(lanes.items()))
            del lanes[server]
            person, tickets = next(iter(people.items()))
            del people[person]
            order.append(tickets[0])
            if tickets[1:]:
                people[person] = tickets[1:]
            if people:
                lanes[server] = people
        return order

    def cancel(self, ticket: Ticket) -> None:
        """Take a waiting job out, or cancel a running one."""
        if ticket.task is not None:
            ticket.task.cancel()
            return
        lane = self._lanes.get(ticket.server, OrderedDict())
        if ticket in lane.get(ticket.person, ()):
            lane[ticket.person].remove(ticket)
            self._drop_empty(ticket.server, ticket.person)
            self._waiting -= 1
        ticket.done.set()

    async def drain(self, grace_s: float) -> None:
        """Wait until nothing waits or runs, at most `grace_s`; then cancel what is left."""
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_s):
                while pending := [t.task for t in self._running if t.task is not None]:
                    await asyncio.wait(pending)
        for ticket in self.order():
            self.cancel(ticket)
        left = [t.task for t in self._running if t.task is not None]
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=_LAST_WORDS_S)

    def _start_what_can(self) -> None:
        while self._waiting and len(self._running) < self._workers:
            ticket = self._next()
            self._running.add(ticket)
            ticket.task = asyncio.create_task(ticket.work())
            # A callback, since a task cancelled before its first step never reaches a `finally`.
            ticket.task.add_done_callback(partial(self._ended, ticket))

    def _next(self) -> Ticket:
        server, people = next(iter(self._lanes.items()))
        person, tickets = next(iter(people.items()))
        ticket = tickets.popleft()
        self._waiting -= 1
        people.move_to_end(person)
        self._lanes.move_to_end(server)
        self._drop_empty(server, person)
        return ticket

    def _drop_empty(self, server: int, person: int) -> None:
        people = self._lanes[server]
        if not people[person]:
            del people[person]
        if not people:
            del self._lanes[server]

    def _ended(self, ticket: Ticket, task: asyncio.Task[None]) -> None:
        self._running.discard(ticket)
        ticket.done.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a queued job let an error through", exc_info=error)
        self._start_what_can()
