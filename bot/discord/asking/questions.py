"""Questions the bot has taken on, so that none is lost and none answered twice."""

import asyncio
import time
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state import STORE_FAILED, Share, StateDatabase, Step
from footnote.retrieval.errors import CatalogAway

State = Literal["pending", "answered", "cancelled", "failed"]
Result = TypeVar("Result")
_HEARD_AT_ONCE = 20_000
_STORE_PATIENCE_S, _SHARED_PATIENCE_S = 0.5, 2.0
_AGAIN_S = 1.0

LEASE_S, RENEWED_S = 9.0, 3.0
"""A question is its process's for so long, which renews its leases so often while it lives."""


class QuestionStore:
    """Remembers which questions were taken, by which process, and what became of them.

    A question that is open belongs to one process until its lease runs out: another that starts
    meanwhile leaves it alone, and takes it over when the first has died.
    A file that is slow or broken costs memory, never a question: what was heard in this process
    is known without it, and what could not be noted is logged. Where hosts share the database,
    nothing is taken on that could not be noted there: another may have it.
    """

    def __init__(
        self, database: StateDatabase, journal: Journal, share: Share | None = None
    ) -> None:
        self._database = database
        self._journal = journal
        self._share = share or Share()
        self._unclosed: dict[int, State] = {}
        self._owner = uuid.uuid4().hex
        self._heard: OrderedDict[int, None] = OrderedDict()
        self._noting: set[asyncio.Task[bool]] = set()

    async def take(self, question: TakenQuestion) -> bool:
        """Claim a question; False when it was claimed before, by this process or another one.

        Raises one of `STORE_FAILED` where hosts share the database and it is away, or the
        question's shard is no longer this process's; `take_late` goes on from there.
        """
        if question.id in self._heard:
            return False
        self._heard[question.id] = None
        while len(self._heard) > _HEARD_AT_ONCE:
            self._heard.popitem(last=False)
        noting = asyncio.create_task(self._note(question))
        self._noting.add(noting)
        noting.add_done_callback(self._noted)
        shared = self._database.shared
        patience_s = _SHARED_PATIENCE_S if shared else _STORE_PATIENCE_S
        done, _ = await asyncio.wait({noting}, timeout=patience_s)
        if not done and shared:
            raise CatalogAway(f"The bot's state took longer than {patience_s:g} seconds.")
        try:
            return noting.result() if done else True
        except STORE_FAILED:
            if shared:
                raise
            return True

    async def take_late(self, question: TakenQuestion) -> bool:
        """Claim a question as soon as that is possible again; False when another process has."""
        return await when_back(lambda: self._note(question))

    def _noted(self, noting: asyncio.Task[bool]) -> None:
        self._noting.discard(noting)
        error = None if noting.cancelled() else noting.exception()
        if error is not None:
            self._journal.failure("store.failed", error)

    async def _note(self, question: TakenQuestion) -> bool:
        if not self._share.held:
            raise CatalogAway("Another process may have this shard by now.")
        changed = await self._database.run(
            "INSERT INTO questions (id, kind, channel_id, guild_id, asker_id, state, reply_id,"
            " token, private, filters, taken_at, owner, lease_until)"
            " VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, clock() + ?)"
            # A try that seemed to fail may have arrived.
            " ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until"
            " WHERE questions.state = 'pending' AND questions.owner = excluded.owner",
            *(question.id, question.kind, question.channel_id, question.guild_id),
            *(question.asker_id, question.reply_id, question.token, question.private),
            *(question.filters_json, time.time(), self._owner, LEASE_S),
        )
        return changed > 0

    def heard(self, question_id: int) -> bool:
        """Return whether this process has taken a question."""
        return question_id in self._heard

    async def state(self, question_id: int) -> tuple[State, int | None] | None:
        """Return what became of a question and its reply; None for one never taken."""
        found = await self._database.rows(
            "SELECT state, reply_id FROM questions WHERE id = ?", question_id
        )
        return (found[0]["state"], found[0]["reply_id"]) if found else None

    async def is_answer(self, message_id: int) -> bool:
        """Return whether a message is one of the answers of the last weeks."""
        rows = await self._database.rows(
            "SELECT 1 FROM questions WHERE reply_id = ? UNION"
            " SELECT 1 FROM parts WHERE message_id = ?",
            message_id,
            message_id,
        )
        return bool(rows)

    async def reopen(self, question_id: int) -> None:
        """Note that a question is worked on again, since it was edited."""
        await self._quietly(
            (
                "UPDATE questions SET state = 'pending', owner = ?, lease_until = clock() + ?"
                " WHERE id = ?",
                (self._owner, LEASE_S, question_id),
            )
        )

    async def note_reply(self, question_id: int, reply_id: int) -> None:
        """Remember which message holds the thinking line."""
        await self._quietly(
            ("UPDATE questions SET reply_id = ? WHERE id = ?", (reply_id, question_id))
        )

    async def note_part(self, question_id: int, number: int, message_id: int) -> None:
        """Remember which message holds a further part of the answer."""
        await self._quietly(
            (
                "INSERT INTO parts SELECT ?, ?, ?"
                " WHERE EXISTS (SELECT 1 FROM questions WHERE id = ?)"
                " ON CONFLICT (question_id, number) DO UPDATE SET message_id = excluded.message_id",
                (question_id, number, message_id, question_id),
            )
        )

    async def parts(self, question_id: int) -> dict[int, int]:
        """Return the messages that hold further parts, by their number."""
        rows = await self._database.rows("SELECT * FROM parts WHERE question_id = ?", question_id)
        return {row["number"]: row["message_id"] for row in rows}

    async def close(self, question_id: int, state: State) -> None:
        """Note that a question needs no more work; one that another took over is left to it."""
        closed = await self._quietly(
            (
                "UPDATE questions SET state = ?, token = NULL, filters = '{}', owner = NULL,"
                " lease_until = NULL WHERE id = ? AND state = 'pending' AND coalesce(owner, ?) = ?",
                (state, question_id, self._owner, self._owner),
            )
        )
        if not closed:
            self._unclosed[question_id] = state

    async def renew(self) -> None:
        """Hold on to the questions that this process works on, and close what could not be."""
        unclosed, self._unclosed = self._unclosed, {}
        for question_id, state in unclosed.items():
            await self.close(question_id, state)
        await self._quietly(
            (
                "UPDATE questions SET lease_until = clock() + ?"
                " WHERE state = 'pending' AND owner = ?",
                (LEASE_S, self._owner),
            )
        )

    async def release(self) -> None:
        """Let another process have what this one leaves open."""
        await self._quietly(
            (
                "UPDATE questions SET owner = NULL, lease_until = NULL"
                " WHERE state = 'pending' AND owner = ?",
                (self._owner,),
            )
        )

    async def claim(self, *, at_once: bool = False) -> list[TakenQuestion]:
        """Take over the open questions of the shard whose process has died, oldest first.

        `at_once` waits for no lease where holding the shard proves that its holder has died.
        """
        if not self._share.held:
            return []
        shard = self._share.shard
        left = (
            "coalesce(owner, '') <> ? AND coalesce(lease_until, 0) < clock() + ?"
            " AND (coalesce(guild_id, 0) >> 22) % ? = ?"
        )
        early_s = LEASE_S if at_once and self._share.sole else 0.0
        asked = (self._owner, early_s, shard.count, shard.number)
        rows = await self._database.rows(
            f"SELECT * FROM questions WHERE state = 'pending' AND {left} ORDER BY id",  # noqa: S608
            *asked,
        )
        if not rows:
            return []
        await self._database.run(
            "UPDATE questions SET owner = ?, lease_until = clock() + ?"  # noqa: S608
            f" WHERE state = 'pending' AND {left}",
            *(self._owner, LEASE_S, *asked),
        )
        owned = await self._database.rows(
            "SELECT id FROM questions WHERE state = 'pending' AND owner = ?", self._owner
        )
        ours = {row["id"] for row in owned}
        return [TakenQuestion.of_row(row) for row in rows if row["id"] in ours]

    async def direct_channels(self, since: float) -> list[int]:
        """Return the channels of direct messages asked in lately."""
        rows = await self._database.rows(
            "SELECT DISTINCT channel_id FROM questions WHERE guild_id IS NULL AND taken_at > ?",
            since,
        )
        return [row["channel_id"] for row in rows]

    async def asked_since(self, guild_id: int, since: float) -> int:
        """Return how many questions a server has asked since a moment."""
        rows = await self._database.rows(
            "SELECT COUNT(*) AS n FROM questions WHERE guild_id = ? AND taken_at > ?"
            " AND state != 'failed'",
            guild_id,
            since,
        )
        return int(rows[0]["n"])

    async def forget_asker(self, asker_id: int) -> int:
        """Delete what is kept about someone's questions; open ones are finished, then unknown."""
        return await self._database.together(
            (
                "DELETE FROM parts WHERE question_id IN"
                " (SELECT id FROM questions WHERE asker_id = ?)",
                (asker_id,),
            ),
            ("DELETE FROM questions WHERE asker_id = ?", (asker_id,)),
        )

    async def sweep(self, before: float) -> None:
        """Delete what is older than a moment."""
        await self._database.together(
            ("DELETE FROM questions WHERE taken_at < ?", (before,)),
            ("DELETE FROM parts WHERE question_id NOT IN (SELECT id FROM questions)", ()),
        )

    async def _quietly(self, *steps: Step) -> bool:
        try:
            await self._database.together(*steps)
        except STORE_FAILED as error:
            self._journal.failure("store.failed", error)
            return False
        return True


async def when_back(call: Callable[[], Awaitable[Result]]) -> Result:
    """Return what a call to a store returns, made again every second while its database is away."""
    while True:
        try:
            return await call()
        except CatalogAway:
            await asyncio.sleep(_AGAIN_S)
