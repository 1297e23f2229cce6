"""The health endpoint and the metrics, over HTTP for whoever watches the bot."""

from types import TracebackType
from typing import Protocol, Self

import discord
from aiohttp import web

from footnote.bot.discord.context import BotContext


class Running(Protocol):
    """Whoever runs the client, and replaces it."""

    @property
    def client(self) -> discord.Client | None:
        """The newest client."""
        ...


class HealthServer:
    """Serves `/health` (200 while connected or spare, else 503), `/metrics`; `port` 0 takes any."""

    def __init__(self, context: BotContext, running: Running, host: str, port: int) -> None:
        self._context = context
        self._running = running
        self._host = host
        self.port = port
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        client = self._running.client
        ready = client is not None and client.is_ready()
        queue = self._context.desk.queue
        latency = client.latency if client is not None else 0.0
        spare = client is None and not self._context.share.held
        state = {
            "status": "ok" if ready else "spare" if spare else "disconnected",
            "servers": len(client.guilds) if client is not None else 0,
            "heartbeat_ms": round(latency * 1000, 1) if ready and latency == latency else None,  # noqa: PLR0124 - not a number before the first beat
            "waiting": queue.waiting,
            "running": queue.running,
        }
        return web.json_response(state, status=200 if ready or spare else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._context.metrics.text(), content_type="text/plain")
