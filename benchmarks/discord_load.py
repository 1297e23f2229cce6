"""Two hundred questions at once over ten servers, one of which asks more than all others.

    python -m benchmarks.discord_load --questions 200 --servers 10

The bot is `footnote discord` in a process of its own, on the sample articles and the real models;
Discord is the tests' loopback server: real sockets, every request validated, though afterwards.
With `--hostile SECONDS` the limits of the settings hold instead, and everybody asks for that long:
the first server's own members fifty questions a second, on each other server one in four seconds.
Figures: how long until a question is acknowledged and until it is answered, how regular the
heartbeats are that Discord would judge the connection by, and in which order the servers are
served. It fails if a question is lost or answered twice, or if the connection breaks.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "discord"))

from house import finished  # noqa: E402
from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402

from footnote.retrieval import Footnote  # noqa: E402

HEARTBEAT_MS = 1000
QUESTIONS = (
    "Who is the curator of the glass museum?",
    "How much will the repair of the Weir Bridge cost?",
    "When will the harbour master retire?",
    "What does entry to the glass museum cost?",
    "What is the capital of Peru?",
)


@dataclass
class Asked:
    """One question and when what happened to it, in seconds of the run."""

    server: int
    message: Payload
    at: float
    acknowledged: float | None = None
    answered: float | None = None


class Load:
    """Asks, and watches what becomes of each question."""

    def __init__(self, discord: LoopbackDiscord, servers: int, members: int) -> None:
        self.discord = discord
        self.world = discord.world
        people = [self.world.person(f"reader{n}") for n in range(members)]
        guilds = [self.world.guild(f"Server {n}", *people) for n in range(servers)]
        self.people = people
        self.channels = [self.world.channel(guild, "reading") for guild in guilds]
        self.asked: dict[str, Asked] = {}
        self.world.listeners.append(self._see)

    def ask(self, count: int) -> None:
        """Ask everything in one go; half of it, and a little more, on the first server."""
        servers = len(self.channels)
        small = count // (2 * servers)
        order = [0] * (count - small * (servers - 1))
        order += [n for n in range(1, servers) for _ in range(small)]
        for number, server in enumerate(order):
            person = self.people[number % len(self.people)]
            text = QUESTIONS[number % len(QUESTIONS)]
            message = self.discord.people.ask(person, self.channels[server], text)
            self.asked[message["id"]] = Asked(server, message, time.monotonic())

    async def flood(self, seconds: float) -> None:
        """Ask fifty questions a second, all on the first server but for one in twenty."""
        crowd = [self.world.person(f"hostile{n}") for n in range(len(self.people))]
        self.world.members[self.channels[0]["guild_id"]] |= {p["id"]: [] for p in crowd}
        began, number = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            server = number // 20 % len(self.channels) if number % 20 == 0 else 0
            people = self.people if server else crowd
            person = people[(number // 20 if server else number) % len(people)]
            text = QUESTIONS[number % len(QUESTIONS)]
            message = self.discord.people.ask(person, self.channels[server], text)
            self.asked[message["id"]] = Asked(server, message, time.monotonic())
            number += 1
            await asyncio.sleep(max(0.0, began + number / 50 - time.monotonic()))

    def _see(self, event: str, data: Payload, _guild: str | None) -> None:
        if event not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
            return
        one = self.asked.get(str((data.get("message_reference") or {}).get("message_id")))
        if one is None or data["author"]["id"] != self.world.bot["id"]:
            return
        now = time.monotonic()
        one.acknowledged = one.acknowledged or now
        if finished(data) and one.answered is None:
            one.answered = now

    def problems(self) -> list[str]:
        """Return what went wrong."""
        wrong = [
            f"lost: {one.message['content']}" for one in self.asked.values() if not one.answered
        ]
        for one in self.asked.values():
            replies = self.world.replies_to(one.message)
            if len(replies) > 1:
                wrong.append(f"{len(replies)} replies to {one.message['content']}")
        gateway = self.discord.gateway
        if (gateway.identified, gateway.resumed) != (1, 0):
            wrong.append(f"connections: {gateway.identified}, resumed: {gateway.resumed}")
        self.discord.rest.check_the_rest()
        return wrong + self.discord.rest.problems


def quantiles(values: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum in words."""
    cuts = statistics.quantiles(values, n=20)
    return f"p50 {statistics.median(values):.2f} s, p95 {cuts[18]:.2f} s, max {max(values):.2f} s"


def report(load: Load, beats: Sequence[float]) -> None:
    """Print the figures."""
    asked = list(load.asked.values())
    done = sorted((one for one in asked if one.answered), key=lambda one: one.answered or 0.0)
    print(f"questions {len(asked)}, answered {len(done)}, servers {len(load.channels)}")
    if not done:
        return
    print("acknowledged after", quantiles([one.acknowledged - one.at for one in done]))
    print("answered after", quantiles([one.answered - one.at for one in done]))
    print(f"all answered in {done[-1].answered - asked[0].at:.1f} s")
    gaps = [later - sooner for sooner, later in pairwise(beats)]
    if gaps:
        late = max(gaps) - HEARTBEAT_MS / 1000
        print(
            f"heartbeats {len(gaps)}, one a second asked; the latest was {late * 1000:.0f} ms late"
        )
    small = [place for place, one in enumerate(done, 1) if one.server]
    first = next(iter(asked))
    in_turn = max(small)
    print(
        f"the {len(small)} questions of the {len(load.channels) - 1} small servers were answered "
        f"by place {in_turn} of {len(done)}, though all {len(asked) - len(small)} of "
        f"server {first.server} came first"
    )


