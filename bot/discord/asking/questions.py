"""Questions the bot has taken on, so that none is lost and none answered twice."""

import json
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.discord.database import Database
from retrieval.question import Filters

Kind = Literal["message", "interaction"]
State = Literal["pending", "answered", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class TakenQuestion:
    """A question by ids only: its words stay on Discord.

    `token` is an interaction's, good for fifteen minutes; it is dropped when the question is done.
    """

    id: int
    kind: Kind
    channel_id: int
    guild_id: int | None
    asker_id: int
    private: bool = False
    reply_id: int | None = None
    token: str | None = None
    filters: Filters = field(default_factory=Filters)


class QuestionStore:
    """Remembers which questions were taken, and what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, question: TakenQuestion) -> bool:
        """Claim a question; False when it was claimed before."""
        return bool(
            self._database.run(
                "INSERT OR IGNORE INTO questions VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)",
                question.id,
                question.kind,
                question.channel_id,
                question.guild_id,
                question.asker_id,
                question.reply_id,
                question.token,
                question.private,
                _filters_json(question.filters),
                time.time(),
            )
        )

    def note_reply(self, question_id: int, reply_id: int) -> None:
        """Remember which message holds the thinking line."""
        self._database.run("UPDATE questions SET reply_id = ? WHERE id = ?", reply_id, question_id)

    def close(self, question_id: int, state: State) -> None:
        """Note that a question needs no more work."""
        self._database.run(
            "UPDATE questions SET state = ?, token = NULL WHERE id = ?", state, question_id
        )

    def pending(self) -> list[TakenQuestion]:
        """Return the questions a previous process left open, oldest first."""
        rows = self._database.rows("SELECT * FROM questions WHERE state = 'pending' ORDER BY id")
        return [
            TakenQuestion(
                row["id"],
                row["kind"],
                row["channel_id"],
                row["guild_id"],
                row["asker_id"],
                bool(row["private"]),
                row["reply_id"],
                row["token"],
                _filters_of(row["filters"]),
            )
            for row in rows
        ]

    def direct_channels(self, since: float) -> list[int]:
        """Return the channels of direct messages asked in lately."""
        rows = self._database.rows(
            "SELECT DISTINCT channel_id FROM questions WHERE guild_id IS NULL AND taken_at > ?",
            since,
        )
        return [row["channel_id"] for row in rows]

    def forget_asker(self, asker_id: int) -> int:
        """Delete what is kept about someone's questions that are done."""
        return self._database.run(
            "DELETE FROM questions WHERE asker_id = ? AND state != 'pending'", asker_id
        )

    def sweep(self, before: float) -> None:
        """Delete what is older than a moment."""
        self._database.run("DELETE FROM questions WHERE taken_at < ?", before)


def _filters_json(filters: Filters) -> str:
    since, until = filters.since, filters.until
    kept = {
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "source": filters.source,
    }
    return json.dumps({name: value for name, value in kept.items() if value is not None})


def _filters_of(text: str) -> Filters:
    kept = json.loads(text)
    since, until = kept.get("since"), kept.get("until")
    return Filters(
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        source=kept.get("source"),
    )
