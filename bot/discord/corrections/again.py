"""The button under an answer whose article has changed: asks the same question again."""

import re
from functools import partial
from typing import Any, Self

import discord

from footnote.bot.discord.asking.branch import history_of, question_of
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import LanguageName, say


class AgainButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"again:ask"
):
    """Finds the question on Discord and asks it anew."""

    ID = "again:ask"

    def __init__(self, language: LanguageName) -> None:
        super().__init__(
            discord.ui.Button(
                label=say(language, "ask_again_button"),
                style=discord.ButtonStyle.primary,
                custom_id=self.ID,
            )
        )

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from what Discord kept of it."""
        return cls("en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Ask again."""
        me = interaction.client.user.id if interaction.client.user else 0
        message = interaction.message
        question = await question_of(message, me) if message is not None else None
        if message is None or question is None:
            await tell(interaction, say(spoken_language(interaction), "question_gone"))
            return
        await context_of(interaction).reception.interaction(
            interaction, question, history=partial(history_of, message, me)
        )
