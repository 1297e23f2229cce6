"""`/library add | list | forget | status`, for the operators of a server."""

import shutil
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from footnote.bot.answering_service import Addition
from footnote.bot.discord.context import BotContext, tell
from footnote.bot.discord.language import LanguageName, day, say
from footnote.bot.discord.library.additions import GivenAddition, Running, too_big
from footnote.bot.discord.library.incoming import saved
from footnote.bot.discord.library.policy import not_let_in, target_library, title_of
from footnote.bot.discord.library.reports import OperatorReport
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.answers import describe
from footnote.bot.discord.rendering.markup import escape, shorten, split
from footnote.retrieval.errors import FootnoteError, LibraryMissing

_LISTED = 15
_MOST_CHOICES = 25
_MOST_ADDRESSES = 10
_LONGEST_ECHO = 100


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class LibraryCog(
    commands.GroupCog, group_name="library", group_description="Run this server's library"
):
    """The library of the channel a command is used in; everything is said in private."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in."""
        return self.context.reception.may_operate(interaction)

    async def resume(self) -> None:
        """Go on with what an earlier process left unread."""
        for given in await self.context.additions.left(self.context.share.shard):
            report = OperatorReport(self.client, given, self.context.journal)
            self.context.additions.queue(given, report)

    # --- add -------------------------------------------------------------------------------------

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
        """Take files and pages into the server's library."""
        context = self.context
        language = context.language_of(interaction)
        attachments = [one for one in (file, file_2, file_3) if one is not None]
        urls, others = _addresses(url or "")
        refusal = self._not_now(interaction, language)
        if refusal is None and not (attachments or urls or others):
            refusal = say(language, "library_nothing")
        if refusal is not None:
            await tell(interaction, refusal)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        folder = context.additions.folder(interaction.id)
        files, refused = await saved(attachments, folder, context.settings.attachment_max_mb)
        guild_id, limit = interaction.guild_id or 0, context.settings.megabytes_per_server
        if too_big(await context.additions.bytes_given(guild_id), files, limit):
            shutil.rmtree(folder, ignore_errors=True)
            await tell(interaction, say(language, "library_too_big", limit=limit))
            return
        library, lead = await target_library(context, interaction, language)
        strange = [say(language, "library_no_address", text=other) for other in others]
        given = GivenAddition(
            interaction.id,
            guild_id,
            interaction.channel.id if interaction.channel else 0,
            interaction.user.id,
            library,
            tuple(files),
            tuple(urls),
            (*strange, *refused),
            interaction.token,
            language,
        )
        report = OperatorReport(self.client, given, context.journal, lead)
        if files or urls:
            await context.additions.begin(given, report)
        else:
            await report.end("done", Addition(skipped=given.refused), "")

    def _not_now(self, interaction: discord.Interaction[Any], language: LanguageName) -> str | None:
        """Return why a server may add nothing just now."""
        refusal = not_let_in(self.context, interaction, language)
        if refusal is None and not self.context.additions.room(interaction.guild_id or 0):
            return say(language, "queue_full")
        return refusal

    # --- list, forget, status --------------------------------------------------------------------

    @app_commands.command(name="list", description="List the articles, newest first")
    async def list_articles(self, interaction: discord.Interaction[Any]) -> None:
        """List the newest articles."""
        context = self.context
        language = context.language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = await self._asked(interaction, language)
        if library is None:
            return
        try:
            heads = await context.service.articles(library)
        except LibraryMissing:
            heads = []
        if not heads:
            await tell(interaction, say(language, "library_empty"))
            return
        name = escape(title_of(context, interaction, library))
        lines = [say(language, "library_list", count=len(heads), library=name)]
        lines += [f"-# • {describe(head, language)}" for head in heads[:_LISTED]]
        if len(heads) > _LISTED:
            lines.append(say(language, "library_more", count=len(heads) - _LISTED))
        for part in split("\n".join(lines)):
            await tell(interaction, part)

    @app_commands.command(name="forget", description="Delete an article for good")
    @app_commands.describe(article="Type a part of its title")
    async def forget(self, interaction: discord.Interaction[Any], article: str) -> None:
        """Delete an article."""
        context = self.context
        language = context.language_of(interaction)
        library = self._writable(interaction)
        if library is None:
            asked = context.reception.library_at(place_of(interaction))
            key = "server_not_allowed" if asked is None else "library_read_only"
            await tell(interaction, say(language, key, library=escape(asked or "")))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await context.service.article(library, article)
        gone = await context.service.forget(library, [article]) if found else []
        if found is None or not gone:
            shown = escape(article)[:_LONGEST_ECHO].rstrip("\\")
            await tell(interaction, say(language, "library_unknown", id=shown))
            return
        await context.feedback.forget_quotes(library, found)
        await context.taught.forget_article(library, article)
        context.journal.note("library.forgot", library=library, article=article)
        await tell(interaction, say(language, "library_forgot", title=escape(found.head.title)))

    @forget.autocomplete("article")
    async def _complete_article(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        library = self._writable(interaction)
        if library is None or not self.context.reception.may_operate(interaction):
            return []
        try:
            heads = await self.context.service.articles(library)
        except FootnoteError:
            return []
        matching = [h for h in heads if typed.casefold() in h.title.casefold()]
        return [
            app_commands.Choice(name=shorten(head.title, 100), value=head.id)
            for head in matching[:_MOST_CHOICES]
        ]

    @app_commands.command(name="status", description="Show how much is in the library")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Show the library in numbers, and what is being read into it."""
        context = self.context
        language = context.language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = await self._asked(interaction, language)
        if library is None:
            return
        try:
            status = await context.service.status(library)
        except LibraryMissing:
            await tell(interaction, say(language, "library_empty"))
            return
        published = status.newest.published if status.newest else None
        text = say(
            language,
            "library_status",
            library=escape(title_of(context, interaction, library)),
            articles=status.articles,
            passages=status.passages,
            newest=day(published) if published else say(language, "undated"),
        )
        owned = context.policy.owned(interaction.guild_id or 0)
        lines = [_open(one, language) for name in owned for one in context.additions.of(name)]
        await tell(interaction, "\n".join([text, *lines]))

    @app_commands.command(name="feedback", description="What readers said of answers here")
    async def feedback(self, interaction: discord.Interaction[Any]) -> None:
        """Count this server's verdicts, and list the newest 👎 forms."""
        context, guild_id = self.context, interaction.guild_id or 0
        language = context.language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        counts = await context.feedback.counts(guild_id)
        lines = [f"👍 {counts.get('up', 0)} · 👎 {counts.get('down', 0)}"]
        for question, wanted in await context.feedback.latest(guild_id, _LISTED):
            asked, said = escape(shorten(question, 200)), escape(shorten(wanted, 200))
            lines.append(say(language, "feedback_line", question=asked, wanted=said))
        for part in split("\n".join(lines)):
            await tell(interaction, part)

    async def _asked(
        self, interaction: discord.Interaction[Any], language: LanguageName
    ) -> str | None:
        """Return the library asked from here; None where there is none, which is told."""
        library = self.context.reception.library_at(place_of(interaction))
        if library is None:
            await tell(interaction, say(language, "server_not_allowed"))
        return library

    def _writable(self, interaction: discord.Interaction[Any]) -> str | None:
        library = self.context.reception.library_at(place_of(interaction))
        guild_id = interaction.guild_id
        if library is None or guild_id is None:
            return None
        return library if self.context.policy.writable(guild_id, library) else None


def _addresses(text: str) -> tuple[list[str], list[str]]:
    """Return the web addresses among words, and the words that are none."""
    words = list(dict.fromkeys(text.split()))[:_MOST_ADDRESSES]
    urls = [word for word in words if word.lower().startswith(("http://", "https://"))]
    return urls, [word for word in words if word not in urls]


def _open(running: Running, language: LanguageName) -> str:
    if running.so_far is None:
        return "-# " + say(language, "library_in_line")
    return "-# " + say(language, "library_open", done=running.so_far.done)
