"""A channel that is a source, edited all the while, under a bot that is killed again and again.

    python -m benchmarks.discord_channel_source --messages 5000 --kills 20 --seed 1

The bot is `footnote discord` in a process of its own with the real embedder, killed by SIGKILL at
random moments; Discord is the tests' loopback server. Messages are posted, edited and deleted while
the bot runs and while it is down. In the end the library's articles are held against the channel:
each message once, word for word, with its link, and nothing besides.
"""

import argparse
import asyncio
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "discord"))

from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402

from footnote.bot.discord.state import store_path  # noqa: E402
from footnote.retrieval import Footnote  # noqa: E402

THINGS = ("ferry", "harbour", "market", "lighthouse", "bridge", "museum", "mill", "library")
DOINGS = ("is closed on", "opens at nine on", "moves to the quay on", "costs two crowns on")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Channel:
    """The channel and what people do in it."""

    def __init__(self, discord: LoopbackDiscord, chance: random.Random) -> None:
        self.discord = discord
        self.world = discord.world
        self.chance = chance
        self.people = [self.world.person(f"writer{n}") for n in range(5)]
        self.guild = self.world.guild("Harbour", *self.people)
        self.place = self.world.channel(self.guild, "news")
        self.done: Counter[str] = Counter()
        self._written = 0

    def post(self) -> None:
        """Post a message."""
        self._written += 1
        words = [self.chance.choice(some) for some in (THINGS, DOINGS, DAYS)]
        text = f"Notice {self._written}: the {words[0]} {words[1]} {words[2]}."
        self.discord.people.say(self.chance.choice(self.people), self.place, text)

    def happen(self, count: int) -> None:
        """Post, edit or delete so many messages."""
        for _ in range(count):
            kind = self.chance.choices(("posted", "edited", "deleted"), (2, 3, 1))[0]
            message = self.chance.choice(self.messages())
            if kind == "posted":
                self.post()
            elif kind == "edited":
                self.world.edit(message, {"content": message["content"] + " Corrected."})
            else:
                self.world.delete_message(message)
            self.done[kind] += 1

    def messages(self) -> list[Payload]:
        """Return the messages there are."""
        return list(self.world.messages[self.place["id"]].values())

    def articles(self) -> Counter[tuple[str, str]]:
        """Return what the library is to hold: links and words."""
        link = f"https://discord.com/channels/{self.guild['id']}/{self.place['id']}/"
        return Counter((link + m["id"], m["content"]) for m in self.messages())


class Bot:
    """The bot as a process."""

    def __init__(self, discord: LoopbackDiscord, home: Path) -> None:
        self._discord = discord
        self._home = home
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it is connected."""
        settings: dict[str, Any] = {
            "TOKEN": self._discord.token,
            "REST_BASE": self._discord.rest_base,
            "GATEWAY_URL": self._discord.gateway_url,
            "MESSAGE_CONTENT": "true",
            "ARTICLES_PER_SERVER": 100_000,
        }
        chosen = {f"FOOTNOTE_DISCORD__{name}": str(value) for name, value in settings.items()}
        known = self._discord.gateway.identified
        with (self._home / "log.jsonl").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-c", "from footnote.bot.cli import main; main()", "discord"],
                env={
                    **os.environ,
                    **chosen,
                    "FOOTNOTE_HOME": str(self._home),
                    "PYTHONPATH": str(ROOT),
                },
                stderr=log,
            )
        gateway = self._discord.gateway
        await self._discord.world.until(lambda: gateway.identified > known, within=180)

    async def end(self, by: signal.Signals) -> None:
        """End it by a signal; a killed one's session is forgotten, as after minutes."""
        assert self._process is not None
        self._process.send_signal(by)
        await self._process.wait()
        self._discord.gateway.forget_sessions()

    def written(self) -> tuple[int, int]:
        """Return how many messages are known, and how many of them are written."""
        with closing(sqlite3.connect(store_path(self._home))) as store:
            row = store.execute("SELECT COUNT(*), SUM(version != '') FROM taught").fetchone()
        return row[0], row[1] or 0


def held(home: Path, library: str) -> Counter[tuple[str, str]]:
    """Return the links and words of a library's articles."""
    with Footnote.open(home, library) as footnote:
        heads = footnote.articles()
        found = [footnote.article(head.id) for head in heads]
        return Counter((one.head.url or "", one.text.strip()) for one in found if one is not None)


async def in_step(bot: Bot, channel: Channel, patience_s: float) -> None:
    """Wait until every message is written and nothing changes any more."""
    deadline, before, quiet = time.monotonic() + patience_s, (-1, -1), 0
    while quiet < 5 and time.monotonic() < deadline:
        now = bot.written()
        calm = now == before and now == (len(channel.messages()),) * 2
        quiet, before = quiet + 1 if calm else 0, now
        await asyncio.sleep(1)


async def run(chosen: argparse.Namespace, home: Path) -> int:
    """Play it; return how many articles differ."""
    chance = random.Random(chosen.seed)
    async with LoopbackDiscord(load_contract()) as discord:
        discord.rest.patient = True
        channel, bot = Channel(discord, chance), Bot(discord, home)
        for _ in range(chosen.messages):
            channel.post()
        await bot.start()
        await asyncio.sleep(1)
        owner = discord.world.owner
        used = discord.people.slash(owner, channel.place, "library source", channel=channel.place)
        await discord.world.until(lambda: used.original and used.text, within=60)
        for number in range(chosen.kills):
            until = time.monotonic() + chance.uniform(0.5, chosen.longest)
            while time.monotonic() < until:
                channel.happen(2)
                await asyncio.sleep(0.1)
            await bot.end(signal.SIGKILL)
            known, written = bot.written()
            print(f"kill {number + 1}: {known} messages known, {written} written", flush=True)
            channel.happen(chosen.messages // 100)
            await bot.start()
        began = time.monotonic()
        await in_step(bot, channel, chosen.patience)
        print(f"in step {time.monotonic() - began:.0f} s after the last start")
        await bot.end(signal.SIGTERM)
        wanted, found = channel.articles(), held(home, f"server-{channel.guild['id']}")
        missing, surplus = wanted - found, found - wanted
        print(f"while it ran and while it was down: {dict(channel.done)}")
        print(f"channel {wanted.total()} messages, library {found.total()} articles")
        print(f"missing {missing.total()}, surplus {surplus.total()}")
        for name, some in (("missing", missing), ("surplus", surplus)):
            for link, text in list(some)[:5]:
                print(name, link, text[:100])
        return missing.total() + surplus.total()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--longest", type=float, default=15.0, help="seconds between kills")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds to get in step")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return 1 if asyncio.run(run(chosen, Path(folder))) else 0


if __name__ == "__main__":
    sys.exit(main())
