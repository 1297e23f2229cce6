"""The button by which an author takes a message out of the articles again."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.teaching.teacher import Teacher


class TakeBackButton(
    KeptButton,
    template=r"take-back:(?P<message>\d+)",
):
    """Deletes the article of a message, for its author."""

    def __init__(self, message_id: int, language: LanguageName) -> None:
        self.message_id = message_id
        super().__init__(
            f"take-back:{message_id}",
            label=say(language, "take_back_button"),
            style=discord.ButtonStyle.danger,
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(int(match["message"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Delete the article; nobody but the author may."""
        context, language = context_of(interaction), spoken_language(interaction)
        taught = await context.taught.get([self.message_id])
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not any(one.author_id == interaction.user.id for one in taught):
            await tell(interaction, say(language, "take_back_gone"))
            return
        await Teacher(context).withdraw([self.message_id])
        context.journal.note("library.taken_back", message=self.message_id)
        await tell(interaction, say(language, "take_back_done"))
