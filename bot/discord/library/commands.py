"""`/library add | list | forget | status`, for the operators of a server."""

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot.answering_service import Addition
from bot.discord.asking.reception import place_of
from bot.discord.context import BotContext, context_of, spoken_language, tell
from bot.discord.language import LanguageName, day, say
from bot.discord.library.incoming import saved
from bot.discord.rendering.answers import describe
from bot.discord.rendering.escaping import escape, shorten
from bot.discord.rendering.splitting import split
from retrieval.errors import FootnoteError

_LISTED = 15
_MOST_CHOICES = 25
_NAMED_SKIPS = 8
_MOST_ADDRESSES = 10


def operator_only(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the one who acts may run the library; a check of commands."""
    return context_of(interaction).reception.may_operate(interaction)


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class LibraryCommands(app_commands.Group):
    """The library of the channel a command is used in; everything is said in private."""

    def __init__(self) -> None:
        super().__init__(name="library", description="Run this server's library")

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in."""
        return operator_only(interaction)

    @app_commands.command(name="add", description="Add articles from files and links")
    @app_commands.describe(
        file="A text, Markdown, HTML, PDF, Word, EPUB, CSV or JSON Lines file",
        file_2="Another file",
        file_3="Another file",
        url="A web page, or several with spaces between",
    )
    async def add(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        file_2: discord.Attachment | None = None,
        file_3: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """Take files and pages into the library."""
        context, language = context_of(interaction), spoken_language(interaction)
        library = _writable(interaction, context)
        if library is None:
            await tell(interaction, _read_only(interaction, language))
            return
        attachments = [one for one in (file, file_2, file_3) if one is not None]
        urls, others = _addresses(url or "")
        if not (attachments or urls or others):
            await tell(interaction, say(language, "library_nothing"))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with saved(attachments, context, library) as (files, refused):
            addition = Addition()
            if files or urls:
                addition = await context.service.add(library, files, urls)
        strange = [say(language, "library_no_address", text=other) for other in others]
        skipped = (*strange, *refused, *addition.skipped)
        context.journal.note("library.added", library=library, added=addition.added)
        await tell(interaction, _added(replace(addition, skipped=skipped), language))

    @app_commands.command(name="list", description="List the articles, newest first")
    async def list_articles(self, interaction: discord.Interaction[Any]) -> None:
        """List the newest articles."""
        context, language = context_of(interaction), spoken_language(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = context.reception.library_at(place_of(interaction.channel)) or ""
        heads = await context.service.articles(library)
        if not heads:
            await tell(interaction, say(language, "library_empty"))
            return
        lines = [say(language, "library_list", count=len(heads), library=escape(library))]
        lines += [f"-# • {describe(head, language)}" for head in heads[:_LISTED]]
        if len(heads) > _LISTED:
            lines.append(say(language, "library_more", count=len(heads) - _LISTED))
        for part in split("\n".join(lines)):
            await tell(interaction, part)

    @app_commands.command(name="forget", description="Delete an article for good")
    @app_commands.describe(article="Type a part of its title")
    async def forget(self, interaction: discord.Interaction[Any], article: str) -> None:
        """Delete an article."""
        context, language = context_of(interaction), spoken_language(interaction)
        library = _writable(interaction, context)
        if library is None:
            await tell(interaction, _read_only(interaction, language))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await context.service.article(library, article)
        gone = await context.service.forget(library, [article]) if found else []
        if found is None or not gone:
            await tell(interaction, say(language, "library_unknown", id=escape(article)[:100]))
            return
        context.feedback.forget_quotes(library, found)
        context.journal.note("library.forgot", library=library, article=article)
        await tell(interaction, say(language, "library_forgot", title=escape(found.head.title)))

    @forget.autocomplete("article")
    async def _complete_article(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = context_of(interaction)
        library = _writable(interaction, context)
        if library is None or not operator_only(interaction):
            return []
        try:
            heads = await context.service.articles(library)
        except FootnoteError:
            return []
        matching = [h for h in heads if typed.casefold() in h.title.casefold()]
        return [
            app_commands.Choice(name=shorten(head.title, 100), value=head.id)
            for head in matching[:_MOST_CHOICES]
        ]

    @app_commands.command(name="status", description="Show how much is in the library")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Show the library in numbers."""
        context, language = context_of(interaction), spoken_language(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = context.reception.library_at(place_of(interaction.channel)) or ""
        status = await context.service.status(library)
        published = status.newest.published if status.newest else None
        newest = day(language, published) if published else say(language, "undated")
        text = say(
            language,
            "library_status",
            library=escape(library),
            articles=status.articles,
            passages=status.passages,
            newest=newest,
        )
        await tell(interaction, text)


def _addresses(text: str) -> tuple[list[str], list[str]]:
    """Return the web addresses among words, and the words that are none."""
    words = list(dict.fromkeys(text.split()))[:_MOST_ADDRESSES]
    urls = [word for word in words if word.lower().startswith(("http://", "https://"))]
    return urls, [word for word in words if word not in urls]


def _writable(interaction: discord.Interaction[Any], context: BotContext) -> str | None:
    library = context.reception.library_at(place_of(interaction.channel))
    guild_id = interaction.guild_id
    if library is None or guild_id is None or not context.policy.writable(guild_id, library):
        return None
    return library


def _read_only(interaction: discord.Interaction[Any], language: LanguageName) -> str:
    library = context_of(interaction).reception.library_at(place_of(interaction.channel))
    return say(language, "library_read_only", library=escape(library or ""))


def _added(addition: Addition, language: LanguageName) -> str:
    lines = [
        say(
            language,
            "library_added",
            added=addition.added,
            changed=addition.changed,
            unchanged=addition.unchanged,
        )
    ]
    lines += ["-# " + escape(reason)[:300] for reason in addition.skipped[:_NAMED_SKIPS]]
    return "\n".join(lines)