async def wait_for_answers(load: Load, seconds: float) -> None:
    """Wait until every question is answered, or for so long."""
    with suppress(AssertionError):  # what is missing by then is reported as lost
        await load.world.until(
            lambda: all(one.answered for one in load.asked.values()), within=seconds
        )


async def hostile(load: Load, seconds: float) -> list[str]:
    """Let one server flood the bot, and print what the others and Discord see of it."""
    discord, began = load.discord, time.monotonic()
    sent = len(discord.rest.sent)
    await load.flood(seconds)
    await asyncio.sleep(3)
    others = [one for one in load.asked.values() if one.server]
    heard = [one.acknowledged - one.at for one in others if one.acknowledged]
    print(f"asked {len(load.asked)} in {seconds:.0f} s, {len(others)} of them on the others")
    print(f"of the others acknowledged {len(heard)} of {len(others)} after", quantiles(heard))
    unheard = [one for one in others if not one.acknowledged]
    letters = [load.world.from_bot(load.world.direct(o.message["author"])) for o in unheard]
    told = [some[0]["content"] for some in letters if some]
    print(f"of the others told in private {len(told)}: {set(told)}")
    beats = list(discord.gateway.heartbeats)
    late = sorted(b - a - discord.gateway.heartbeat_ms / 1000 for a, b in pairwise(beats))
    print(
        f"heartbeats {len(beats)}, one in {discord.gateway.heartbeat_ms} ms asked; late by p95 "
        f"{late[int(len(late) * 0.95)] * 1000:.0f} ms, max {late[-1] * 1000:.0f} ms"
    )
    calls = len(discord.rest.sent) - sent
    print(f"requests {calls}, {calls / (time.monotonic() - began):.1f} a second")
    connected = (discord.gateway.identified, discord.gateway.resumed) == (1, 0)
    return [] if connected and len(told) == len(unheard) else ["unheard, or connected anew"]


def environment(discord: LoopbackDiscord, home: Path, *, limits: bool) -> dict[str, str]:
    """Return the bot's settings; without `limits` on people only those of the machine stay."""
    settings: dict[str, Any] = {
        "TOKEN": discord.token,
        "REST_BASE": discord.rest_base,
        "GATEWAY_URL": discord.gateway_url,
    }
    if not limits:
        per_person = ("QUESTIONS_WAITING_PER_USER", "QUESTIONS_PER_USER_PER_MINUTE")
        settings |= dict.fromkeys(
            ("QUEUE_LIMIT", *per_person, "QUESTIONS_PER_SERVER_PER_MINUTE"), 1000
        )
    chosen = {f"FOOTNOTE_DISCORD__{name}": str(value) for name, value in settings.items()}
    return {**os.environ, **chosen, "FOOTNOTE_HOME": str(home), "PYTHONPATH": str(ROOT)}


async def run(chosen: argparse.Namespace, home: Path) -> list[str]:
    """Run once and print the figures; return what went wrong."""
    contract = load_contract()
    if contract is None:
        return ["Discord's API description is not in ../shared/discord"]
    async with LoopbackDiscord(contract) as discord:
        discord.gateway.heartbeat_ms = HEARTBEAT_MS // 10 if chosen.hostile else HEARTBEAT_MS
        discord.rest.patient = True  # the figures are to be the bot's
        load = Load(discord, chosen.servers, chosen.members)
        command = [sys.executable, "-c", "from footnote.bot.cli import main; main()", "discord"]
        with (home / "log.jsonl").open("wb") as log:
            bot = await asyncio.create_subprocess_exec(
                *command, env=environment(discord, home, limits=bool(chosen.hostile)), stderr=log
            )
            try:
                await load.world.until(lambda: discord.gateway.identified, within=120)
                await asyncio.sleep(8)  # the models are being loaded
                discord.gateway.heartbeats.clear()
                if chosen.hostile:
                    return await hostile(load, chosen.hostile)
                load.ask(chosen.questions)
                await wait_for_answers(load, chosen.seconds)
                report(load, list(discord.gateway.heartbeats))
                return load.problems()
            finally:
                bot.terminate()
                await bot.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--servers", type=int, default=10)
    parser.add_argument("--members", type=int, default=20, help="of each server")
    parser.add_argument("--hostile", type=float, default=0.0, help="seconds of a flood instead")
    parser.add_argument("--seconds", type=float, default=400.0, help="to wait for the answers")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Footnote.open(home, create=True) as footnote:
            footnote.ingest([ROOT / "samples" / "articles"])
        problems = asyncio.run(run(chosen, home))
        for problem in problems:
            print("PROBLEM", problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
