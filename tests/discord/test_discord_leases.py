"""Open questions belong to one process, and to another once that has died."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.questions import LEASE_S, QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state.sqlite import SqliteState

OPENED = "When was the Marsh Bridge opened?"
FERRY = TakenQuestion(id=7, kind="message", channel_id=1, guild_id=2, asker_id=3)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[QuestionStore, QuestionStore]]:
    """The stores of two processes on one file."""
    path = tmp_path / "bot.sqlite3"
    with closing(SqliteState(path)) as one, closing(SqliteState(path)) as other:
        yield QuestionStore(one, Journal()), QuestionStore(other, Journal())


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + seconds)


async def test_a_question_is_left_to_the_process_that_works_on_it(
    pair: tuple[QuestionStore, QuestionStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    assert await one.take(FERRY)
    assert not await other.take(FERRY)
    assert await other.claim() == []
    later(monkeypatch, LEASE_S - 1)
    await one.renew()
    later(monkeypatch, LEASE_S - 1)
    assert await other.claim() == []
    assert await one.claim() == []


async def test_one_process_takes_over_what_another_left_and_is_not_spoken_for(
    pair: tuple[QuestionStore, QuestionStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    assert await one.take(FERRY)
    later(monkeypatch, LEASE_S + 1)
    assert await other.claim() == [FERRY]
    assert await other.claim() == []
    await one.renew()
    await one.close(FERRY.id, "failed")
    assert await other.state(FERRY.id) == ("pending", None), "it is no longer the first one's"
    await other.close(FERRY.id, "answered")
    assert await one.state(FERRY.id) == ("answered", None)
    later(monkeypatch, LEASE_S + 1)
    assert await one.claim() == await other.claim() == []


async def test_what_is_released_or_of_an_earlier_version_is_taken_up_at_once(
    pair: tuple[QuestionStore, QuestionStore],
) -> None:
    one, other = pair
    assert await one.take(FERRY)
    await one.release()
    assert await other.claim() == [FERRY]


async def test_an_edited_question_is_its_editors_again(
    pair: tuple[QuestionStore, QuestionStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    assert await one.take(FERRY)
    await one.close(FERRY.id, "answered")
    await other.reopen(FERRY.id)
    assert await one.claim() == []
    later(monkeypatch, LEASE_S + 1)
    assert await one.claim() == [FERRY], "although it had been heard here before"
    assert await other.claim() == []


async def test_a_second_bot_leaves_what_the_first_is_answering(house: House) -> None:
    await house.stop()
    await house.start_process()
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(question))
    await asyncio.sleep(0.3)
    await house.start()
    await asyncio.sleep(2)
    assert house.service.asked == [], "the process that hears it never gets past a sentence"
    assert len(house.world.replies_to(question)) == 1
    await house.kill_process()
    assert "May 1931" in (await house.answered(question))["content"]
    assert len(house.world.replies_to(question)) == 1
