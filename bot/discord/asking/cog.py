"""Asking: messages, `/ask` and the context menu, and what becomes of edited and deleted ones."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from footnote.bot.discord.asking.catching_up import (
    begun_reply,
    me_of,
    missed_messages,
    resume_pending,
)
from footnote.bot.discord.asking.listening import Heard
from footnote.bot.discord.asking.questions import RENEWED_S, when_back
from footnote.bot.discord.context import BotContext, context_of, tell
from footnote.bot.discord.interactions import BadDate, read_date
from footnote.bot.discord.language import say
from footnote.bot.discord.places import Place, place_of
from footnote.bot.discord.rendering.markup import escape, shorten, visible
from footnote.bot.discord.state import STORE_FAILED
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


_EDITED_AT_ONCE_S = 120.0
_EDITABLE_S = 24 * 3600.0


class AskingCog(commands.Cog):
    """Hears questions and hands them to the reception."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client
        self._find = app_commands.ContextMenu(name="Find in the articles", callback=self.find)
        self._keeping: list[asyncio.Task[None]] = []
        self._catching_up: dict[int, asyncio.Task[None]] = {}
        self._ask = ask_command(context)

    async def cog_load(self) -> None:
        """Add the command, whose limits are the settings', and the context menu."""
        self.client.tree.add_command(self._ask)
        self.client.tree.add_command(self._find)

    async def cog_unload(self) -> None:
        """Stop reading what was missed."""
        self.client.tree.remove_command(self._ask.name)
        self.client.tree.remove_command(self._find.name, type=self._find.type)
        for task in [*self._catching_up.values(), *self._keeping]:
            task.cancel()
        await self.context.questions.release()

    # --- commands --------------------------------------------------------------------------------

    async def find(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Look a message up, for the eyes of the one who asked alone."""
        text = visible(message.content)
        if not text:
            await tell(interaction, say(self.context.language_of(interaction), "no_question"))
            return
        asked = shorten(text, self.context.settings.question_max_chars)
        await self.context.reception.interaction(interaction, asked, private=True)

    # --- messages --------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hear a message; answer when it addresses the bot."""
        self.context.hearing.heard(message.id, self._shard_of(message))
        await self._consider(message, late=False)

    async def _consider(self, message: discord.Message, *, late: bool) -> None:
        context, me = self.context, me_of(self.client)
        if not context.listening.may_concern(message, me, context.places):
            return
        place = await context.placing.of_message(message, self.client)
        here = context.reception.settings_at(place)
        heard = await when_back(lambda: context.listening.hear(message, me, here))
        if heard is not None and (place.known or heard.called):
            await context.reception.message(message, heard, place, me, late=late)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a question anew when its words change, and one that now names the bot."""
        message = payload.message
        context, me = self.context, me_of(self.client)
        if message.edited_at is None or not context.listening.may_concern(
            message, me, context.places
        ):
            return
        if (message.edited_at - message.created_at).total_seconds() > _EDITABLE_S:
            return
        place = await context.placing.of_message(message, self.client)
        here = context.reception.settings_at(place)
        heard = await when_back(lambda: context.listening.hear(message, me, here))
        if heard is None:
            return
        before = await self._known(message.id)
        if before is None and not context.questions.heard(message.id):
            await context.reception.message(message, heard, place, me)
            return
        if await self._is_changed(message, heard):
            await self._answer_anew(message, heard, place, before)

    async def _known(self, question_id: int) -> tuple[str, int | None] | None:
        """Return what became of a question; None too where the store cannot tell."""
        try:
            return await when_back(lambda: self.context.questions.state(question_id))
        except STORE_FAILED as error:
            self.context.journal.failure("store.failed", error, question=question_id)
            return None

    async def _is_changed(self, message: discord.Message, heard: Heard) -> bool:
        changed = self.context.reception.changed(message.id, heard)
        if changed is not None:
            return changed
        # An earlier process answered it: whatever an edit soon after changed, it was the words.
        edited = message.edited_at or message.created_at
        return (self.context.hearing.now() - edited).total_seconds() < _EDITED_AT_ONCE_S

    async def _answer_anew(
        self,
        message: discord.Message,
        heard: Heard,
        place: Place,
        before: tuple[str, int | None] | None,
    ) -> None:
        context = self.context
        reply_id = context.desk.reply_of(message.id) or (before[1] if before else None)
        await context.desk.supersede(message.id)
        await context.questions.reopen(message.id)
        posted = None
        if reply_id is not None:
            try:
                posted = await begun_reply(self.client, context, message, reply_id)
            except STORE_FAILED as error:  # then the reply is found by its nonce
                context.journal.failure("store.failed", error, question=message.id)
        await context.reception.message(
            message, heard, place, me_of(self.client), posted=posted, again=True, edited=True
        )

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Stop the work on a question that was deleted."""
        self.context.desk.withdraw(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Stop the work on questions that were deleted."""
        for message_id in payload.message_ids:
            self.context.desk.withdraw(message_id)

    # --- outages ---------------------------------------------------------------------------------

    def connected(self, shard: int) -> None:
        """Look for what a shard missed before this session of its."""
        running = self._catching_up.get(shard)
        if running is None or running.done():
            self._catching_up[shard] = asyncio.create_task(self._catch_up(shard))

    async def _catch_up(self, shard: int) -> None:
        context = self.context
        try:
            if not self._keeping:
                steps = (context.questions.renew, self._resume)
                self._keeping = [asyncio.create_task(self._repeat(step)) for step in steps]
                await resume_pending(self.client, context, at_once=True)
            gap = context.hearing.gap(shard)
            if gap is not None and context.settings.catch_up_minutes:
                async for message in missed_messages(self.client, context, gap, shard):
                    context.hearing.heard(message.id, shard, live=False)
                    await self._consider(message, late=True)
            context.hearing.end_gap(shard)
            if gap is None:  # a first start: from here on everything is heard
                context.hearing.heard(self._newest(shard), shard, live=False)
        except Exception as error:  # noqa: BLE001 - a task nobody awaits must not end in silence
            context.journal.failure("catch_up.failed", error, shard=shard)

    async def _resume(self) -> None:
        await resume_pending(self.client, self.context)

    async def _repeat(self, step: Callable[[], Awaitable[None]]) -> None:
        """Hold on to what is answered here, or take over what a process that died left open."""
        while True:
            await asyncio.sleep(RENEWED_S)
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - as above
                self.context.journal.failure("leases.failed", error)

    def _newest(self, shard: int) -> int:
        """Return the newest message Discord names; ids tell its time, whatever this machine's."""
        newest = [me_of(self.client)]
        for guild in self.client.guilds:
            if guild.shard_id == shard:
                channels = [*guild.channels, *guild.threads]
                newest += [getattr(one, "last_message_id", None) or 0 for one in channels]
        return max(newest)

    @staticmethod
    def _shard_of(message: discord.Message) -> int:
        return message.guild.shard_id if message.guild is not None else 0
