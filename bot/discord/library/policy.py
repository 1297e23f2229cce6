"""Which library a place asks, and which of them its operators may choose and change."""

from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.settings.place_settings import PlaceSettings


class LibraryPolicy:
    """Answers from the host's settings; no server's own settings reach another's library."""

    def __init__(self, settings: DiscordSettings) -> None:
        self._settings = settings

    def admitted(self, guild_id: int | None) -> bool:
        """Return whether the host lets a server in; direct messages have a setting of their own."""
        return guild_id is None or not self._settings.servers or guild_id in self._settings.servers

    def owned(self, guild_id: int) -> tuple[str, ...]:
        """Return the libraries a server's operators may change."""
        return self._settings.libraries.get(guild_id) or (f"server-{guild_id}",)

    def allowed(self, guild_id: int) -> tuple[str, ...]:
        """Return the libraries a server may ask, the default one first."""
        bound = self._settings.libraries.get(guild_id, ())
        shared = self._settings.shared_libraries
        return tuple(dict.fromkeys((*bound, *shared, *self.owned(guild_id))))

    def writable(self, guild_id: int, library: str) -> bool:
        """Return whether a server's operators may change a library."""
        return library in self.owned(guild_id)

    def of(self, guild_id: int | None, settings: PlaceSettings) -> str | None:
        """Return the library asked from a place; None where nothing is to be asked."""
        if guild_id is None:
            return self._settings.direct_library
        if not self.admitted(guild_id):
            return None
        allowed = self.allowed(guild_id)
        return settings.library if settings.library in allowed else allowed[0]

    def title(self, guild_id: int | None, guild_name: str | None, library: str) -> str:
        """Return what people call a library: a server's own one has the server's name."""
        own = guild_id is not None and library == f"server-{guild_id}"
        return guild_name if own and guild_name else library
