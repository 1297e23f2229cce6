"""Upkeep while the bot runs: answers whose articles have changed are marked, old records go."""

import asyncio
import re
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self

import discord
from discord.abc import Messageable
from discord.ext import commands

from footnote.bot.discord.aftermath.posted import PostedAnswer
from footnote.bot.discord.aftermath.verdict import KEPT_DAYS, Quotes
from footnote.bot.discord.asking.branch import custom_ids, history_of, question_of
from footnote.bot.discord.asking.patience import UNREACHABLE, is_gone
from footnote.bot.discord.context import BotContext, context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, day, say
from footnote.bot.discord.places import Place
from footnote.bot.discord.rendering.answers import SUBTEXT
from footnote.bot.discord.rendering.markup import LIMIT, units
from footnote.retrieval.errors import FootnoteError


class AgainButton(KeptButton, template=r"again:ask"):
    """Finds the question on Discord and asks it anew."""

    ID = "again:ask"

    def __init__(self, language: LanguageName) -> None:
        super().__init__(
            self.ID, label=say(language, "ask_again_button"), style=discord.ButtonStyle.primary
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls("en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Ask again."""
        me = interaction.client.user.id if interaction.client.user else 0
        message = interaction.message
        question = await question_of(message, me) if message is not None else None
        if message is None or question is None:
            await tell(interaction, say(spoken_language(interaction), "question_gone"))
            return
        await context_of(interaction).reception.interaction(
            interaction, question, history=partial(history_of, message, me)
        )


_DAY_S = 24 * 3600
_OVERLAP_S = 5.0
_ROW = 5
_MOST_TRIES = 5


class Corrections:
    """Looks at a library when it has changed, and marks each answer concerned once."""

    def __init__(self, client: discord.Client, context: BotContext) -> None:
        self._client = client
        self._context = context
        self._looked: dict[str, tuple[int, float]] = {}
        self._tries: Counter[int] = Counter()

    async def look(self) -> int:
        """Mark what has to be marked in all libraries; return how many answers were."""
        days = self._context.settings.corrections_days
        since = time.time() - days * _DAY_S
        marked = 0
        for library in await self._context.posted.libraries(since) if days else ():
            try:
                marked += await self._look_at(library, since)
            except FootnoteError as error:
                self._context.journal.failure("corrections.failed", error, library=library)
        return marked

    async def _look_at(self, library: str, since: float) -> int:
        service = self._context.service
        started, generation = time.time(), await service.generation(library)
        known, looked_at = self._looked.get(library, (None, since))
        if known == generation:  # only answers since can rest on what is no longer there
            since = max(since, looked_at - _OVERLAP_S)
        shard = self._context.share.shard
        posted = await self._context.posted.unmarked(library, since)
        answers = [answer for answer in posted if shard.holds(answer.guild_id)]
        articles = sorted({article for answer in answers for article in answer.versions})
        now = await service.versions(library, articles) if articles else {}
        marked, failed = 0, False
        for answer in answers:
            changed = [a for a, version in answer.versions.items() if now.get(a) != version]
            if changed and await self._wanted(answer):
                removed = all(article not in now for article in changed)
                done = await self._mark(answer, removed=removed)
                failed = failed or done is None
                marked += done is True
        if not failed:  # what could not be edited is looked at again
            self._looked[library] = (generation, started)
        return marked

    async def _wanted(self, answer: PostedAnswer) -> bool:
        place = await self._place(answer)
        return self._context.reception.settings_at(place).corrections is not False

    async def _place(self, answer: PostedAnswer) -> Place:
        """Return where an answer stands; a thread that is gone counts as the server itself."""
        place = await self._context.placing.of_channel(
            answer.guild_id, answer.channel_id, self._client
        )
        return place if place.known else Place(answer.guild_id, (answer.channel_id,))

    async def _mark(self, answer: PostedAnswer, *, removed: bool) -> bool | None:
        """Mark an answer; False when it is gone, None when it has to be tried again.

        It is noted as marked when the mark stands: one that could not be written is not lost.
        """
        place = await self._place(answer)
        guild = self._client.get_guild(answer.guild_id or 0)
        locale = str(guild.preferred_locale) if guild else None
        language = self._context.reception.language_at(place, locale)
        on = day(datetime.now(UTC).date())
        text = f"{SUBTEXT}⚠️ " + say(language, "removed" if removed else "corrected", day=on)
        channel = self._client.get_partial_messageable(answer.channel_id, guild_id=answer.guild_id)
        try:
            await _append(channel, answer.message_id, text, _again_view(language))
        except UNREACHABLE as error:
            self._tries[answer.message_id] += 1
            if is_gone(error) or self._tries[answer.message_id] >= _MOST_TRIES:
                await self._context.posted.mark(answer.message_id)
                return False
            self._context.journal.failure("corrections.unmarked", error)
            return None
        await self._context.posted.mark(answer.message_id)
        self._context.metrics.corrections.inc()
        self._context.journal.note("answer.marked", message=answer.message_id)
        return True


async def _append(channel: Messageable, message_id: int, text: str, again: discord.ui.View) -> None:
    """Add a line and the button to an answer, beside the buttons it has; else reply with them."""
    message = await channel.fetch_message(message_id)
    if AgainButton.ID in custom_ids(message):  # marked before, and only the note of it was lost
        return
    content = f"{message.content}\n{text}"
    view = discord.ui.View.from_message(message, timeout=None)
    with suppress(ValueError):
        for item in again.children:
            item.row = _row_with_room(message)
            view.add_item(item)
        view.stop()  # so that discord.py does not keep it: the buttons find their own way back
        if units(content) <= LIMIT:
            await message.edit(
                content=content,
                view=view,
                suppress=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return
    await message.reply(
        text,
        view=again,
        mention_author=False,
        suppress_embeds=True,
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _again_view(language: LanguageName) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(AgainButton(language))
    return view


def _row_with_room(message: discord.Message) -> int:
    """Return the last row of buttons, or a new one where it is full."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    if not rows:
        return 0
    return len(rows) - 1 if len(rows[-1].children) < _ROW else len(rows)


_SWEEP_EVERY_S = 3600.0


class UpkeepCog(commands.Cog):
    """Looks for what became of articles, and deletes what is too old."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self._corrections = Corrections(client, context)
        self._quotes = Quotes(context)
        self._upkeep: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin."""
        self._upkeep = asyncio.create_task(self._run())

    async def cog_unload(self) -> None:
        """End."""
        if self._upkeep is not None:
            self._upkeep.cancel()
            with suppress(asyncio.CancelledError):
                await self._upkeep

    async def _run(self) -> None:
        swept_at = -_SWEEP_EVERY_S
        while True:
            try:
                if time.monotonic() - swept_at > _SWEEP_EVERY_S:
                    swept_at = time.monotonic()
                    await sweep(self.context, time.time() - KEPT_DAYS * 24 * 3600)
                await asyncio.sleep(self.context.settings.corrections_poll_s)
                await self._quotes.look()
                await self._corrections.look()
            except Exception as error:  # noqa: BLE001 - one failed look must not end the next ones
                self.context.journal.failure("corrections.failed", error)
                await asyncio.sleep(self.context.settings.corrections_poll_s)


async def sweep(context: BotContext, before: float) -> None:
    """Delete what is older than a moment, from the files too."""
    await context.questions.sweep(before)
    await context.posted.sweep(before)
    await context.feedback.sweep(before)
    await context.gaps.sweep(before)
    await context.database.scrub()
