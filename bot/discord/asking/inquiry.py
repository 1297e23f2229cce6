"""A question as it arrived on Discord, what is decided about it, and what is kept of it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self

from footnote.bot.discord.language import LanguageName
from footnote.bot.discord.places import Place
from footnote.bot.discord.settings.place_settings import PlaceSettings
from footnote.retrieval.question import Filters, Question, Turn


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; `manager` holds the permission to manage the server."""

    id: int
    roles: frozenset[int] = frozenset()
    manager: bool = False


async def _no_history() -> tuple[Turn, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to be answered; `id` is that of the message or interaction that asked it.

    `shown` tells that Discord shows the question itself, `quiet` that nothing is said where the
    articles do not answer it. `history` is read when its turn comes.
    """

    id: int
    text: str
    place: Place
    asker: Asker
    asked: date
    settings: PlaceSettings
    library: str
    language: LanguageName
    filters: Filters = field(default_factory=Filters)
    private: bool = False
    shown: bool = True
    quiet: bool = False
    history: Callable[[], Awaitable[tuple[Turn, ...]]] = _no_history

    @property
    def repeated(self) -> str | None:
        """The question where the answer has to repeat it."""
        return None if self.shown else " ".join(self.text.split())

    def question(self, history: tuple[Turn, ...]) -> Question:
        """Return the question as the library takes it, within the place's date scope."""
        since = _later(self.filters.since, self.settings.since)
        until = _earlier(self.filters.until, self.settings.until)
        filters = Filters(since=since, until=until, source=self.filters.source)
        return Question(self.text, self.asked, filters, history)


def _later(one: date | None, other: date | None) -> date | None:
    return max((d for d in (one, other) if d is not None), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((d for d in (one, other) if d is not None), default=None)


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
