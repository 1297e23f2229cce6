"""Runs the bot from its settings until it is told to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.assembly import build_client, open_context
from footnote.bot.discord.endpoints import endpoints
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.supervision import Supervisor
from footnote.bot.discord.telemetry.health import HealthServer
from footnote.retrieval.errors import SettingsError
from footnote.retrieval.options import CatalogOptions


async def run_bot(
    settings: DiscordSettings,
    service: AnswerService,
    home: Path,
    *,
    catalog: CatalogOptions | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run until `stop` is set or the process is asked to end (SIGINT, SIGTERM).

    Its state is in the PostgreSQL of `catalog.url` where one is named, else in the home folder.

    Raises `SettingsError` without a token and where Discord refuses the settings, and
    `GatewayEnded` where the connection ended for good: whoever runs the process starts it again.
    """
    if settings.token is None:
        raise SettingsError("The Discord token is missing; see docs/discord.md.")
    stop = stop or _stop_on_signals()
    async with AsyncExitStack() as stack:
        stack.enter_context(endpoints(settings))
        context = open_context(settings, service, home, catalog)
        stack.callback(context.database.close)
        supervisor = Supervisor(lambda: build_client(context), context)
        if settings.health_port is not None:
            health = HealthServer(context, supervisor, settings.health_host, settings.health_port)
            await stack.enter_async_context(health)
        await supervisor.run(settings.token.get_secret_value(), stop)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
