"""A question as it arrived on Discord, with everything decided about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

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
