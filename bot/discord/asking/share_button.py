"""The button under a private answer that shows it to everyone."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import LanguageName, say

_CUSTOM_ID = "share:all"


class ShareButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_CUSTOM_ID):
    """Posts the answer it stands under, with its other buttons, as the answer of who pressed it."""

    def __init__(self, language: LanguageName) -> None:
        super().__init__(
            discord.ui.Button(
                label=say(language, "share_button"),
                style=discord.ButtonStyle.secondary,
                custom_id=_CUSTOM_ID,
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
        """Show everyone, within the limits of questions."""
        message = interaction.message
        refusal = context_of(interaction).reception.pressed(interaction)
        if refusal is not None or message is None:
            await tell(interaction, refusal or "-")
            return
        view = discord.ui.View(timeout=None)
        for row in message.components:
            if isinstance(row, discord.ActionRow):
                for child in row.children:
                    if isinstance(child, discord.Button) and child.custom_id != _CUSTOM_ID:
                        view.add_item(discord.ui.Button.from_component(child))
        view.stop()  # so that discord.py does not keep it: the buttons find their own way back
        await interaction.response.send_message(
            message.content,
            view=view,
            suppress_embeds=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )
