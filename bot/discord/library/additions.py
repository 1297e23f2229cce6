"""Files and links being read into libraries: in the background, in fair order, over restarts."""

import asyncio
import json
import shutil
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from footnote.bot.answering_service import Addition, AnswerService
from footnote.bot.discord.asking.fair_queue import FairQueue
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.language import LanguageName
from footnote.bot.discord.library.incoming import placed
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.state import STORE_FAILED, WHOLE, Shard, StateDatabase
from footnote.retrieval.errors import FootnoteError, InputError

Ending = Literal["done", "stopped", "full", "failed", "interrupted"]
_MOST_WAITING = 40
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenAddition:
    """What an operator gave; `id` is the interaction's. `files` wait in a folder of their own."""

    id: int
    guild_id: int
    channel_id: int
    operator_id: int
    library: str
    files: tuple[Path, ...]
    urls: tuple[str, ...]
    refused: tuple[str, ...] = ()
    token: str | None = None
    language: LanguageName = "en"
    reply_id: int | None = None


class Report(Protocol):
    """Where an operator sees how far it is."""

    @property
    def reply_id(self) -> int | None:
        """The message it stands in, None as long as there is none."""
        ...

    async def progress(self, addition: Addition | None) -> None:
        """Show how far it is, None while it waits."""
        ...

    async def end(self, ending: Ending, addition: Addition, error_id: str) -> None:
        """Say how it ended."""
        ...


