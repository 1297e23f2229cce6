"""The buttons that show the passage under a footnote, and turn its pages."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.guard import guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.escaping import shorten, visible
from footnote.bot.discord.rendering.extracts import PAGE, page_before, render_extract, render_page
from footnote.bot.discord.rendering.references import FOOTNOTE_PATTERN, FootnoteReference
from footnote.retrieval.article import Article

_LONGEST_LABEL = 40


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"page:(?P<article>[^:]+):(?P<start>\d+)",
):
    """Shows a page of an article from a character on."""

    def __init__(self, article_id: str, start: int, label: str = "→") -> None:
        self.article_id = article_id
        self.start = start
        super().__init__(
            discord.ui.Button(
                label=shorten(visible(label), _LONGEST_LABEL) or "→",
                style=discord.ButtonStyle.secondary,
                custom_id=f"page:{article_id}:{start}",
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
        return cls(match["article"], int(match["start"]))

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page; a page that is shown already is turned in place."""
        context, language = context_of(interaction), spoken_language(interaction)
        refusal = context.reception.opened(interaction)
        if refusal is not None:
            await tell(interaction, refusal)
            return
        message = interaction.message
        turning = message is not None and message.flags.ephemeral
        await interaction.response.defer(ephemeral=True, thinking=not turning)
        library = context.reception.library_at(place_of(interaction))
        article = await context.service.article(library, self.article_id) if library else None
        if article is None or self.start >= len(article.text):
            await tell(interaction, say(language, "passage_gone"))
            return
        text = render_page(article, self.start, language)
        view = page_turning(article, self.start, self.start + PAGE, language)
        if turning:
            await interaction.edit_original_response(content=text, view=view)
        else:
            await tell(interaction, text, view=view)


def page_turning(article: Article, start: int, end: int, language: LanguageName) -> discord.ui.View:
    """Return the buttons that lead from a span to the pages before and behind it."""
    view = discord.ui.View(timeout=None)
    if start > 0:
        before = page_before(article.text, start)
        view.add_item(PageButton(article.head.id, before, say(language, "page_before")))
    if end < len(article.text):
        view.add_item(PageButton(article.head.id, end, say(language, "page_behind")))
    return view


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
