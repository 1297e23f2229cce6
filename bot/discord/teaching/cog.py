"""*Apps → Add to the articles*, channels that are sources, and what was asked in vain."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.context import BotContext, tell
from footnote.bot.discord.language import say
from footnote.bot.discord.library.policy import not_let_in, target_library
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.markup import escape, shorten, split
from footnote.bot.discord.teaching.gaps import grouped
from footnote.bot.discord.teaching.helping import Helping
from footnote.bot.discord.teaching.sources import Sources
from footnote.bot.discord.teaching.store import Source, Taught
from footnote.bot.discord.teaching.teacher import TakeBackButton, Teacher, lesson_of
from footnote.retrieval.errors import FootnoteError

_LISTED = 15
_LOOKED_AT = 500
_CHECKED = 500
_LONGEST_QUESTION = 200
SourceChannel = discord.TextChannel | discord.ForumChannel


class TeachingCog(commands.Cog):
    """Operators' commands of teaching, within `/library`; messages are heard for the sources."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client
        self.teacher = Teacher(context)
        self.sources = Sources(client, context, self.teacher)
        self.helping = Helping(client, context)
        self.teacher.learnt = self.helping.learnt
        self._add = app_commands.ContextMenu(name="Add to the articles", callback=self.add)
        self._add.default_permissions = discord.Permissions(manage_guild=True)
        self._add.guild_only = True
        self._commands: tuple[app_commands.Command[Any, ..., Any], ...] = (
            app_commands.Command(
                name="source",
                description="Let a channel's messages be articles",
                callback=self.source,
            ),
            app_commands.Command(
                name="gaps",
                description="What was asked and the articles do not answer",
                callback=self.gaps,
            ),
        )
        self._started = False

    async def cog_load(self) -> None:
        """Add the context menu and the commands, and listen to what the articles leave open."""
        self.client.tree.add_command(self._add)
        group = self.client.tree.get_command("library")
        if isinstance(group, app_commands.Group):
            for command in self._commands:
                group.add_command(command)
        aftermath = self.context.desk.aftermath
        aftermath.unanswered, aftermath.answered = self.helping.unanswered, self.helping.answered

    async def cog_unload(self) -> None:
        """Stop the work under way; the next start brings everything in step."""
        self.client.tree.remove_command(self._add.name, type=self._add.type)
        await self.sources.stop()
        await self.helping.stop()

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let operators in: the check of the group around the commands is not asked for these."""
        return self.context.reception.may_operate(interaction)

    # --- a message -------------------------------------------------------------------------------

    async def add(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Make an article of a message, and tell its author."""
        context = self.context
        language = context.language_of(interaction)
        if not context.reception.may_operate(interaction):
            await tell(interaction, say(language, "operators_only"))
            return
        if not message.content.strip():
            await tell(interaction, say(language, "teach_empty"))
            return
        refusal = not_let_in(context, interaction, language)
        if refusal is not None:
            await tell(interaction, refusal)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        library, lead = await target_library(context, interaction, language)
        known = await context.taught.get([message.id])
        if not known and await self.teacher.room(library) <= 0:
            await tell(interaction, say(language, "library_full"))
            return
        gap = None
        if message.reference is not None and message.reference.message_id is not None:
            gap = await context.gaps.of_notice(message.reference.message_id)
        message.guild = message.guild or interaction.guild
        title = gap.question if gap is not None else None  # empty once it has an answer
        lesson = lesson_of(message, title=title, from_source=False)
        (article_id,) = await self.teacher.teach(library, [lesson])
        if article_id is None:
            await tell(interaction, say(language, "teach_empty"))
            return
        context.journal.note("library.taught", library=library, message=message.id)
        name = escape(lesson.article.title)
        done = say(language, "teach_done", title=name)
        await tell(interaction, f"{lead}\n{done}" if lead else done)
        if message.author.id != interaction.user.id and not message.author.bot:
            await self._tell_author(message, lesson.article.url)

    async def _tell_author(self, message: discord.Message, link: str) -> None:
        guild = self.client.get_guild(message.guild.id) if message.guild else None
        locale = str(guild.preferred_locale) if guild is not None else None
        language = self.context.reception.language_for(locale)
        view = discord.ui.View(timeout=None)
        view.add_item(TakeBackButton(message.id, language))
        try:
            await message.author.send(
                say(language, "teach_author", link=link),
                view=view,
                suppress_embeds=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except (*UNREACHABLE, AttributeError) as error:
            self.context.journal.failure("author.untold", error, message=message.id)

    # --- sources ---------------------------------------------------------------------------------

    @app_commands.describe(
        channel="An announcement, FAQ or other text channel, or a forum",
        on="Whether its messages are articles",
        tag="Of a forum, only posts with this tag, e.g. Solved",
    )
    async def source(
        self,
        interaction: discord.Interaction[Any],
        channel: SourceChannel,
        on: bool = True,
        tag: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        """Begin or end to keep the library like a channel."""
        context = self.context
        language = context.language_of(interaction)
        refusal = not_let_in(context, interaction, language) if on else None
        if refusal is not None:
            await tell(interaction, refusal)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        shown = f"<#{channel.id}>"
        if not on:
            known = await context.taught.of_channel(channel.id)
            await context.taught.remove_source(channel.id)
            await self.teacher.withdraw(list(known))
            await tell(interaction, say(language, "source_off", channel=shown, count=len(known)))
            return
        library, lead = await target_library(context, interaction, language)
        source = Source(channel.id, interaction.guild_id or 0, library, tag or "")
        await context.taught.add_source(source)
        self.sources.read(source)
        lines = [*([lead] if lead else []), say(language, "source_on", channel=shown)]
        if not context.settings.message_content:
            lines.append(say(language, "needs_content_hint"))
        await tell(interaction, "\n".join(lines))

    # --- gaps ------------------------------------------------------------------------------------

    async def gaps(self, interaction: discord.Interaction[Any]) -> None:
        """List open questions grouped by meaning, most asked first."""
        await list_gaps(self.context, interaction)

    # --- events ----------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hear a source."""
        await self.sources.heard(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit, in a source or of a message that is an article by hand."""
        message = payload.message
        if message.edited_at is None:
            return
        await self.sources.heard(message)
        for taught in await self.context.taught.get([message.id]):
            if not taught.from_source:
                await self._follow(message, taught)

    async def _follow(self, message: discord.Message, taught: Taught) -> None:
        """Let an article by hand say what its message says since an edit."""
        if message.edited_at is None or not message.content.strip():
            return
        lesson = lesson_of(message, from_source=False)
        if lesson.version != taught.version:
            await self.teacher.teach(taught.library, [lesson])

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Delete the article of a message that is gone."""
        await self._deleted([payload.message_id], payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Delete the articles of messages that are gone."""
        await self._deleted(list(payload.message_ids), payload.channel_id)

    async def _deleted(self, message_ids: list[int], channel_id: int) -> None:
        await self.sources.deleted(message_ids, channel_id)
        taught = await self.context.taught.get(message_ids)
        await self.teacher.withdraw([one.message_id for one in taught if not one.from_source])

    @commands.Cog.listener()
    async def on_thread_update(self, _before: discord.Thread, after: discord.Thread) -> None:
        """Look at a post again: its tag may say that it is solved."""
        await self.sources.post_changed(after)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Delete the articles of a thread that is gone, or of a post."""
        self.sources.post_deleted(payload.thread_id, payload.parent_id)
        await self._gone_with(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Delete the articles of a channel that is gone."""
        source = self.context.taught.sources.get(channel.id)
        if source is not None:
            self.sources.read(source)
        await self._gone_with(channel.id)

    async def _gone_with(self, channel_id: int) -> None:
        gone = await self.context.taught.by_hand_in(channel_id)
        await self.teacher.withdraw([one.message_id for one in gone])

    async def start(self) -> None:
        """Bring everything in step after a start."""
        if self._started:
            return
        self._started = True
        self.sources.read_all()
        for taught in await self.context.taught.by_hand(_CHECKED):
            if not self.context.share.shard.holds(taught.guild_id):
                continue
            channel = self.client.get_partial_messageable(
                taught.channel_id, guild_id=taught.guild_id
            )
            try:
                message = await channel.fetch_message(taught.message_id)
            except discord.NotFound:
                await self.teacher.withdraw([taught.message_id])
            except UNREACHABLE:
                continue
            else:
                await self._follow(message, taught)


async def list_gaps(context: BotContext, interaction: discord.Interaction[Any]) -> None:
    """Say in private what was asked here in vain, grouped by meaning, most asked first."""
    language = context.language_of(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    library = context.reception.library_at(place_of(interaction)) or ""
    guild_id = interaction.guild_id
    open_gaps = await context.gaps.open_in(library, _LOOKED_AT)
    mine = [gap for gap in open_gaps if gap.guild_id == guild_id]
    try:
        groups = await grouped(mine, context.service)
    except FootnoteError as error:
        context.journal.failure("gap.unlooked", error, library=library)
        groups = []
    if not groups:
        await tell(interaction, say(language, "gaps_none"))
        return
    lines = [say(language, "gaps_list", count=len(mine))]
    for group in groups[:_LISTED]:
        shown = escape(shorten(group.question, _LONGEST_QUESTION))
        lines.append(say(language, "gaps_line", question=shown, count=group.count))
    for part in split("\n".join(lines)):
        await tell(interaction, part)
