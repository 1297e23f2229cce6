"""A shard that is a process's for as long as its session with PostgreSQL lives."""

import asyncio
import contextlib
from dataclasses import dataclass

import psycopg

from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state.postgres import Connection, connect, sentences
from footnote.bot.postgres import answers
from footnote.retrieval.catalog.postgres.connection import key_of
from footnote.retrieval.errors import CatalogAway
from footnote.retrieval.options import CatalogOptions


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` parts of the gateway, as Discord numbers them."""

    number: int = 0
    count: int = 1

    def holds(self, guild_id: int | None) -> bool:
        """Return whether a server's events come through this shard; direct messages do by 0."""
        return ((guild_id or 0) >> 22) % self.count == self.number


WHOLE = Shard()


class Share:
    """All of the gateway, from the start to the end.

    `held` tells that it is this process's at the moment; `sole` that no other process works on the
    shard's questions while this one holds it, whatever their leases say.
    """

    sole = False

    def __init__(self) -> None:
        self.shard = WHOLE
        self.held = True

    async def take(self) -> None:
        """Wait until a part is free, and hold it."""

    async def lost(self) -> None:
        """Return when another process has taken what this one held."""
        await asyncio.Event().wait()

    async def login_turn(self, bucket: int) -> None:
        """Wait until no other process logs in to Discord in this bucket of shards."""

    def release(self) -> None:
        """Let another process have it."""


_LOOKED_FOR_S = 1.0
_BEAT_S = 1.0
_BEAT_LIMIT_S = 5.0
_BACK_S = 0.25
_HOLDER_FIRST_S = 3.0
"""So much longer a spare waits when PostgreSQL was away: who held the shard goes on with it."""

LOGINS_APART_S = 5.0
"""Discord takes one login a bucket in so long ("Max Concurrency" in its page on the gateway)."""


class SessionShare(Share):
    """One of some shards, held by an advisory lock on a connection of its own.

    The lock goes with the connection, so that a process that died is followed at once. `held` is
    False from the moment the connection breaks: nothing may be taken on then, since PostgreSQL may
    have given the shard away.
    """

    sole = True

    def __init__(self, options: CatalogOptions, count: int, journal: Journal) -> None:
        super().__init__()
        self.held = False
        self._options = options
        self._count = count
        self._journal = journal
        self._connection: Connection | None = None
        self._logging_in: asyncio.Task[None] | None = None

    async def take(self) -> None:
        """Wait until one of the shards is free, as a spare if need be, and hold it.

        Raises:
            LibraryError: PostgreSQL refuses the account.
        """
        waiting = False
        while not self.held:
            try:
                for number in range(self._count):
                    if not self.held and await asyncio.to_thread(self._lock, f"shard {number}"):
                        self.shard, self.held = Shard(number, self._count), True
            except CatalogAway as error:
                self._journal.failure("shard.unknown", error)
                await asyncio.sleep(_HOLDER_FIRST_S)
            if not self.held:
                if not waiting:
                    self._journal.note("shard.spare", shards=self._count)
                waiting = True
                await asyncio.sleep(_LOOKED_FOR_S)
        self._journal.note("shard.taken", shard=self.shard.number, shards=self._count)

    async def lost(self) -> None:
        """Return when another process has taken the shard after this one's session broke."""
        while True:
            await asyncio.sleep(_BEAT_S)
            if await self._beats():
                continue
            self.held = False
            self._connection = None
            self._journal.note("shard.adrift", shard=self.shard.number)
            if not await self._taken_back():
                return
            self.held = True
            self._journal.note("shard.back", shard=self.shard.number)

    async def login_turn(self, bucket: int) -> None:
        """Wait for the turn of this process, and keep it until the next login may come.

        Without PostgreSQL nobody waits: Discord ends a login that comes too soon, and the client
        tries again.
        """
        if self._logging_in is not None:
            await self._logging_in
        name = f"login {bucket}"
        try:
            while not await asyncio.to_thread(self._lock, name):  # noqa: ASYNC110 - other hosts end
                await asyncio.sleep(_BACK_S)
        except CatalogAway as error:
            self._journal.failure("shard.login_unasked", error)
            return
        self._logging_in = asyncio.create_task(self._end_login(name))

    async def _end_login(self, name: str) -> None:
        await asyncio.sleep(LOGINS_APART_S)
        connection = self._connection
        # Where the session has ended, so has its lock.
        with contextlib.suppress(psycopg.Error):
            if connection is not None:
                await asyncio.to_thread(
                    connection.execute, "SELECT pg_advisory_unlock(%s)", (key_of(name),)
                )

    def release(self) -> None:
        """Close the session, and with it let go of the shard."""
        self.held = False
        if self._logging_in is not None:
            self._logging_in.cancel()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _beats(self) -> bool:
        connection = self._connection
        if connection is None:
            return False
        beat = asyncio.create_task(asyncio.to_thread(answers, connection))
        done, _ = await asyncio.wait({beat}, timeout=_BEAT_LIMIT_S)
        if not done:
            beat.add_done_callback(lambda _: connection.close())
            return False
        return beat.result()

    async def _taken_back(self) -> bool:
        while True:
            try:
                return await asyncio.to_thread(self._lock, f"shard {self.shard.number}")
            except CatalogAway:
                await asyncio.sleep(_BACK_S)

    def _lock(self, name: str) -> bool:
        with sentences(self._options):
            if self._connection is None:
                self._connection = connect(self._options)
                self._connection.execute("SET idle_session_timeout = 0")
            try:
                row = self._connection.execute(
                    "SELECT pg_try_advisory_lock(%s) AS locked", (key_of(name),)
                ).fetchone()
            except psycopg.Error:
                self._connection.close()
                self._connection = None
                raise
            return row is not None and bool(row["locked"])
