"""`footnote feedback export`: what people said about answers, as evaluation fixtures."""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from footnote.bot.discord.feedback.store import FeedbackStore
from footnote.bot.discord.state import kept_state
from footnote.retrieval.article import Article
from footnote.retrieval.options import CatalogOptions

Result = TypeVar("Result")


def export_feedback(
    home: Path, library: str | None = None, catalog: CatalogOptions | None = None
) -> list[str]:
    """Return each 👎 form a bot has stored as one JSON line; none where there is none."""
    database = kept_state(home, catalog)
    if database is None:
        return []
    with database:
        return _now(FeedbackStore(database).fixtures(library))


def forget_quotes(
    home: Path,
    library: str,
    articles: Sequence[Article],
    catalog: CatalogOptions | None = None,
) -> None:
    """Delete what readers quoted from articles that are deleted, where a bot keeps feedback."""
    database = kept_state(home, catalog)
    if database is None:
        return

    async def forget(store: FeedbackStore) -> None:
        for article in articles:
            await store.forget_quotes(library, article)

    with database:
        _now(forget(FeedbackStore(database)))


def _now(work: Coroutine[None, None, Result]) -> Result:
    """Run a coroutine to its end, whether or not the caller's thread has a loop running."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()
