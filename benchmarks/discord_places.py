"""Two servers ask in threads the client was never told of: does one ever see the other's articles?

    python -m benchmarks.discord_places --questions 40000

The bot is the unmodified client on the tests' loopback Discord: real sockets, every request
validated. Two servers, each bound to a library of its own, ask the same words at once: in their
channel, in threads the client knows, in threads missing from its cache, and in threads that are
gone before it can look them up, which nobody can place. It fails if a text of one server's library
stands where the other server or a stranger reads it, if a question is left without a word, or if
one that cannot be placed is answered.
"""

import argparse
import asyncio
import contextlib
import logging
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "discord"))
warnings.simplefilter("ignore", DeprecationWarning)

from house import House, finished, open_house  # noqa: E402
from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402
from scripted_service import ScriptedService  # noqa: E402

QUESTION = "Who keeps the lighthouse keys?"
KEEPERS = {"red": "Rosa", "blue": "Bertil"}
AT_ONCE = 40
KINDS = ("channel", "thread", "unheard", "gone")
WEIGHTS = (1, 2, 5, 2)


@dataclass
class Asked:
    """One question, where it was asked and by whom."""

    library: str
    kind: str
    asker: Payload
    place: Payload
    message: Payload


class Servers:
    """Two servers that ask in all kinds of places."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self._house = house
        self._chance = chance
        other = house.world.guild("Other Room", house.ann, house.ben)
        self.guilds = {"red": house.guild, "blue": other}
        self._channels = {
            "red": [house.world.channel(house.guild, f"red-{number}") for number in range(20)],
            "blue": [house.world.channel(other, f"blue-{number}") for number in range(20)],
        }

    def ask(self, number: int) -> Asked:
        """Ask once, in a place drawn by chance."""
        world = self._house.world
        library = self._chance.choice(list(self.guilds))
        (kind,) = self._chance.choices(KINDS, WEIGHTS)
        asker = world.person(f"member {number}")
        world.members[self.guilds[library]["id"]][asker["id"]] = []
        place = self._place(self._chance.choice(self._channels[library]), kind, asker)
        people = self._house.people
        ask = people.ask_from_nowhere if kind == "gone" else people.ask
        return Asked(library, kind, asker, place, ask(asker, place, QUESTION))

    def _place(self, channel: Payload, kind: str, asker: Payload) -> Payload:
        if kind == "channel":
            return channel
        return self._house.world.thread(channel, "a thread", asker, announce=kind == "thread")

    def said(self, asked: Asked) -> list[str]:
        """Return all the bot has said to a question so far, in public and directly."""
        world = self._house.world
        public = world.replies_to(asked.message) if asked.kind != "gone" else []
        direct = world.from_bot(world.direct(asked.asker))
        return [each["content"] for each in (*public, *direct) if finished(each)]

    def all_told(self, batch: Sequence[Asked]) -> bool:
        """Whether each question has a word."""
        return all(self.said(each) for each in batch)

    def fault(self, asked: Asked) -> str | None:
        """Return what is wrong with what was said, None where nothing is."""
        said = self.said(asked)
        if not said:
            return "no word"
        (foreign,) = (name for library, name in KEEPERS.items() if library != asked.library)
        own = KEEPERS[asked.library]
        if any(foreign in text for text in said):
            return f"shown {foreign}: {said}"
        if asked.kind == "gone":
            return f"answered though nobody can place it: {said}" if own in str(said) else None
        return None if own in said[0] else f"not answered: {said}"


async def run(count: int, seed: int, home: Path) -> tuple[Counter[str], list[str]]:
    """Return how many questions were asked in which kind of place, and what was wrong."""
    service = ScriptedService()
    for library, keeper in KEEPERS.items():
        text = f"The lighthouse keys are kept by {keeper}. The lighthouse is old."
        service.put("keys", "The keys", text, library=library)
    asked_in: Counter[str] = Counter()
    wrong: list[str] = []
    async with (
        LoopbackDiscord(load_contract()) as loopback,
        open_house(loopback, service, home) as house,
    ):
        servers = Servers(house, random.Random(seed))
        bound = {int(guild["id"]): (library,) for library, guild in servers.guilds.items()}
        await house.start(
            libraries=bound, questions_per_server_per_minute=1_000_000, queue_limit=200
        )
        for first in range(0, count, AT_ONCE):
            batch = [servers.ask(first + number) for number in range(min(AT_ONCE, count - first))]
            # Who is left without a word is told below.
            with contextlib.suppress(AssertionError):
                await house.world.until(partial(servers.all_told, batch), within=60)
            for each in batch:
                asked_in[each.kind] += 1
                if fault := servers.fault(each):
                    wrong.append(f"{each.library}, {each.kind}: {fault}")
            _forget(house, batch)
        wrong += dict.fromkeys(loopback.rest.problems)
    return asked_in, wrong


def _forget(house: House, batch: Sequence[Asked]) -> None:
    """Let the loopback forget what was said, so that its memory does not grow."""
    for each in batch:
        direct = house.world.direct(each.asker)
        house.world.messages[direct["id"]].clear()
        house.world.messages.get(each.place["id"], {}).clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        asked_in, wrong = asyncio.run(run(chosen.questions, chosen.seed, Path(home)))
    for line in wrong[:20]:
        print(line)
    seconds = time.perf_counter() - started
    kinds = ", ".join(f"{kind} {asked_in[kind]:,}" for kind in KINDS)
    print(
        f"{sum(asked_in.values()):,} questions of two servers ({kinds}): "
        f"{len(wrong)} crossings or losses, {seconds:.0f} s (seed {chosen.seed})"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
