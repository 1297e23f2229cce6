"""`/about`, `/privacy` and `/forget-me`."""

from typing import Any

import discord
from discord import app_commands

from bot.discord.asking.reception import place_of
from bot.discord.context import context_of, spoken_language, tell
from bot.discord.language import say
from bot.discord.rendering.escaping import escape

KEPT_DAYS = 30
AnyCommand = app_commands.Command[Any, ..., None]


def about_commands() -> tuple[AnyCommand, ...]:
    """Return the commands that tell about the bot and what it keeps."""
    return _about(), _privacy(), _forget_me()


def _about() -> AnyCommand:
    @app_commands.command(name="about", description="What this bot is and which library it reads")
    async def about(interaction: discord.Interaction[Any]) -> None:
        language = spoken_language(interaction)
        library = context_of(interaction).reception.library_at(place_of(interaction.channel))
        lines = [say(language, "about")]
        if library is not None:
            lines.append(say(language, "about_library", library=escape(library)))
        await tell(interaction, "\n".join(lines))

    return about


def _privacy() -> AnyCommand:
    @app_commands.command(name="privacy", description="What this bot stores about you")
    async def privacy(interaction: discord.Interaction[Any]) -> None:
        await tell(interaction, say(spoken_language(interaction), "privacy", days=KEPT_DAYS))

    return privacy


def _forget_me() -> AnyCommand:
    @app_commands.command(name="forget-me", description="Delete what this bot stores about you")
    async def forget_me(interaction: discord.Interaction[Any]) -> None:
        context, user = context_of(interaction), interaction.user.id
        count = context.feedback.forget_user(user)
        count += context.posted.forget_asker(user) + context.questions.forget_asker(user)
        await tell(interaction, say(spoken_language(interaction), "forgot_me", count=count))

    return forget_me
