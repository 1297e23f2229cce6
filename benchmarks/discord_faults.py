"""Random faults of Discord's REST side under many questions: is one lost, doubled or left hanging?

    python -m benchmarks.discord_faults --questions 200 --faults 500 --seed 1

The real bot talks to the loopback Discord of the tests. Every REST call a question needs may fail
with each of twelve codes, be slow, or succeed and be answered with an error. Counted are questions
without any sentence (in the channel, in the response or directly), answered twice, and thinking
lines that stay.
"""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "discord"))
warnings.simplefilter("ignore", DeprecationWarning)

from house import House, finished, open_house  # noqa: E402
from loopback.payloads import Payload  # noqa: E402
from loopback.server import LoopbackDiscord, load_contract  # noqa: E402
from scripted_service import ScriptedService  # noqa: E402

OPENED = "When was the Marsh Bridge opened?"
CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
RESPONSE = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
HOOK = "/webhooks/{webhook_id}/{webhook_token}"
DIRECT = "POST /users/@me/channels"
# A question needs the first four; the others are the ways out when those fail.
OPERATIONS = (
    *3 * (CREATE, EDIT, CALLBACK, RESPONSE),
    DIRECT,
    f"GET {ONE_MESSAGE}",
    f"DELETE {ONE_MESSAGE}",
    "GET /channels/{channel_id}/messages",
    f"POST {HOOK}",
    f"GET {HOOK}/messages/@original",
    f"DELETE {HOOK}/messages/@original",
)
CODES = (
    (400, 50035),
    (400, 200000),
    (400, 240000),
    (400, 40060),
    (403, 50001),
    (403, 50013),
    (404, 10008),
    (404, 10015),
    (429, 0),
    (500, 0),
    (502, 0),
    (503, 0),
)


def plan(house: House, count: int, chance: random.Random) -> None:
    """Queue random faults, spread over the calls."""
    for _ in range(count):
        operation = chance.choice(OPERATIONS)
        kind = chance.random()
        if kind < 0.15:
            house.discord.faults.add(operation, 0, delay=chance.random() * 1.5)
            continue
        status, code = chance.choice(CODES)
        more: dict[str, Any] = {"retry_after": 0.2} if status == 429 else {}
        done = kind > 0.8 and status >= 500
        house.discord.faults.add(operation, status, code=code, done=done, **more)
    chance.shuffle(house.discord.faults.pending)
    # A fault meets a call now and then, not each one until all are used up.
    take = house.discord.faults.take

    def sometimes(operation: str) -> Any:
        return take(operation) if chance.random() < 0.6 else None

    house.discord.faults.take = sometimes  # type: ignore[method-assign]


async def run(questions: int, faults: int, seed: int, home: Path, patience_s: float) -> list[str]:
    """Return what went wrong, in sentences."""
    chance = random.Random(seed)
    service = ScriptedService()
    async with (
        LoopbackDiscord(load_contract()) as loopback,
        open_house(loopback, service, home) as house,
    ):
        house.world.members[house.guild["id"]] |= {}
        await house.start(answers_at_once=8, queue_limit=1000, questions_per_user_per_minute=10**4)
        people = [house.world.person(f"p{n}") for n in range(questions)]
        house.world.members[house.guild["id"]] |= {p["id"]: [] for p in people}
        plan(house, faults, chance)
        asked: list[tuple[Payload, Any]] = []
        for number, person in enumerate(people):
            if number % 3:
                asked.append((person, house.people.ask(person, house.channel, OPENED)))
            else:
                private = number % 2 == 0
                command = house.people.slash(
                    person, house.channel, "ask", question=OPENED, private=private
                )
                asked.append((person, command))
            await asyncio.sleep(0.02)
        deadline = time.monotonic() + patience_s
        while any(not heard(house, *one) for one in asked):
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(1)
        await asyncio.sleep(5)
        met = faults - sum(f.times for f in house.discord.faults.pending)
        print(f"{met} of {faults} faults met a call")
        return [wrong for one in asked for wrong in judged(house, *one)]


def said(house: House, person: Payload, question: Any) -> list[Payload]:
    """Return everything a person was told about their question."""
    direct = house.world.from_bot(house.world.direct(person))
    if isinstance(question, dict):
        return [*house.world.replies_to(question), *direct]
    shown = [m for m in (question.original, *question.followups) if m and not m.get("deleted")]
    shown += _instead(house, question)
    in_channel = [
        m for m in shown if m["flags"] & 64 or m["id"] in house.world.messages[house.channel["id"]]
    ]
    return [*in_channel, *direct]


def _instead(house: House, question: Any) -> list[Payload]:
    """Return the messages in the channel that took the place of a response."""
    sent = house.discord.routes.nonces.items()
    there = house.world.messages[house.channel["id"]]
    return [m for nonce, m in sent if nonce.startswith(f"{question.id}-") and m["id"] in there]


def heard(house: House, person: Payload, question: Any) -> bool:
    return any(finished(message) for message in said(house, person, question))


def judged(house: House, person: Payload, question: Any) -> list[str]:
    messages = said(house, person, question)
    name = question["id"] if isinstance(question, dict) else f"command {question.id}"
    wrong = []
    if not any(finished(message) for message in messages):
        wrong.append(f"{name}: without a sentence")
    if sum("May 1931" in m["content"] and finished(m) for m in messages) > 1:
        wrong.append(f"{name}: answered twice")
    if any(not finished(message) for message in messages):
        wrong.append(f"{name}: a thinking line stays")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as home:
        wrong = asyncio.run(
            run(chosen.questions, chosen.faults, chosen.seed, Path(home), chosen.patience)
        )
    print(f"{chosen.questions} questions: {len(wrong)} wrong (seed {chosen.seed})")
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
