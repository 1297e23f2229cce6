"""Runs the bot from its settings until it is told to stop."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from bot.answering_service import AnswerService
from bot.discord.about import KEPT_DAYS
from bot.discord.assembly import build_client, open_context
from bot.discord.context import BotContext
from bot.discord.corrections.marking import Corrections
from bot.discord.endpoints import endpoints
from bot.discord.feedback.quotes import Quotes
from bot.discord.options import DiscordSettings
from bot.discord.supervision import supervise
from bot.discord.telemetry.health import HealthServer
from retrieval.errors import SettingsError

_SWEEP_EVERY_S = 3600.0


async def run_bot(
    settings: DiscordSettings,
    service: AnswerService,
    home: Path,
    *,
    stop: asyncio.Event | None = None,
) -> None:
    """Run until `stop` is set or the process is asked to end (SIGINT, SIGTERM).

    Raises `SettingsError` without a token and where Discord refuses the settings.
    """
    if settings.token is None:
        raise SettingsError("The Discord token is missing; see docs/discord.md.")
    stop = stop or _stop_on_signals()
    context = open_context(settings, service, home)
    async with AsyncExitStack() as stack:
        stack.enter_context(endpoints(settings))
        stack.callback(context.database.close)
        client = build_client(context)
        if settings.health_port is not None:
            health = HealthServer(context, client, settings.health_host, settings.health_port)
            await stack.enter_async_context(health)
        upkeep = asyncio.create_task(
            _upkeep(context, Corrections(client, context), Quotes(context))
        )
        try:
            await supervise(client, context, settings.token.get_secret_value(), stop)
        finally:
            upkeep.cancel()
            with suppress(asyncio.CancelledError):
                await upkeep


async def _upkeep(context: BotContext, corrections: Corrections, quotes: Quotes) -> None:
    """Look for what became of articles and delete what is too old, for as long as the bot runs."""
    swept_at = -_SWEEP_EVERY_S
    while True:
        if time.monotonic() - swept_at > _SWEEP_EVERY_S:
            swept_at = time.monotonic()
            before = time.time() - KEPT_DAYS * 24 * 3600
            context.questions.sweep(before)
            context.posted.sweep(before)
        await asyncio.sleep(context.settings.corrections_poll_s)
        try:
            await quotes.look()
            await corrections.look()
        except Exception as error:  # noqa: BLE001 - one failed look must not end the next ones
            context.journal.failure("corrections.failed", error)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
