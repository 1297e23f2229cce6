"""The stage the stories are played on: the loopback Discord, the real library, the real models."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.discord_pictures import page
from footnote.bot.library_service import LibraryService
from footnote.bot.settings import Settings
from footnote.retrieval import Footnote

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "discord"))

from house import House  # noqa: E402
from loopback.interactions import Interaction  # noqa: E402
from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402

ARTICLES = ROOT / "samples" / "articles"


class Stage(House):
    """A house with a real library, and the means to draw what is seen in it."""

    def names(self, kind: str, thing: str) -> str:
        """Return the name behind a mention."""
        if kind == "user":
            return "@" + str(self.world.users[thing]["global_name"])
        if kind == "channel":
            return "# " + str(self.world.channels[thing]["name"])
        roles = [role for guild in self.world.guilds.values() for role in guild["roles"]]
        return "@" + next(str(role["name"]) for role in roles if role["id"] == thing)

    def draw(self, *messages: Payload) -> list[str]:
        """Draw messages."""
        return [page.message(message, self.names) for message in messages]

    def head(self, channel: Payload) -> str:
        """Draw the bar over a channel."""
        server = self.world.guilds[channel["guild_id"]]["name"]
        return page.header(channel["name"], server)

    async def command(self, command: str, /, **options: Any) -> Interaction:
        """Use a command as Ann and wait for what it says in the end."""
        return await self.responded(self.people.slash(self.ann, self.channel, command, **options))

    async def begin_process(self) -> None:
        """Start `footnote discord` in a process of its own."""
        settings = {
            "TOKEN": self.discord.token,
            "REST_BASE": self.discord.rest_base,
            "GATEWAY_URL": self.discord.gateway_url,
        }
        chosen = {f"FOOTNOTE_DISCORD__{name}": value for name, value in settings.items()}
        known = self.discord.gateway.identified
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            "discord",
            env={**os.environ, **chosen, "FOOTNOTE_HOME": str(self.home), "PYTHONPATH": str(ROOT)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        await self.world.until(lambda: self.discord.gateway.identified > known, within=90)

    async def end_process(self) -> None:
        """Ask that process to end, as a service manager does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        await self._process.wait()


@asynccontextmanager
async def stage(
    home: Path, articles: Path = ARTICLES, **answering: Any
) -> AsyncIterator[tuple[Stage, LibraryService]]:
    """Open a stage over articles, the samples' if none are named; the bot is not started yet."""
    contract = load_contract()
    if contract is None:
        raise SystemExit("Discord's API description is not in ../shared/discord")
    settings = Settings(home=home, **answering)
    with Footnote.open(home, create=True) as footnote:
        footnote.ingest([articles])
    service = LibraryService(settings)
    service.warm_up("default")
    async with LoopbackDiscord(contract) as discord:
        opened = Stage(discord, service, home)  # type: ignore[arg-type]  # a real service
        try:
            yield opened, service
        finally:
            await opened.stop()
            service.close()
            for problem in dict.fromkeys(discord.rest.problems):
                print("PROBLEM", problem)
