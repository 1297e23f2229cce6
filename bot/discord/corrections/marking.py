"""Marks answers whose articles have been replaced or removed since."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import discord
from discord.abc import Messageable

from bot.discord.answer_buttons import again_view
from bot.discord.asking.inquiry import Place
from bot.discord.context import BotContext
from bot.discord.corrections.posted import PostedAnswer
from bot.discord.language import day, say
from bot.discord.rendering.answers import SUBTEXT
from bot.discord.rendering.splitting import LIMIT, units
from bot.discord.telemetry.failures import is_gone
from retrieval.errors import FootnoteError

_DAY_S = 24 * 3600
_OVERLAP_S = 5.0
_ROW = 5


class Corrections:
    """Looks at a library when it has changed, and marks each answer concerned once."""

    def __init__(self, client: discord.Client, context: BotContext) -> None:
        self._client = client
        self._context = context
        self._looked: dict[str, tuple[int, float]] = {}

    async def look(self) -> int:
        """Mark what has to be marked in all libraries; return how many answers were."""
        days = self._context.settings.corrections_days
        since = time.time() - days * _DAY_S
        marked = 0
        for library in self._context.posted.libraries(since) if days else ():
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
        answers = self._context.posted.unmarked(library, since)
        articles = sorted({article for answer in answers for article in answer.versions})
        now = await service.versions(library, articles) if articles else {}
        marked = 0
        for answer in answers:
            changed = [a for a, version in answer.versions.items() if now.get(a) != version]
            if changed and self._wanted(answer) and self._context.posted.mark(answer.message_id):
                removed = all(article not in now for article in changed)
                marked += await self._mark(answer, removed=removed)
        self._looked[library] = (generation, started)
        return marked

    def _wanted(self, answer: PostedAnswer) -> bool:
        place = Place(answer.guild_id, (answer.channel_id,))
        return self._context.reception.settings_at(place).corrections is not False

    async def _mark(self, answer: PostedAnswer, *, removed: bool) -> bool:
        place = Place(answer.guild_id, (answer.channel_id,))
        guild = self._client.get_guild(answer.guild_id or 0)
        locale = str(guild.preferred_locale) if guild else None
        language = self._context.reception.language_at(place, locale)
        on = day(language, datetime.now(UTC).date())
        text = f"{SUBTEXT}⚠️ " + say(language, "removed" if removed else "corrected", day=on)
        channel = self._client.get_partial_messageable(answer.channel_id, guild_id=answer.guild_id)
        try:
            await _append(channel, answer.message_id, text, again_view(language))
        except discord.HTTPException as error:
            if not is_gone(error):
                self._context.journal.failure("corrections.unmarked", error)
            return False
        self._context.metrics.count("corrections")
        self._context.journal.note("answer.marked", message=answer.message_id)
        return True


async def _append(channel: Messageable, message_id: int, text: str, again: discord.ui.View) -> None:
    """Add a line and the button to an answer, beside the buttons it has; else reply with them."""
    message = await channel.fetch_message(message_id)
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


def _row_with_room(message: discord.Message) -> int:
    """Return the last row of buttons, or a new one where it is full."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    if not rows:
        return 0
    return len(rows) - 1 if len(rows[-1].children) < _ROW else len(rows)
