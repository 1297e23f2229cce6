"""Buttons that outlive a restart: all they have to know stands in their id."""

import re
from typing import Any, Self

import discord


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
