"""A question the bot has taken on, as it is kept."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self

from footnote.retrieval.question import Filters

Kind = Literal["message", "interaction"]


@dataclass(frozen=True, slots=True)
class TakenQuestion:
    """A question by ids only: its words stay on Discord.

    `token` is an interaction's, good for fifteen minutes; it and `filters`, which people type, are
    dropped when the question is done.
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

    @classmethod
    def of_row(cls, row: Any) -> Self:
        """Return what a row of the questions' table says."""
        return cls(
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

    @property
    def filters_json(self) -> str:
        """The filters as a row keeps them."""
        since, until = self.filters.since, self.filters.until
        kept = {
            "since": since.isoformat() if since else None,
            "until": until.isoformat() if until else None,
            "source": self.filters.source,
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
