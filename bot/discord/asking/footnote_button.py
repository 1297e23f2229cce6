"""The button of a footnote: opens the passage privately, the quote highlighted."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.asking.page_button import page_turning
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.escaping import shorten, visible
from footnote.bot.discord.rendering.extracts import render_extract
from footnote.bot.discord.rendering.references import FOOTNOTE_PATTERN, FootnoteReference

_LONGEST_TITLE = 30


class FootnoteButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=FOOTNOTE_PATTERN
):
    """Shows what a footnote stands on, from the library its channel asks now."""

    def __init__(self, reference: FootnoteReference, title: str = "") -> None:
        self.reference = reference
        label = f"{reference.marker} {shorten(visible(title), _LONGEST_TITLE)}".strip()
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=reference.custom_id,
            )
        )

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from what Discord kept of it."""
        reference = FootnoteReference.parse(getattr(item, "custom_id", ""))
        if reference is None:
            raise ValueError("a footnote button without a footnote")
        return cls(reference)

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the passage to the one who pressed."""
        context, language = context_of(interaction), spoken_language(interaction)
        refusal = context.reception.opened(interaction)
        if refusal is not None:
            await tell(interaction, refusal)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = context.reception.library_at(place_of(interaction))
        article = (
            await context.service.article(library, self.reference.article_id) if library else None
        )
        if article is None or not self.reference.holds(article.text):
            await tell(interaction, say(language, "passage_gone"))
            return
        start, end = self.reference.start, self.reference.end
        view = page_turning(article, start, end, language)
        await tell(interaction, render_extract(article, start, end, language), view=view)
