"""Settings of servers and channels."""

from bot.discord.database import Database
from bot.discord.settings.place_settings import PlaceSettings


class PlaceStore:
    """Reads and writes what operators set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, guild_id: int, channel_id: int = 0) -> PlaceSettings:
        """Return what is set for exactly this place; channel 0 is the server itself."""
        found = self._database.rows(
            "SELECT settings FROM places WHERE guild_id = ? AND channel_id = ?",
            guild_id,
            channel_id,
        )
        return PlaceSettings.model_validate_json(found[0]["settings"]) if found else PlaceSettings()

    def effective(self, guild_id: int | None, channel_ids: tuple[int, ...]) -> PlaceSettings:
        """Return the settings in force in a channel; `channel_ids` go from inner to outer."""
        if guild_id is None:
            return PlaceSettings()
        settings = self.of(guild_id)
        for channel_id in reversed(channel_ids):
            settings = self.of(guild_id, channel_id).over(settings)
        return settings

    def save(self, guild_id: int, channel_id: int, settings: PlaceSettings) -> None:
        """Replace what is set for a place."""
        self._database.run(
            "INSERT OR REPLACE INTO places VALUES (?, ?, ?)",
            guild_id,
            channel_id,
            settings.model_dump_json(exclude_none=True),
        )

    def forget_guild(self, guild_id: int) -> None:
        """Delete everything kept about a server."""
        for table in ("places", "questions", "posted", "feedback"):
            self._database.run(f"DELETE FROM {table} WHERE guild_id = ?", guild_id)  # noqa: S608
