"""No command or button ends in silence: what it raises becomes a sentence and a log line."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

import discord
from discord import app_commands

from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.language import say
from footnote.bot.discord.telemetry.failures import explain

Item = TypeVar("Item")
Press = Callable[[Item, discord.Interaction[Any]], Coroutine[Any, Any, None]]


def guarded(press: Press[Item]) -> Press[Item]:
    """Wrap a button's callback, whose errors discord.py would only log."""

    @wraps(press)
    async def callback(item: Item, interaction: discord.Interaction[Any]) -> None:
        try:
            await press(item, interaction)
        except Exception as error:  # noqa: BLE001 - the seam where nothing may end in silence
            await report(interaction, error)

    return callback


async def report(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the one who acted that it failed, and log why."""
    context, language = context_of(interaction), spoken_language(interaction)
    if isinstance(error, app_commands.CheckFailure):
        sentence = say(language, "operators_only")
    else:
        cause = getattr(error, "original", error)
        sentence = explain(context.journal, cause, language, interaction=interaction.id)
    try:
        await tell(interaction, sentence)
    except UNREACHABLE as again:
        context.journal.failure("interaction.unheard", again, interaction=interaction.id)


class GuardedTree(app_commands.CommandTree[Any]):
    """A command tree that answers errors."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell and log."""
        await report(interaction, error)
