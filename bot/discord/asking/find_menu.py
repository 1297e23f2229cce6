"""The context menu “Find in the articles”: what do the articles say about this message?"""

from typing import Any

import discord
from discord import app_commands

from bot.discord.context import context_of, spoken_language, tell
from bot.discord.language import say
from bot.discord.rendering.escaping import shorten, visible


def find_menu() -> app_commands.ContextMenu:
    """Return the menu entry; its answer is for the one who asked alone."""

    async def find(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        text = visible(message.content)
        if not text:
            await tell(interaction, say(spoken_language(interaction), "no_question"))
            return
        context = context_of(interaction)
        asked = shorten(text, context.settings.question_max_chars)
        await context.reception.interaction(interaction, asked, private=True)

    return app_commands.ContextMenu(name="Find in the articles", callback=find)
