"""Answers the bot has posted and the article versions they rest on."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from footnote.bot.discord.state import StateDatabase


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """One answer; `versions` maps each article behind it to what its content was then."""

    message_id: int
    question_id: int
    channel_id: int
    guild_id: int | None
    asker_id: int
    library: str
    versions: Mapping[str, str] = field(default_factory=dict)


class PostedStore:
    """Remembers answers, for marking them when an article changes."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def add(self, answer: PostedAnswer) -> None:
        """Remember an answer, unless its question has been forgotten while it was written."""
        asked = "WHERE EXISTS (SELECT 1 FROM questions WHERE id = ?)"
        note = (
            f"INSERT INTO posted SELECT ?, ?, ?, ?, ?, ?, 0, ? {asked}"
            " ON CONFLICT (message_id) DO UPDATE SET library = excluded.library, marked = 0,"
            " posted_at = excluded.posted_at",
            (
                answer.message_id,
                answer.question_id,
                answer.channel_id,
                answer.guild_id,
                answer.asker_id,
                answer.library,
                time.time(),
                answer.question_id,
            ),
        )
        versions = [
            (
                f"INSERT INTO posted_articles SELECT ?, ?, ? {asked} ON CONFLICT DO NOTHING",
                (answer.message_id, article_id, version, answer.question_id),
            )
            for article_id, version in answer.versions.items()
        ]
        earlier = ("DELETE FROM posted_articles WHERE message_id = ?", (answer.message_id,))
        await self._database.together(earlier, note, *versions)

    async def unmarked(self, library: str, since: float) -> list[PostedAnswer]:
        """Return the answers from a library, posted since a moment, that bear no mark yet."""
        rows = await self._database.rows(
            "SELECT * FROM posted WHERE library = ? AND posted_at > ? AND marked = 0",
            library,
            since,
        )
        return [
            PostedAnswer(
                row["message_id"],
                row["question_id"],
                row["channel_id"],
                row["guild_id"],
                row["asker_id"],
                row["library"],
                await self._versions(row["message_id"]),
            )
            for row in rows
        ]

    async def libraries(self, since: float) -> list[str]:
        """Return the libraries that answered since a moment."""
        rows = await self._database.rows(
            "SELECT DISTINCT library FROM posted WHERE posted_at > ?", since
        )
        return [row["library"] for row in rows]

    async def mark(self, message_id: int) -> None:
        """Note that an answer bears its mark, or is gone."""
        await self._database.run("UPDATE posted SET marked = 1 WHERE message_id = ?", message_id)

    async def forget_asker(self, asker_id: int) -> int:
        """Delete what is kept about the answers someone got."""
        count = await self._database.run("DELETE FROM posted WHERE asker_id = ?", asker_id)
        await self._sweep_articles()
        return count

    async def sweep(self, before: float) -> None:
        """Delete what is older than a moment."""
        await self._database.run("DELETE FROM posted WHERE posted_at < ?", before)
        await self._sweep_articles()

    async def _versions(self, message_id: int) -> dict[str, str]:
        rows = await self._database.rows(
            "SELECT article_id, version FROM posted_articles WHERE message_id = ?", message_id
        )
        return {row["article_id"]: row["version"] for row in rows}

    async def _sweep_articles(self) -> None:
        await self._database.run(
            "DELETE FROM posted_articles WHERE message_id NOT IN (SELECT message_id FROM posted)"
        )
