"""Messages that are articles, and channels whose messages become articles."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from footnote.bot.discord.state import WHOLE, Shard, StateDatabase


@dataclass(frozen=True, slots=True)
class Source:
    """A channel whose messages are articles of a library; of a forum, the posts with a tag."""

    channel_id: int
    guild_id: int
    library: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """A message that is an article; an `article_id` that is empty is on its way in.

    `author_id` is 0 for a message of a source.
    """

    message_id: int
    channel_id: int
    guild_id: int
    author_id: int
    library: str
    article_id: str
    version: str
    from_source: bool


class TeachingStore:
    """Remembers which message is which article; sources are in memory, every message asks."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database
        self.sources: dict[int, Source] = {}

    async def load(self, shard: Shard = WHOLE) -> None:
        """Read the sources of a shard's servers."""
        for row in await self._database.rows("SELECT * FROM sources"):
            if shard.holds(row["guild_id"]):
                self.sources[row["channel_id"]] = Source(
                    row["channel_id"], row["guild_id"], row["library"], row["tag"]
                )

    async def add_source(self, source: Source) -> None:
        """Remember a source."""
        await self._database.run(
            "INSERT INTO sources VALUES (?, ?, ?, ?) ON CONFLICT (channel_id) DO UPDATE SET"
            " guild_id = excluded.guild_id, library = excluded.library, tag = excluded.tag",
            source.channel_id,
            source.guild_id,
            source.library,
            source.tag,
        )
        self.sources[source.channel_id] = source

    async def remove_source(self, channel_id: int) -> None:
        """Forget a source; its messages are to be withdrawn by the caller."""
        await self._database.run("DELETE FROM sources WHERE channel_id = ?", channel_id)
        self.sources.pop(channel_id, None)

    def forget_guild(self, guild_id: int) -> None:
        """Drop a server's sources from memory; the store forgets servers elsewhere."""
        self.sources = {c: s for c, s in self.sources.items() if s.guild_id != guild_id}

    async def put(self, taught: Sequence[Taught]) -> None:
        """Remember messages that are, or are about to be, articles."""
        await self._database.together(
            *(
                (
                    _PUT,
                    (
                        one.message_id,
                        one.channel_id,
                        one.guild_id,
                        one.author_id,
                        one.library,
                        one.article_id,
                        one.version,
                        one.from_source,
                        time.time(),
                    ),
                )
                for one in taught
            )
        )

    async def get(self, message_ids: Sequence[int]) -> list[Taught]:
        """Return what is kept of messages that are articles."""
        if not message_ids:
            return []
        marks = ", ".join("?" * len(message_ids))
        rows = await self._database.rows(
            f"SELECT * FROM taught WHERE message_id IN ({marks})",  # noqa: S608 - marks only
            *message_ids,
        )
        return [_taught(row) for row in rows]

    async def of_channel(self, channel_id: int) -> dict[int, Taught]:
        """Return the messages of a source that are articles."""
        rows = await self._database.rows(
            "SELECT * FROM taught WHERE channel_id = ? AND source = 1", channel_id
        )
        return {row["message_id"]: _taught(row) for row in rows}

    async def by_hand(self, most: int) -> list[Taught]:
        """Return the messages that operators made articles of, newest first."""
        rows = await self._database.rows(
            "SELECT * FROM taught WHERE source = 0 ORDER BY taught_at DESC LIMIT ?", most
        )
        return [_taught(row) for row in rows]

    async def by_hand_in(self, channel_id: int) -> list[Taught]:
        """Return the messages of a channel that operators made articles of."""
        rows = await self._database.rows(
            "SELECT * FROM taught WHERE channel_id = ? AND source = 0", channel_id
        )
        return [_taught(row) for row in rows]

    async def of_author(self, author_id: int) -> list[int]:
        """Return someone's messages that operators made articles of."""
        rows = await self._database.rows(
            "SELECT message_id FROM taught WHERE author_id = ?", author_id
        )
        return [row["message_id"] for row in rows]

    async def delete(self, message_ids: Sequence[int]) -> None:
        """Forget messages that are no articles any more."""
        await self._database.together(
            *(("DELETE FROM taught WHERE message_id = ?", (one,)) for one in message_ids)
        )

    async def forget_article(self, library: str, article_id: str) -> None:
        """Forget the message of an article that was deleted."""
        await self._database.run(
            "DELETE FROM taught WHERE library = ? AND article_id = ?", library, article_id
        )


_PUT = (
    "INSERT INTO taught VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE SET"
    " channel_id = excluded.channel_id, guild_id = excluded.guild_id,"
    " author_id = excluded.author_id, library = excluded.library,"
    " article_id = excluded.article_id, version = excluded.version, source = excluded.source,"
    " taught_at = excluded.taught_at"
)


def _taught(row: object) -> Taught:
    kept = dict(row)  # type: ignore[call-overload]
    return Taught(
        kept["message_id"],
        kept["channel_id"],
        kept["guild_id"],
        kept["author_id"],
        kept["library"],
        kept["article_id"],
        kept["version"],
        bool(kept["source"]),
    )
