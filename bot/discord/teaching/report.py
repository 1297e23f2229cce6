"""Open questions of a home for scripts, without who asked them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.state import kept_state
from footnote.bot.discord.teaching.gaps import GapStore, grouped
from footnote.retrieval.options import CatalogOptions


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
