"""Upkeep while the bot runs: answers are marked, quotes of deleted articles and old records go."""

import asyncio
import time
from contextlib import suppress

from discord.ext import commands

from footnote.bot.discord.context import BotContext
from footnote.bot.discord.corrections.marking import Corrections
from footnote.bot.discord.feedback.verdict import KEPT_DAYS, Quotes

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
