"""Bots that share PostgreSQL, killed at random: is a question lost, or answered twice, or late?

    python -m benchmarks.many_bots --bots 3 --questions 300 --kills 20 --seed 1

Each bot is a process with a home of its own; all talk to the loopback Discord of the tests and to a
PostgreSQL out of the wheel the tests use. A killed one is started again after one to three seconds.
Every question has an asker of its own. Counted are questions without an answer, those with any
second message in the channel or directly, and for each kill of a bot that was connected how long
its shard was without one, and how long until what it had left open was answered. With `--away 30`
PostgreSQL is stopped for so many seconds in the middle.
"""

import argparse
import asyncio
import logging
import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "discord"))
warnings.simplefilter("ignore", DeprecationWarning)

from house import House  # noqa: E402
from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402
from pydantic import SecretStr  # noqa: E402
from scripted_service import ScriptedService  # noqa: E402

from footnote.bot.discord.options import DiscordSettings  # noqa: E402
from footnote.bot.discord.running import run_bot  # noqa: E402
from footnote.bot.discord.state import open_state  # noqa: E402
from footnote.retrieval.options import CatalogOptions  # noqa: E402
from tests.support.postgres import Postgres, running_postgres  # noqa: E402

OPENED = "When was the Marsh Bridge opened?"
ANSWER = "May 1931"
_LOOK_S = 0.1
_SENTENCE_S = 0.4
_PATIENCE_S = 90.0


@dataclass
class Asked:
    """A question, when a bot that had it was killed first, and when its answer stood."""

    message: Payload
    guild: Payload
    asker: Payload
    killed_at: float | None = None
    answered_at: float | None = None


@dataclass
class Found:
    """What was seen on the way."""

    asked: list[Asked] = field(default_factory=list)
    kills: int = 0
    without: dict[int, float] = field(default_factory=dict)
    takeovers_s: list[float] = field(default_factory=list)

    def waiting(self) -> list[Asked]:
        """Return the questions without an answer."""
        return [one for one in self.asked if one.answered_at is None]


class Fleet:
    """So many bots as processes, and the world they are in."""

    def __init__(self, discord: LoopbackDiscord, server: Postgres, home: Path, shards: int) -> None:
        self.discord = discord
        self.found = Found()
        self._server = server
        self._home = home
        self._shards = shards
        house = House(discord, ScriptedService(), home)
        limits = {"answers_at_once": 8, "questions_per_server_per_minute": 10_000}
        settings = house.settings(token=None, shards=shards, queue_limit=1000, **limits)
        self._settings = settings.model_dump_json()
        self.guilds = [house.guild]
        while len(self.guilds) < shards:
            self._found_a_guild()
        others = (discord.world.channel(guild, "reading") for guild in self.guilds[1:])
        self._channels = [house.channel, *others]
        self.bots: list[asyncio.subprocess.Process | None] = []

    def _found_a_guild(self) -> None:
        guild = self.discord.world.guild(f"Room {len(self.guilds)}")
        if self.shard_of(guild) not in map(self.shard_of, self.guilds):
            self.guilds.append(guild)
        else:
            time.sleep(0.001)

    def shard_of(self, guild: Payload) -> int:
        """Return the shard a server is in."""
        return (int(guild["id"]) >> 22) % self._shards

    def connected(self) -> set[int]:
        """Return the shards that a bot is connected for."""
        sessions = self.discord.gateway.sessions.values()
        return {one.shard[0] for one in sessions if one.socket is not None}

    async def start(self, number: int) -> None:
        """Start a bot."""
        home = self._home / str(number)
        home.mkdir(exist_ok=True)
        with (home / "log").open("ab") as log:
            bot = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.many_bots", "--bot"),
                *(self.discord.token, self._settings, str(home), self._server.url),
                cwd=ROOT,
                stderr=log,
            )
        self.bots[number : number + 1] = [bot]

    async def kill(self, number: int, after_s: float) -> None:
        """Kill a bot, and start it again some time later."""
        bot = self.bots[number]
        if bot is None:
            return
        self.bots[number] = None
        before = self.connected()
        bot.kill()
        at = time.monotonic()
        await bot.wait()
        await asyncio.sleep(0.2)
        self.found.kills += 1
        lost = before - self.connected()
        for shard in lost:
            self.found.without.setdefault(shard, at)
        for one in self.found.asked:
            if one.answered_at is None and self.shard_of(one.guild) in lost:
                one.killed_at = one.killed_at or at
        await asyncio.sleep(after_s)
        await self.start(number)

    def ask(self, number: int) -> None:
        """Ask in one of the servers as somebody new."""
        world = self.discord.world
        place = number % len(self.guilds)
        guild, asker = self.guilds[place], world.person(f"p{number}")
        world.members[guild["id"]][asker["id"]] = []
        message = self.discord.people.ask(asker, self._channels[place], OPENED)
        self.found.asked.append(Asked(message, guild, asker))

    async def watch(self) -> None:
        """Take note of answers, and of shards that have a bot again."""
        while True:
            now = time.monotonic()
            answers = self._answered()
            for one in self.found.waiting():
                if one.message["id"] in answers:
                    one.answered_at = now
            for shard in self.connected() & self.found.without.keys():
                self.found.takeovers_s.append(now - self.found.without.pop(shard))
            await asyncio.sleep(_LOOK_S)

    def _answered(self) -> set[str]:
        """Return the messages that have their answer."""
        bot = self.discord.world.bot["id"]
        return {
            message["message_reference"]["message_id"]
            for channel in self._channels
            for message in self.discord.world.messages[channel["id"]].values()
            if message["author"]["id"] == bot
            and "message_reference" in message
            and ANSWER in message["content"]
            and message["components"]
        }

    async def end(self) -> None:
        """End every bot."""
        for bot in self.bots:
            if bot is not None and bot.returncode is None:
                bot.terminate()
                await bot.wait()


