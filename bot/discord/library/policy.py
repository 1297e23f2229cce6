"""Which library a place asks, which its operators may choose and change, and what it is called."""

from typing import TYPE_CHECKING, Any

import discord

from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.markup import escape
from footnote.bot.discord.settings.place_settings import PlaceSettings

if TYPE_CHECKING:
    from footnote.bot.discord.context import BotContext


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


def title_of(context: "BotContext", interaction: discord.Interaction[Any], library: str) -> str:
    """Return a library's name as people of a server know it."""
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    name = guild.name if guild is not None else None
    return context.policy.title(interaction.guild_id, name, library)


def not_let_in(
    context: "BotContext", interaction: discord.Interaction[Any], language: LanguageName
) -> str | None:
    """Return why a server may fill no library here; None where it may."""
    guild_id = interaction.guild_id or 0
    if not context.policy.admitted(guild_id):
        return say(language, "server_not_allowed")
    if interaction.client.get_guild(guild_id) is None:
        return say(language, "not_invited")
    return None


async def target_library(
    context: "BotContext", interaction: discord.Interaction[Any], language: LanguageName
) -> tuple[str, str]:
    """Return the library to add to, and what an operator has to know of the choice.

    Where a shared one is asked, which nobody here may change, the server's own is made; from then
    on it is asked, unless a setting says otherwise.
    """
    place, guild_id = place_of(interaction), interaction.guild_id or 0
    asked = context.reception.library_at(place) or ""
    if context.policy.writable(guild_id, asked):
        return asked, ""
    own = context.policy.owned(guild_id)[0]
    name = escape(title_of(context, interaction, own))
    if context.reception.settings_at(place).library is not None:
        return own, say(language, "library_beside", library=name, asked=escape(asked))
    settings = context.places.of(guild_id).model_copy(update={"library": own})
    await context.places.save(guild_id, 0, settings)
    await context.gaps.move(guild_id, asked, own)
    return own, say(language, "library_made", library=name, shared=escape(asked))