@dataclass(eq=False)
class Running:
    """An addition on its way."""

    given: GivenAddition
    report: Report
    noted_reply_id: int | None
    so_far: Addition | None = None
    stopped: bool = False
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class Additions:
    """Reads what operators give: a few at a time, servers in turn, one at a time into a library."""

    def __init__(
        self,
        database: StateDatabase,
        service: AnswerService,
        inbox: Path,
        settings: DiscordSettings,
        journal: Journal,
    ) -> None:
        self._database = database
        self._service = service
        self._inbox = inbox
        self._settings = settings
        self._journal = journal
        self._queue = FairQueue(settings.additions_at_once, _MOST_WAITING)
        self._running: dict[int, Running] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._stopping = False

    def folder(self, addition_id: int) -> Path:
        """Return where the files of an addition wait."""
        return self._inbox / "waiting" / str(addition_id)

    def room(self, guild_id: int) -> bool:
        """Return whether a server may give something now."""
        return not self._stopping and self._queue.admits(guild_id)

    def of(self, library: str) -> list[Running]:
        """Return what is being read into a library, or waits to be."""
        return [one for one in self._running.values() if one.given.library == library]

    async def bytes_given(self, guild_id: int) -> int:
        """Return how much a server has given in files, ever."""
        rows = await self._database.rows(
            "SELECT COALESCE(SUM(bytes), 0) AS n FROM additions WHERE guild_id = ?", guild_id
        )
        return int(rows[0]["n"])

    async def begin(self, given: GivenAddition, report: Report) -> None:
        """Remember an addition and queue it."""
        size = sum(file.stat().st_size for file in given.files)
        await self._database.run(
            "INSERT INTO additions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)"
            " ON CONFLICT DO NOTHING",
            given.id,
            given.guild_id,
            given.channel_id,
            given.operator_id,
            given.library,
            json.dumps({"files": [file.name for file in given.files], "not": given.refused}),
            json.dumps(given.urls),
            given.token,
            given.reply_id,
            given.language,
            size,
            time.time(),
        )
        self.queue(given, report)

    def queue(self, given: GivenAddition, report: Report) -> None:
        """Queue an addition that is remembered."""
        running = self._running[given.id] = Running(given, report, given.reply_id)
        self._queue.submit(given.guild_id, given.operator_id, lambda: self._work(running))

    def stop(self, addition_id: int, guild_id: int) -> bool:
        """End an addition of a server; False where it is over."""
        running = self._running.get(addition_id)
        if running is None or running.given.guild_id != guild_id:
            return False
        running.stopped = True
        if running.task is not None:
            running.task.cancel()
        return True

    async def left(self, shard: Shard = WHOLE) -> list[GivenAddition]:
        """Return what an earlier process left unfinished of a shard's servers.

        Files that are on another host are among what is refused.
        """
        rows = await self._database.rows("SELECT * FROM additions WHERE state = 'open' ORDER BY id")
        found = []
        for row in rows:
            if row["id"] in self._running or not shard.holds(row["guild_id"]):
                continue
            given = json.loads(row["files"])
            folder, begun = self.folder(row["id"]), self._inbox / row["library"]
            gone = [
                str(InputError("the host that had it is gone; give it again", origin=name))
                for name in given["files"]
                if not (folder / name).is_file() and not (begun / name).is_file()
            ]
            found.append(
                GivenAddition(
                    row["id"],
                    row["guild_id"],
                    row["channel_id"],
                    row["operator_id"],
                    row["library"],
                    tuple(folder / name for name in given["files"]),
                    tuple(json.loads(row["urls"])),
                    (*given["not"], *gone),
                    row["token"],
                    row["language"],
                    row["reply_id"],
                )
            )
        return found

    async def drain(self) -> None:
        """Stop reading; the next process goes on with what is open."""
        self._stopping = True
        tasks = [one.task for one in self._running.values() if one.task is not None]
        for task in tasks:
            task.cancel()
        await self._queue.drain(0.1)

    async def _work(self, running: Running) -> None:
        given = running.given
        running.task = asyncio.current_task()
        ending: Ending = "failed"
        error_id = ""
        try:
            async with self._turns[given.library]:
                ending = await self._read(running)
        except asyncio.CancelledError:
            ending = "stopped" if running.stopped else "interrupted"
        except Exception as error:  # noqa: BLE001 - the seam where nothing may end in silence
            error_id = self._journal.failure("library.add_failed", error, library=given.library)
        self._running.pop(given.id, None)
        await self._end(running, ending, error_id)

    async def _read(self, running: Running) -> Ending:
        given = running.given
        if running.stopped:
            return "stopped"
        room = self._settings.articles_per_server - await self._articles_in(given.library)
        if room <= 0:
            return "full"
        files = await asyncio.to_thread(placed, given.files, self._inbox / given.library)
        try:
            stream = self._service.add(given.library, files, given.urls)
            async with aclosing(stream) as snapshots:  # type: ignore[type-var]
                async for snapshot in snapshots:
                    running.so_far = snapshot
                    if snapshot.added > room:
                        return "full"
                    if not snapshot.complete:
                        await self._show(running)
            return "done"
        finally:
            if not self._stopping or running.stopped:
                for file in files:
                    file.unlink(missing_ok=True)
            else:  # the next process finds them where this one did
                await asyncio.to_thread(placed, files, self.folder(given.id))

    async def _articles_in(self, library: str) -> int:
        try:
            return (await self._service.status(library)).articles
        except FootnoteError:  # not made yet, or for the addition itself to report
            return 0

    async def _show(self, running: Running) -> None:
        await running.report.progress(running.so_far)
        await self._note_reply(running)

    async def _note_reply(self, running: Running) -> None:
        """Remember the message, so that the next process goes on in it."""
        reply_id = running.report.reply_id
        if reply_id is not None and reply_id != running.noted_reply_id:
            await self._database.run(
                "UPDATE additions SET reply_id = ? WHERE id = ?", reply_id, running.given.id
            )
            running.noted_reply_id = reply_id

    async def _end(self, running: Running, ending: Ending, error_id: str) -> None:
        given = running.given
        so_far = running.so_far or Addition()
        told = Addition(
            so_far.added, so_far.changed, so_far.unchanged, (*given.refused, *so_far.skipped)
        )
        self._journal.note("library.added", library=given.library, how=ending, added=told.added)
        try:
            if ending == "interrupted":
                await self._note_reply(running)
            else:
                await asyncio.to_thread(shutil.rmtree, self.folder(given.id), ignore_errors=True)
                await self._database.run(
                    "UPDATE additions SET state = 'closed', token = NULL, operator_id = 0,"
                    " files = '', urls = '' WHERE id = ?",
                    given.id,
                )
        except (*STORE_FAILED, OSError) as error:
            self._journal.failure("store.failed", error)
        await running.report.end(ending, told, error_id)


def too_big(given: int, more: Sequence[Path], limit_mb: int) -> bool:
    """Return whether files are more than a server may still give."""
    return given + sum(file.stat().st_size for file in more) > limit_mb * _MEGABYTE
