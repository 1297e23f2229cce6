"""`/about`, `/privacy` and `/forget-me`."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from footnote.bot.discord.aftermath.verdict import KEPT_DAYS
from footnote.bot.discord.context import BotContext, tell
from footnote.bot.discord.language import say
from footnote.bot.discord.library.policy import title_of
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.markup import escape
from footnote.bot.discord.teaching.teacher import Teacher


class AboutCog(commands.Cog):
    """The commands that tell about the bot and what it keeps."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client

    @app_commands.command(name="about", description="What this bot is and which library it reads")
    async def about(self, interaction: discord.Interaction[Any]) -> None:
        """Say what the bot does, and which library is asked here."""
        language = self.context.language_of(interaction)
        library = self.context.reception.library_at(place_of(interaction))
        lines = [say(language, "about")]
        if library is not None:
            title = title_of(self.context, interaction, library)
            lines.append(say(language, "about_library", library=escape(title)))
        await tell(interaction, "\n".join(lines))

    @app_commands.command(name="privacy", description="What this bot stores about you")
    async def privacy(self, interaction: discord.Interaction[Any]) -> None:
        """Say what is stored."""
        language = self.context.language_of(interaction)
        await tell(interaction, say(language, "privacy", days=KEPT_DAYS))

    @app_commands.command(name="forget-me", description="Delete what this bot stores about you")
    async def forget_me(self, interaction: discord.Interaction[Any]) -> None:
        """Delete what belongs to one person, from the files and the articles too."""
        context, user = self.context, interaction.user.id
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            count = await context.feedback.forget_user(user)
            count += await context.posted.forget_asker(user)
            count += await context.questions.forget_asker(user)
            count += await context.gaps.forget_asker(user)
            count += await Teacher(context).withdraw(await context.taught.of_author(user))
        finally:
            await context.database.scrub()
        await tell(interaction, say(context.language_of(interaction), "forgot_me", count=count))
