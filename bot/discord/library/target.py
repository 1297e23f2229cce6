"""Which library an operator's gift goes into, and what people call it."""

from typing import Any

import discord

from footnote.bot.discord.context import BotContext
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.escaping import escape


def title_of(context: BotContext, interaction: discord.Interaction[Any], library: str) -> str:
    """Return a library's name as people of a server know it."""
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    name = guild.name if guild is not None else None
    return context.policy.title(interaction.guild_id, name, library)


def not_let_in(
    context: BotContext, interaction: discord.Interaction[Any], language: LanguageName
) -> str | None:
    """Return why a server may fill no library here; None where it may."""
    guild_id = interaction.guild_id or 0
    if not context.policy.admitted(guild_id):
        return say(language, "server_not_allowed")
    if interaction.client.get_guild(guild_id) is None:
        return say(language, "not_invited")
    return None


async def target_library(
    context: BotContext, interaction: discord.Interaction[Any], language: LanguageName
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
