"""Buttons and commands as people press them: none ends in silence or is lost by a restart."""

import re
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Self, TypeVar

import discord
from discord import app_commands

from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.language import say
from footnote.bot.discord.telemetry.failures import explain


class KeptButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"(?!)"):
    """A button that is rebuilt from its id, whichever process showed it.

    A subclass gives the `template` of its ids, whose match `rebuilt` gets. What is rebuilt is not
    shown again, so that its label need not be in the language it was shown in.
    """

    def __init__(
        self,
        custom_id: str,
        *,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(
            discord.ui.Button(label=label, emoji=emoji, style=style, custom_id=custom_id)
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        raise NotImplementedError

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from what Discord kept of it."""
        return cls.rebuilt(match)


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