async def run(chosen: argparse.Namespace, server: Postgres, home: Path) -> Found:
    """Ask and kill; return what was seen."""
    chance = random.Random(chosen.seed)
    async with LoopbackDiscord(load_contract()) as discord:
        fleet = Fleet(discord, server, home, chosen.shards)
        for number in range(chosen.bots):
            await fleet.start(number)
        await discord.world.until(lambda: len(fleet.connected()) == chosen.shards, within=120)
        watching = asyncio.create_task(fleet.watch())
        length_s = chosen.questions * chosen.every
        kills = [
            asyncio.create_task(_killed(fleet, chance.randrange(chosen.bots), at, chance))
            for at in sorted(chance.uniform(2, length_s) for _ in range(chosen.kills))
        ]
        if chosen.away:
            kills.append(asyncio.create_task(_away(server, length_s / 2, chosen.away)))
        for number in range(chosen.questions):
            fleet.ask(number)
            await asyncio.sleep(chosen.every * chance.uniform(0.5, 1.5))
        await asyncio.gather(*kills)
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until and fleet.found.waiting():  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        await asyncio.sleep(3)
        watching.cancel()
        report(fleet)
        await _report_lost(fleet, server)
        await fleet.end()
        return fleet.found


async def _killed(fleet: Fleet, number: int, at_s: float, chance: random.Random) -> None:
    pause_s = chance.uniform(1, 3)
    await asyncio.sleep(at_s)
    while fleet.bots[number] is None:  # noqa: ASYNC110 - being started again
        await asyncio.sleep(0.5)
    await fleet.kill(number, pause_s)


async def _away(server: Postgres, at_s: float, away_s: float) -> None:
    await asyncio.sleep(at_s)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(away_s)
    await asyncio.to_thread(server.start)


def report(fleet: Fleet) -> None:
    """Print what was seen."""
    found, world = fleet.found, fleet.discord.world
    count, lost = len(found.asked), len(found.waiting())
    second = sum(
        len(world.replies_to(one.message)) > 1 or bool(world.from_bot(world.direct(one.asker)))
        for one in found.asked
    )
    left = [one for one in found.asked if one.killed_at is not None]
    late = [one.answered_at - one.killed_at for one in left if one.answered_at and one.killed_at]
    print(f"{count} questions, {found.kills} kills: {lost} lost, {second} second messages")
    print(f"shard connected again after a kill: {_spread(found.takeovers_s)}")
    print(f"left open by a kill, then answered: {_spread(late)}")
    print(*dict.fromkeys(fleet.discord.rest.problems), sep="\n", end="")


async def _report_lost(fleet: Fleet, server: Postgres) -> None:
    """Print what the bots know of questions without an answer, and what stands there instead."""
    with open_state(Path(), CatalogOptions(url=SecretStr(server.url))) as state:
        for one in fleet.found.waiting():
            rows = await state.rows("SELECT * FROM questions WHERE id = ?", int(one.message["id"]))
            known = f"{rows[0]['state']} of {rows[0]['owner']}" if rows else "never taken"
            said = [reply["content"] for reply in fleet.discord.world.replies_to(one.message)]
            print(f"{one.message['id']}: {known}, {said}")


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    middle = statistics.median(seconds)
    return f"{len(seconds)} times, median {middle:.1f} s, longest {max(seconds):.1f} s"


def serve(token: str, settings: str, home: str, url: str) -> None:
    """Be one of the bots, whose answers take about a second."""
    service = ScriptedService()
    service.pause_s = _SENTENCE_S
    chosen = DiscordSettings.model_validate_json(settings)
    chosen = chosen.model_copy(update={"token": SecretStr(token)})
    catalog = CatalogOptions(url=SecretStr(url), timeout_s=5)
    asyncio.run(run_bot(chosen, service, Path(home), catalog=catalog))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bots", type=int, default=3)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--every", type=float, default=0.5, help="seconds between two, on average")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--away", type=float, default=0.0, help="seconds without PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bot", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.bot:
        serve(*chosen.bot)
        return 0
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as home, running_postgres(preload="") as server:
        found = asyncio.run(run(chosen, server, Path(home)))
    return 1 if found.waiting() else 0


if __name__ == "__main__":
    sys.exit(main())
