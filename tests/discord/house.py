"""The usual scene of the stories: a server, a channel, two people, and the bot."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from loopback.interactions import Interaction
from loopback.payloads import Payload
from loopback.server import LoopbackDiscord
from pydantic import SecretStr
from scripted_service import ScriptedService

from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.running import run_bot
from footnote.bot.library_service import LibraryService
from footnote.bot.settings import Settings
from footnote.retrieval.options import CatalogOptions


class House:
    """Starts and stops the bot, and asks as Ann in #reading of one server."""

    def __init__(self, loopback: LoopbackDiscord, service: ScriptedService, home: Path) -> None:
        self.discord = loopback
        self.world = loopback.world
        self.people = loopback.people
        self.service = service
        self.home = home
        self.catalog: CatalogOptions | None = None
        self.ann = self.world.person("ann")
        self.ben = self.world.person("ben")
        self.guild = self.world.guild("Reading Room", self.ann, self.ben)
        self.channel = self.world.channel(self.guild, "reading")
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None

    def settings(self, **changes: Any) -> DiscordSettings:
        """Return settings for this loopback, quick where a test need not wait."""
        chosen = {
            "token": SecretStr(self.discord.token),
            "rest_base": self.discord.rest_base,
            "gateway_url": self.discord.gateway_url,
            "guild_ready_timeout_s": 0.05,
            "backoff_s": 0.05,
            "backoff_max_s": 0.5,
            "shutdown_grace_s": 2.0,
            "corrections_poll_s": 0.1,
            "edit_interval_s": 0.1,
            "questions_per_user_per_minute": 100,
            "questions_per_server_per_minute": 1000,
        }
        return DiscordSettings(**(chosen | changes))

    async def start(self, *, wait: bool = True, **changes: Any) -> None:
        """Start the bot and wait until it listens."""
        before = self.discord.gateway.identified
        self._stop = asyncio.Event()
        settings = self.settings(**changes)
        run = run_bot(settings, self.service, self.home, catalog=self.catalog, stop=self._stop)
        self._running = asyncio.create_task(run)
        if wait:
            gateway = self.discord.gateway
            await self.world.until(
                lambda: self._ended() or gateway.identified > before, what="the bot connects"
            )
            await asyncio.sleep(0.15)

    def _ended(self) -> bool:
        assert self._running is not None
        if self._running.done():
            self._running.result()
        return False

    async def stop(self) -> None:
        """Ask the bot to end, and wait until it has."""
        if self._running is not None:
            self._stop.set()
            await self._running
            self._running = None

    async def start_process(self, kind: str = "stuck", **changes: Any) -> None:
        """Start the bot in a process of its own; see `bot_process.py` for the kinds."""
        before = self.discord.gateway.identified
        script = Path(__file__).with_name("bot_process.py")
        settings = self.settings(token=None, **changes).model_dump_json()
        url = self.catalog.url if self.catalog is not None else None
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(script), self.discord.token, settings, str(self.home), kind),
            *([url.get_secret_value()] if url is not None else []),
        )
        gateway = self.discord.gateway
        await self.world.until(lambda: gateway.identified > before, within=60)
        await asyncio.sleep(0.3)

    async def terminate_process(self, within_s: float) -> None:
        """Ask that process to end, as systemd and containers do; it has so long."""
        assert self._process is not None
        self._process.terminate()
        await asyncio.wait_for(self._process.wait(), within_s)
        self.discord.gateway.forget_sessions()

    async def kill_process(self) -> None:
        """End that process at once: no drain, no last word."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        self.discord.gateway.forget_sessions()

    async def bury_process(self) -> None:
        """End that process where a test that failed has left it."""
        if self._process is not None and self._process.returncode is None:
            await self.kill_process()

    async def ended(self) -> None:
        """Wait until the bot ends by itself; raises what ended it."""
        assert self._running is not None
        running, self._running = self._running, None
        await running

    # --- asking ----------------------------------------------------------------------------------

    async def answered(self, question: Payload) -> Payload:
        """Wait for the finished answer to a message: one with buttons, or a last sentence."""
        return await self.world.until(
            lambda: next((m for m in self.world.replies_to(question) if finished(m)), None),
            what=f"an answer to {question['content']!r}",
        )

    async def ask(self, text: str, **more: Any) -> Payload:
        """Ask as Ann in #reading and wait for the finished answer."""
        return await self.answered(self.people.ask(self.ann, self.channel, text, **more))

    async def responded(self, interaction: Interaction) -> Interaction:
        """Wait for a command's finished response."""
        await self.world.until(
            lambda: interaction.original and finished(interaction.original),
            what=f"a response to {interaction.name}",
        )
        return interaction

    async def pause(self, seconds: float) -> None:
        """Let the bot do what it should not do, if it does."""
        await asyncio.sleep(seconds)

    async def slash(self, command: str, person: Payload | None = None, /, **options: Any) -> str:
        """Use a command in #reading and return what it says in the end."""
        started = self.people.slash(person or self.ann, self.channel, command, **options)
        return (await self.responded(started)).text


@asynccontextmanager
async def open_house(
    loopback: LoopbackDiscord, service: ScriptedService, home: Path
) -> AsyncIterator[House]:
    """A house whose bot is stopped in the end."""
    house = House(loopback, service, home)
    try:
        yield house
    finally:
        await house.stop()
        await house.bury_process()


@asynccontextmanager
async def open_started_house(
    loopback: LoopbackDiscord, settings: Settings, home: Path
) -> AsyncIterator[House]:
    """A house whose bot answers from the real libraries of the settings, with models loaded."""
    service = LibraryService(settings)
    service.warm_up("default")
    try:
        async with open_house(loopback, service, home) as house:  # type: ignore[arg-type]
            await house.start()
            yield house
    finally:
        service.close()


def finished(message: Payload) -> bool:
    """Whether a message of the bot says its last word."""
    content = message["content"]
    waiting = ("Looking through", "Waiting: number", "…still reading", "Buscando en", "En espera")
    return bool(content) and not any(words in content for words in waiting)
