"""Bots that share their state in PostgreSQL: one has each shard, and another follows it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from house import House, open_house
from loopback.payloads import Payload
from loopback.server import LoopbackDiscord
from pydantic import SecretStr
from scripted_service import ScriptedService

from footnote.bot.discord.running import GatewayEnded, run_bot
from footnote.bot.discord.state.session import SessionShare
from footnote.retrieval.options import CatalogOptions
from tests.support.postgres import Postgres, running_postgres

OPENED = "When was the Marsh Bridge opened?"
AWAY = "cannot reach my memory"


@pytest.fixture
def server() -> Iterator[Postgres]:
    with running_postgres(preload="") as started:
        yield started


@pytest.fixture
async def house(
    loopback: LoopbackDiscord, service: ScriptedService, tmp_path: Path, server: Postgres
) -> AsyncIterator[House]:
    """The usual scene, its bot not running, with its state in PostgreSQL."""
    async with open_house(loopback, service, tmp_path) as opened:
        opened.catalog = CatalogOptions(url=SecretStr(server.url), timeout_s=5)
        yield opened


async def answered(house: House, question: Payload) -> Payload:
    """Wait for the answer itself, whatever is said before."""
    return await house.world.until(
        lambda: next(
            (m for m in house.world.replies_to(question) if "May 1931" in m["content"]), 0
        ),
        within=60,
        what="the answer",
    )


async def test_a_spare_on_another_home_answers_what_a_killed_bot_left(
    house: House, tmp_path: Path
) -> None:
    await house.start_process()
    spare = asyncio.Event()
    running = asyncio.create_task(
        run_bot(
            *(house.settings(), house.service, tmp_path / "elsewhere"),
            catalog=house.catalog,
            stop=spare,
        )
    )
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(question))
    await house.pause(2)
    assert house.service.asked == [], "a spare hears nothing"
    await house.kill_process()
    later = house.people.ask(house.ben, house.channel, OPENED)
    for asked in (question, later):
        await answered(house, asked)
        assert len(house.world.replies_to(asked)) == 1
    assert "👎" in str(house.people.buttons(house.world.replies_to(later)[0]))
    spare.set()
    await running


async def test_while_postgresql_is_away_each_hears_one_sentence_and_then_the_answer(
    house: House, server: Postgres
) -> None:
    await house.start()
    await house.ask(OPENED)
    server.stop()
    question = house.people.ask(house.ann, house.channel, OPENED)
    command = house.people.slash(house.ben, house.channel, "ask", question=OPENED)
    await house.world.until(lambda: house.world.replies_to(question), what="a sentence")
    await house.world.until(lambda: command.original, what="a sentence")
    assert AWAY in house.world.replies_to(question)[0]["content"]
    assert AWAY in command.text
    await house.pause(1)
    server.start()
    assert await answered(house, question)
    await house.world.until(lambda: "May 1931" in command.text, within=60)
    assert len(house.world.replies_to(question)) == 1
    assert len(house.service.asked) == 3


async def test_two_bots_answer_each_for_its_servers_and_forget_no_others(
    house: House, loopback: LoopbackDiscord, tmp_path: Path, server: Postgres
) -> None:
    shard = (int(house.guild["id"]) >> 22) % 2
    elsewhere = house.world.guild("Elsewhere", house.ben)
    while (int(elsewhere["id"]) >> 22) % 2 == shard:
        await asyncio.sleep(0.001)
        elsewhere = house.world.guild("Elsewhere", house.ben)
    there = house.world.channel(elsewhere, "reading")
    other = House(loopback, ScriptedService(), tmp_path / "other")
    other.catalog = house.catalog
    await house.start(shards=2)
    await other.start(shards=2)
    questions = [
        house.people.ask(house.ann, house.channel, OPENED),
        house.people.ask(house.ben, there, OPENED),
    ]
    for question in questions:
        await answered(house, question)
        assert len(house.world.replies_to(question)) == 1
    assert [len(one.service.asked) for one in (house, other)] == [1, 1]
    await house.slash("settings set", house.world.owner, cooldown_s=5)
    await other.stop()
    await other.start(shards=2)
    await house.pause(0.5)
    await other.stop()
    with psycopg.connect(server.url) as database:
        query = "SELECT guild_id FROM discord_footnote.places"
        assert database.execute(query).fetchall() == [(int(house.guild["id"]),)]


async def test_a_bot_whose_shard_another_has_ends_with_a_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(share: SessionShare) -> bool:
        if share._connection is not None:
            share._connection.close()
        return False

    await house.start()
    monkeypatch.setattr(SessionShare, "_beats", never)
    monkeypatch.setattr(SessionShare, "_taken_back", never)
    with pytest.raises(GatewayEnded, match="another process has its shard"):
        await house.ended()
