"""Figures of a running bot and its health, over HTTP for whoever watches it."""

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import discord
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from footnote.bot.discord.context import BotContext


_LATENCY_BUCKETS_S = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0)


class Metrics:
    """Counts and timings since the start, in a registry of their own; gauges are read when asked.

    Names begin with `footnote_discord_`, counters end in `_total`.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = self._counter("questions", "Questions taken")
        self.answers = self._counter("answers", "Answers posted")
        self.refusals = self._counter("refusals", "Questions the articles do not answer")
        self.failures = self._counter("failures", "Questions that ended in an error")
        self.cancelled = self._counter("cancelled", "Questions withdrawn by their askers")
        self.turned_away = self._counter(
            "turned_away", "Questions not taken: limits, access, queue"
        )
        self.reconnects = self._counter("reconnects", "Gateway connections made anew")
        self.corrections = self._counter("corrections", "Answers marked, an article having changed")
        self.taught = self._counter("taught", "Messages that became articles")
        self.latency = Histogram(
            "footnote_discord_answer_seconds",
            "Time to a posted answer",
            buckets=_LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self._gauges: dict[str, Gauge] = {}

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a figure that is read whenever the metrics are; of one name the newest is read."""
        if name not in self._gauges:
            full = f"footnote_discord_{name}"
            self._gauges[name] = Gauge(full, meaning, registry=self.registry)
        self._gauges[name].set_function(read)

    def text(self) -> bytes:
        """Return everything in the text format scrapers read."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str) -> Counter:
        return Counter(f"footnote_discord_{name}", meaning, registry=self.registry)


class Running(Protocol):
    """Whoever runs the client, and replaces it."""

    @property
    def client(self) -> discord.Client | None:
        """The newest client."""
        ...


class HealthServer:
    """Serves `/health` (200 while connected or spare, else 503), `/metrics`; `port` 0 takes any."""

    def __init__(self, context: "BotContext", running: Running, host: str, port: int) -> None:
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
