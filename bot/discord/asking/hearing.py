"""How far each connection has heard, so that what was said in a gap is found afterwards."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import discord

from footnote.bot.discord.state import STORE_FAILED, StateDatabase
from footnote.bot.discord.telemetry.journal import Journal

_SEEN = "seen"
_SKEW = "clock_skew_ms"
_NOTED_EVERY_S = 5.0
_BEFORE = 10_000 << 22
"""In ids, the ten seconds before a bookmark in which what was heard may not have been taken yet."""


class Hearing:
    """The newest message each shard has heard, in memory at once and in the store now and then.

    While a shard's connection is broken, its gap begins at the newest message heard before. Times
    are Discord's: ids carry them, and the difference to this machine's clock is measured by every
    message heard live and remembered, since a machine's clock may be hours off.
    """

    def __init__(self, database: StateDatabase, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._seen: dict[int, int] = {}
        self._gaps: dict[int, int] = {}
        self._earlier: int | None = None
        self._met: set[int] = set()
        self._skew_ms = 0
        self._noting: asyncio.Task[None] | None = None
        self._noted_at = -_NOTED_EVERY_S

    async def load(self) -> None:
        """Read how far an earlier process has heard."""
        rows = await self._database.rows(
            "SELECT name, value FROM bookmarks WHERE name LIKE ?", f"{_SEEN}%"
        )
        earlier = min((row["value"] for row in rows), default=None)
        if earlier is not None and self._database.shared:
            earlier -= _BEFORE
        self._earlier = earlier
        self._skew_ms = await self._database.bookmark(_SKEW) or 0

    def heard(self, message_id: int, shard: int, *, live: bool = True) -> None:
        """Take note of a message; this waits for nothing."""
        self._meet(shard)
        self._seen[shard] = max(self._seen.get(shard, 0), message_id)
        if live:
            sent_ms = discord.utils.snowflake_time(message_id).timestamp() * 1000
            self._skew_ms = int(time.time() * 1000 - sent_ms)
        busy = self._noting is not None and not self._noting.done()
        if not busy and time.monotonic() - self._noted_at > _NOTED_EVERY_S:
            self._noted_at = time.monotonic()
            self._noting = asyncio.create_task(self.note())

    def begin_gap(self, shard: int) -> None:
        """Remember where a shard's gap begins, unless one is open already."""
        self._meet(shard)
        if shard not in self._gaps and self._seen.get(shard):
            self._gaps[shard] = self._seen[shard]

    def end_gap(self, shard: int) -> None:
        """Close a shard's gap: everything in it has been heard."""
        self._gaps.pop(shard, None)

    def gap(self, shard: int) -> int | None:
        """Return the newest message heard before a shard's gap; None where it misses nothing."""
        self._meet(shard)
        return self._gaps.get(shard)

    def _meet(self, shard: int) -> None:
        """Let a new shard's gap begin where an earlier process stopped hearing."""
        if shard not in self._met:
            self._met.add(shard)
            if self._earlier is not None:
                self._gaps[shard] = self._earlier

    def now(self) -> datetime:
        """Return what time it is at Discord."""
        return datetime.now(UTC) - timedelta(milliseconds=self._skew_ms)

    async def note_last(self) -> None:
        """Store how far each shard has heard, after what is being stored already."""
        if self._noting is not None:
            await asyncio.wait([self._noting])
        await self.note()

    async def note(self) -> None:
        """Store how far each shard has heard."""
        try:
            for shard, seen in self._seen.items():
                await self._database.set_bookmark(f"{_SEEN}:{shard}", self._gaps.get(shard, seen))
            await self._database.run("DELETE FROM bookmarks WHERE name = ?", _SEEN)
            await self._database.set_bookmark(_SKEW, self._skew_ms)
        except STORE_FAILED as error:
            self._journal.failure("store.failed", error)
