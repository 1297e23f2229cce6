"""The button that ends an addition."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import LanguageName, say


class StopButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"stop-add:(?P<id>\d+)"
):
    """Ends what is being read; what was read before stays."""

    def __init__(self, addition_id: int, language: LanguageName) -> None:
        self.addition_id = addition_id
        super().__init__(
            discord.ui.Button(
                label=say(language, "library_cancel_button"),
                style=discord.ButtonStyle.danger,
                custom_id=f"stop-add:{addition_id}",
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
        return cls(int(match["id"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Stop, for operators."""
        context, language = context_of(interaction), spoken_language(interaction)
        if not context.reception.may_operate(interaction):
            await tell(interaction, say(language, "operators_only"))
            return
        ended = context.additions.stop(self.addition_id, interaction.guild_id or 0)
        await tell(
            interaction, say(language, "library_cancelling" if ended else "library_add_gone")
        )
