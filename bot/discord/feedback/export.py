"""`footnote feedback export`: what people said about answers, as evaluation fixtures."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.discord.database import Database
from bot.discord.feedback.store import FeedbackStore
from retrieval.article import Article

STORE_NAME = "discord.sqlite3"


def store_path(home: Path) -> Path:
    """Return where the bot's own memory is kept."""
    return home / "discord" / STORE_NAME


def export_feedback(home: Path, library: str | None = None) -> Iterator[str]:
    """Yield each 👎 form stored under a home folder as one JSON line; none where there is none."""
    path = store_path(home)
    if not path.is_file():
        return
    with Database(path) as database:
        yield from FeedbackStore(database).fixtures(library)


def forget_quotes(home: Path, library: str, articles: Iterable[Article]) -> None:
    """Delete what readers quoted from articles that are deleted, where a bot keeps feedback."""
    path = store_path(home)
    if not path.is_file():
        return
    with Database(path) as database:
        for article in articles:
            FeedbackStore(database).forget_quotes(library, article)
