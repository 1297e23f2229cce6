"""Settings of servers and channels."""

from collections.abc import Collection

from footnote.bot.discord.places import Place
from footnote.bot.discord.settings.place_settings import PlaceSettings
from footnote.bot.discord.state import WHOLE, Shard, StateDatabase

_OF_A_SERVER = (
    "places",
    "questions",
    "posted",
    "feedback",
    "additions",
    "gaps",
    "taught",
    "sources",
)
_ORPHANS = (
    "DELETE FROM posted_articles WHERE message_id NOT IN (SELECT message_id FROM posted)",
    "DELETE FROM parts WHERE question_id NOT IN (SELECT id FROM questions)",
    "DELETE FROM quoted WHERE (message_id, user_id) NOT IN"
    " (SELECT message_id, user_id FROM feedback)",
)


class PlaceStore:
    """Reads and writes what operators set; all of it is in memory, since every message asks."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database
        self._settings: dict[tuple[int, int], PlaceSettings] = {}

    async def load(self) -> None:
        """Read what was set before."""
        for row in await self._database.rows("SELECT * FROM places"):
            settings = PlaceSettings.model_validate_json(row["settings"])
            self._settings[row["guild_id"], row["channel_id"]] = settings

    def of(self, guild_id: int, channel_id: int = 0) -> PlaceSettings:
        """Return what is set for exactly this place; channel 0 is the server itself."""
        return self._settings.get((guild_id, channel_id), PlaceSettings())

    def effective(self, place: Place) -> PlaceSettings:
        """Return the settings in force at a place."""
        if not place.known:
            return PlaceSettings(enabled=False)
        if place.guild_id is None:
            return PlaceSettings()
        settings = self.of(place.guild_id)
        for channel_id in reversed(place.channel_ids):
            settings = self.of(place.guild_id, channel_id).over(settings)
        return settings

    def listens(self, guild_id: int) -> bool:
        """Return whether a server has a channel where questions need not call the bot."""
        return any(
            guild == guild_id and (settings.ask_channel or settings.forum_posts)
            for (guild, _), settings in self._settings.items()
        )

    async def save(self, guild_id: int, channel_id: int, settings: PlaceSettings) -> None:
        """Replace what is set for a place."""
        await self._database.run(
            "INSERT INTO places VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id, channel_id) DO UPDATE SET settings = excluded.settings",
            guild_id,
            channel_id,
            settings.model_dump_json(exclude_none=True),
        )
        self._settings[guild_id, channel_id] = settings

    async def forget_guild(self, guild_id: int) -> None:
        """Delete everything kept about a server, from the files too."""
        await self._database.together(
            *((f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,)) for table in _OF_A_SERVER),  # noqa: S608
            *((statement, ()) for statement in _ORPHANS),
        )
        await self._database.scrub()
        for key in [key for key in self._settings if key[0] == guild_id]:
            del self._settings[key]

    async def forget_all_but(self, guild_ids: Collection[int], shard: Shard = WHOLE) -> list[int]:
        """Delete what is kept of other servers of a shard; returns the servers forgotten."""
        known: set[int] = set()
        for table in _OF_A_SERVER:
            rows = await self._database.rows(
                f"SELECT DISTINCT guild_id FROM {table} WHERE guild_id IS NOT NULL"  # noqa: S608
            )
            known |= {row["guild_id"] for row in rows}
        gone = sorted(filter(shard.holds, known.difference(guild_ids)))
        for guild_id in gone:
            await self.forget_guild(guild_id)
        return gone
