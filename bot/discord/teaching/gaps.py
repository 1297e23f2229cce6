"""Questions the articles do not answer, and what became of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.state import StateDatabase, kept_state
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.options import CatalogOptions

SAME_MEANING = 0.72
"""Cosine from which two questions are counted as one; see docs/discord.md for what was measured."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer; `reply_to` is the message an answer would reply to."""

    question_id: int
    guild_id: int | None
    channel_id: int
    asker_id: int
    library: str
    question: str
    private: bool
    reply_to: int | None
    asked_at: float = 0.0


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions of one meaning: the newest wording, and how often it was asked."""

    question: str
    count: int
    newest_at: float


class GapStore:
    """Keeps open questions with their words; who asked is dropped after a while."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def add(self, gap: Gap) -> None:
        """Remember a question, unless it has been forgotten while it was answered."""
        await self._database.run(
            "INSERT INTO gaps SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL"
            " WHERE EXISTS (SELECT 1 FROM questions WHERE id = ?) ON CONFLICT DO NOTHING",
            gap.question_id,
            gap.guild_id,
            gap.channel_id,
            gap.asker_id,
            gap.library,
            gap.question,
            gap.private,
            gap.reply_to,
            time.time(),
            gap.question_id,
        )

    async def note_notice(self, question_id: int, notice_id: int) -> None:
        """Remember the message that shows a question to the helpers."""
        await self._database.run(
            "UPDATE gaps SET notice_id = ? WHERE question_id = ?", notice_id, question_id
        )

    async def of_notice(self, notice_id: int) -> Gap | None:
        """Return the question a message shows to the helpers."""
        rows = await self._database.rows("SELECT * FROM gaps WHERE notice_id = ?", notice_id)
        return _gap(rows[0]) if rows else None

    async def open_in(self, library: str | None, most: int = 1000) -> list[Gap]:
        """Return the open questions to a library, or to all, newest first."""
        rows = await self._database.rows(
            "SELECT * FROM gaps WHERE filled_at IS NULL AND (? IS NULL OR library = ?)"
            " ORDER BY asked_at DESC LIMIT ?",
            library,
            library,
            most,
        )
        return [_gap(row) for row in rows]

    async def move(self, guild_id: int, before: str, library: str) -> None:
        """Let a server's open questions to one library be questions to another."""
        await self._database.run(
            "UPDATE gaps SET library = ? WHERE guild_id = ? AND library = ? AND filled_at IS NULL",
            library,
            guild_id,
            before,
        )

    async def fill(self, question_id: int) -> bool:
        """Note that a question has an answer, and forget it; False when that was noted before."""
        changed = await self._database.run(
            "UPDATE gaps SET filled_at = ?, asker_id = 0, question = '' WHERE question_id = ?"
            " AND filled_at IS NULL",
            time.time(),
            question_id,
        )
        return bool(changed)

    async def drop(self, question_id: int) -> None:
        """Forget a question that was edited or withdrawn."""
        await self._database.run("DELETE FROM gaps WHERE question_id = ?", question_id)

    async def forget_asker(self, asker_id: int) -> int:
        """Delete someone's questions."""
        return await self._database.run("DELETE FROM gaps WHERE asker_id = ?", asker_id)

    async def sweep(self, before: float) -> None:
        """Drop who asked what is older than a moment, and what has been filled since."""
        await self._database.together(
            ("DELETE FROM gaps WHERE filled_at < ?", (before,)),
            ("UPDATE gaps SET asker_id = 0 WHERE asked_at < ?", (before,)),
        )


async def grouped(
    gaps: Sequence[Gap], service: AnswerService, same: float = SAME_MEANING
) -> list[GapGroup]:
    """Return questions grouped by meaning, most asked first; where nothing can compare, by words.

    Each group gathers around its newest question; a question joins the group it is nearest to.
    """
    texts = [gap.question for gap in gaps]
    try:
        likeness = await service.likeness(gaps[0].library, texts) if gaps else []
    except FootnoteError:
        likeness = [[float(_same_words(a, b)) for b in texts] for a in texts]
    groups: dict[int, list[int]] = {}
    for number in range(len(gaps)):
        nearest = max(groups, key=lambda head: likeness[number][head], default=None)
        if nearest is not None and likeness[number][nearest] >= same:
            groups[nearest].append(number)
        else:
            groups[number] = [number]
    found = [
        GapGroup(texts[head], len(members), gaps[head].asked_at) for head, members in groups.items()
    ]
    return sorted(found, key=lambda group: (-group.count, -group.newest_at))


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _gap(row: object) -> Gap:
    kept = dict(row)  # type: ignore[call-overload]
    return Gap(
        kept["question_id"],
        kept["guild_id"],
        kept["channel_id"],
        kept["asker_id"],
        kept["library"],
        kept["question"],
        bool(kept["private"]),
        kept["reply_to"],
        kept["asked_at"],
    )


@dataclass(frozen=True, slots=True)
class ReportedGap:
    """Questions of one meaning; `newest` is the day the newest was asked, as an ISO date."""

    library: str
    question: str
    count: int
    newest: str


async def gap_report(
    home: Path,
    library: str | None,
    service: AnswerService,
    catalog: CatalogOptions | None = None,
) -> list[ReportedGap]:
    """Return the open questions a bot has kept, most asked first; none without a bot."""
    database = kept_state(home, catalog)
    if database is None:
        return []
    with database:
        gaps = await GapStore(database).open_in(library)
    found = []
    by_library = attrgetter("library")
    for name, asked in groupby(sorted(gaps, key=by_library), by_library):
        for group in await grouped(list(asked), service):
            newest = datetime.fromtimestamp(group.newest_at, UTC).date().isoformat()
            found.append(ReportedGap(name, group.question, group.count, newest))
    return sorted(found, key=lambda one: -one.count)
