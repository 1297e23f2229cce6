"""`/ask`: a question with optional dates and source, and an answer for oneself alone."""

from typing import Any

import discord
from discord import app_commands

from footnote.bot.discord.context import BotContext, context_of, tell
from footnote.bot.discord.dates import BadDate, read_date
from footnote.bot.discord.language import say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.escaping import escape, shorten, visible
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import Filters

Choices = list[app_commands.Choice[str]]
_MOST_CHOICES = 25
_LONGEST_ECHO = 60


def ask_command(context: BotContext) -> app_commands.Command[Any, ..., None]:
    """Return the command; Discord itself keeps questions within the settings' length."""
    longest = context.settings.question_max_chars

    @app_commands.command(name="ask", description="Ask the articles a question")
    @app_commands.describe(
        question="What do you want to know?",
        since="Only articles from this date on (2026-03-31, 2026-03 or 2026)",
        until="Only articles up to this date",
        source="Only articles from this source",
        private="Show the answer to me alone",
    )
    @app_commands.autocomplete(since=_complete_date, until=_complete_date, source=_complete_source)
    async def ask(
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, longest],
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        source: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        try:
            filters = Filters(read_date(since), read_date(until, end=True), source or None)
        except BadDate as error:
            value = escape(shorten(str(error), _LONGEST_ECHO))
            language = context.language_of(interaction)
            await tell(interaction, say(language, "settings_bad_date", value=value))
            return
        reception = context.reception
        text = visible(question)
        await reception.interaction(interaction, text, filters=filters, private=private)

    return ask


async def _articles(interaction: discord.Interaction[Any]) -> list[ArticleHead]:
    """Return the articles of this place's library, or none where they cannot be had."""
    context = context_of(interaction)
    if context.reception.opened(interaction) is not None:
        return []
    library = context.reception.library_at(place_of(interaction))
    try:
        return await context.service.articles(library) if library else []
    except FootnoteError:
        return []


async def _complete_source(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Offer the sources of this place's library."""
    names = sorted({head.source for head in await _articles(interaction) if head.source})
    matching = [name for name in names if typed.casefold() in name.casefold()]
    return [_choice(name) for name in matching[:_MOST_CHOICES]]


async def _complete_date(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Offer the months in which this place's library has articles, newest first."""
    dates = [head.published for head in await _articles(interaction)]
    months = {published.isoformat()[:7] for published in dates if published}
    matching = [month for month in sorted(months, reverse=True) if month.startswith(typed[:7])]
    return [_choice(name) for name in matching[:_MOST_CHOICES]]


def _choice(name: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=name[:100], value=name[:100])
