"""The button that shows the rest of an answer, which its two messages do not hold."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import LanguageName, say


class RestButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"rest:(?P<question>\d+)"
):
    """Shows the rest of an answer to the one who presses."""

    def __init__(self, question_id: int, language: LanguageName) -> None:
        self.question_id = question_id
        super().__init__(
            discord.ui.Button(
                label=say(language, "rest_button"),
                style=discord.ButtonStyle.primary,
                custom_id=f"rest:{question_id}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from what Discord kept of it."""
        return cls(int(match["question"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the rest, in as many messages as it takes."""
        context = context_of(interaction)
        refusal = context.reception.opened(interaction) if interaction.guild_id else None
        parts = context.rests.of(self.question_id)
        if refusal is not None or not parts:
            await tell(interaction, refusal or say(spoken_language(interaction), "rest_gone"))
            return
        for part in parts:
            await tell(interaction, part)
