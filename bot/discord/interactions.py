"""Buttons and commands as people use them: none ends in silence or is lost by a restart."""

import re
from collections.abc import Callable, Coroutine
from datetime import MAXYEAR, date
from functools import wraps
from typing import Any, Self, TypeVar

import discord
from discord import Locale, app_commands

from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.journal import explain
from footnote.bot.discord.language import LANGUAGES, menu_word, say


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


class CommandTranslator(app_commands.Translator):
    """Knows the menu's words in every language that has a catalogue; others see English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a word of the command menu in a locale."""
        language = locale.value.split("-")[0]
        return menu_word(language, string.message) if language in LANGUAGES else None


class BadDate(ValueError):
    """An option that is no date."""


def read_date(text: str | None, *, end: bool = False) -> date | None:
    """Return the day an option names; a bare month or year means its first or last day.

    Raises `BadDate` for what is none, and for years that no calendar here knows.
    """
    if not text:
        return None
    parts = text.strip().split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else (12 if end else 1)
        if len(parts) > 3:
            raise BadDate(text)
        if len(parts) == 3:
            return date(year, month, int(parts[2]))
        return _last_day(year, month) if end else date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise BadDate(text) from error


def _last_day(year: int, month: int) -> date:
    if (year, month) == (MAXYEAR, 12):
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
