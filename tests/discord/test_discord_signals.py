"""The bot as a process that is ended in the middle of something: what it was at goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house
from loopback.interactions import Interaction
from loopback.payloads import Payload
from loopback.server import LoopbackDiscord
from scripted_service import ScriptedService, put_long_article

OPENED = "When was the Marsh Bridge opened?"
CREATE = "POST /channels/{channel_id}/messages"


@pytest.fixture
async def house(
    loopback: LoopbackDiscord, service: ScriptedService, tmp_path: Path
) -> AsyncIterator[House]:
    """The usual scene, its bot not running."""
    async with open_house(loopback, service, tmp_path) as opened:
        yield opened


def parts(house: House, question: Payload) -> list[Payload]:
    first = house.world.replies_to(question)
    return [*first, *(m for reply in first for m in house.world.replies_to(reply))]


async def test_a_kill_between_two_parts_of_an_answer_posts_none_twice(house: House) -> None:
    put_long_article(house.service)
    await house.start_process("long")
    house.discord.faults.add(CREATE, status=0)
    # The second part arrives, and the news of it does not: the process is dead by then.
    house.discord.faults.add(CREATE, status=500, done=True, delay=30)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: len(parts(house, question)) == 2, what="two parts")
    await house.kill_process()
    await house.start()
    first, second = parts(house, question)
    await house.world.until(lambda: "👎" in house.people.buttons(second), what="the whole answer")
    await house.pause(0.5)
    assert len(house.world.from_bot(house.channel)) == 2
    said = first["content"] + second["content"]
    assert [f"again in {year}," in said for year in (1, 2, 3)] == [True] * 3


def stoppable(house: House, given: Interaction) -> bool:
    """Whether an addition shows its progress, with the button to stop it."""
    return given.original is not None and "Stop" in house.people.buttons(given.original)


@pytest.mark.integration
async def test_a_stop_while_a_large_file_is_read_is_soon_and_reading_goes_on(house: House) -> None:
    words = "The keeper of lamp {} counted ships, gulls and storms, and wrote them into a book. "
    large = "\n\n".join(words.format(n) * 8 for n in range(4_400)).encode()
    assert len(large) > 2_800_000
    await house.start_process("real")
    owner = house.world.owner
    file = house.discord.upload("lamps.txt", large)
    given = house.people.slash(owner, house.channel, "library add", file=file)
    await house.world.until(lambda: stoppable(house, given), what="it is read", within=60)
    await house.terminate_process(within_s=20)
    assert "goes on afterwards" in given.text
    assert not stoppable(house, given)
    await house.start_process("real")
    await house.world.until(lambda: stoppable(house, given), what="it goes on", within=60)
    await house.responded(house.people.press(owner, given.original, "Stop"))
    await house.world.until(lambda: "Stopped: 0 added" in given.text, within=30)
    await house.terminate_process(within_s=20)
