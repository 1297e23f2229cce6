"""Refusals that cost little, buttons and catching up within the limits, shards and clocks."""

import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from house import House
from loopback.payloads import Payload
from operator_commands import use

from footnote.bot.discord.aftermath.feedback import export_feedback
from footnote.bot.discord.asking.catching_up import Hearing
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state import store_path
from footnote.bot.discord.state.sqlite import SqliteState

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


async def private_words(house: House, person: Payload) -> list[str]:
    direct = house.world.direct(person)
    await house.world.until(lambda: house.world.from_bot(direct), what="a word")
    return [message["content"] for message in house.world.from_bot(direct)]


async def test_refusals_to_closed_direct_messages_cost_few_requests(house: House) -> None:
    await house.stop()
    await house.start(questions_per_user_per_minute=1)
    house.world.closed_dms.add(house.ann["id"])
    await house.ask(OPENED)
    before = len(house.discord.rest.sent)
    for number in range(20):
        house.people.ask(house.ann, house.channel, f"And once more, number {number}?")
    await house.pause(2.0)
    assert len(house.discord.rest.sent) - before <= 4


async def test_buttons_keep_to_limits_roles_and_switched_off_channels(house: House) -> None:
    await house.stop()
    await house.start(questions_per_user_per_minute=3)
    answer = await house.ask(OPENED)
    said = []
    for _ in range(4):
        press = house.people.press(house.ann, answer, "More like this")
        said.append((await house.responded(press)).text)
    assert ["ask again in" in text for text in said] == [False, False, True, True]
    await use(house, "settings set", house.world.owner, enabled=False)
    for label in ("More like this", "1"):
        press = await house.responded(house.people.press(house.ben, answer, label))
        assert "switched off" in press.text


async def test_buttons_that_search_are_for_who_may_ask(house: House) -> None:
    answer = await house.ask(OPENED)
    readers = house.world.role(house.guild, "Readers", 0, house.ann)
    await use(house, "settings set", house.world.owner, ask_role=readers)
    for label in ("More like this", "1"):
        press = await house.responded(house.people.press(house.ben, answer, label))
        assert "may not ask me here" in press.text
    assert house.service.searched == []
    await house.responded(house.people.press(house.ann, answer, "More like this"))
    assert len(house.service.searched) == 1


async def test_a_form_over_the_limit_is_kept_and_searches_for_nothing(house: House) -> None:
    await house.stop()
    await house.start(questions_per_user_per_minute=1)
    answer = await house.ask(OPENED)
    for person, searched in ((house.ben, 1), (house.ann, 1)):
        form = house.people.press(person, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
        sent = house.people.submit(form, "4 May 1931", "its architect was Ida Lindqvist")
        assert (await house.responded(sent)).text.startswith("Thank you.")
        assert len(house.service.searched) == searched, person["username"]
    assert len(export_feedback(house.home)) == 2


async def test_catching_up_keeps_to_the_limits(house: House) -> None:
    await house.ask(OPENED)
    await house.stop()
    house.discord.gateway.forget_sessions()
    for number in range(40):
        house.people.ask(house.ann, house.channel, f"{OPENED} {number}")
    one = house.people.ask(house.ben, house.channel, OPENED)
    asked = len(house.service.asked)
    await house.start(questions_per_user_per_minute=6)
    assert "May 1931" in (await house.answered(one))["content"]
    await house.pause(1.0)
    assert len(house.service.asked) - asked == 7
    words = await private_words(house, house.ann)
    assert ["While I was away" in word for word in words] == [True]


async def test_a_correction_whose_edit_fails_once_is_made_later(house: House) -> None:
    answer = await house.ask(OPENED)
    house.discord.faults.add(EDIT, status=403, code=50013)
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in June 1931.")
    await house.world.until(lambda: "was corrected on" in answer["content"], what="the mark")
    await house.pause(0.5)
    assert answer["content"].count("was corrected on") == 1


async def two_shards(house: House) -> dict[int, Payload]:
    """Start the bot with two shards; returns a channel of each, in which it has answered."""
    before = house.discord.gateway.identified
    await house.stop()
    house.discord.routes.shards = 2
    guilds = {int(house.guild["id"]) >> 22 & 1: house.guild}
    while len(guilds) < 2:
        made = house.world.guild("Another room", house.ann)
        guilds[int(made["id"]) >> 22 & 1] = made
    channels = {n: house.world.channel(guild, "reading") for n, guild in guilds.items()}
    gateway = house.discord.gateway
    await house.start(sharded=True, wait=False)
    await house.world.until(lambda: gateway.identified == before + 2, within=30)
    await house.pause(0.5)
    for channel in channels.values():
        await house.answered(house.people.ask(house.ann, channel, OPENED))
    return channels


async def test_a_shard_that_starts_anew_catches_up(house: House) -> None:
    channels, gateway = await two_shards(house), house.discord.gateway
    session = next(s for s in gateway.sessions.values() if s.shard[0] == 1)
    del gateway.sessions[session.id]
    missed = house.people.ask(house.ann, channels[1], ARCHITECT)
    before = gateway.identified
    session.socket.send({"op": 9, "d": False})
    await house.world.until(lambda: gateway.identified == before + 1, within=30)
    assert "Lindqvist" in (await house.answered(missed))["content"]
    assert len(house.world.replies_to(missed)) == 1


async def test_a_shard_that_resumes_leaves_the_gap_of_the_other_open(tmp_path: Path) -> None:
    with SqliteState(tmp_path / "bot.sqlite3") as database:
        hearing = Hearing(database, Journal())
        await hearing.load()
        for shard in (0, 1):
            hearing.heard(1_000 + shard, shard)
            hearing.begin_gap(shard)
        hearing.end_gap(0)
        hearing.heard(2_000, 0)
        assert [hearing.gap(shard) for shard in (0, 1)] == [None, 1_001]
        await hearing.note_last()
        later = Hearing(database, Journal())
        await later.load()
        assert later.gap(1) == 1_001, "the next process begins there too"


class Ahead(datetime):
    """A clock two hours ahead of Discord's."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(hours=2)


async def test_a_host_whose_clock_is_hours_ahead_still_catches_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.stop()
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 2 * 3600)
    monkeypatch.setattr("footnote.bot.discord.asking.catching_up.datetime", Ahead)
    await house.start()
    await house.ask(OPENED)
    await house.stop()
    house.discord.gateway.forget_sessions()
    missed = house.people.ask(house.ben, house.channel, ARCHITECT)
    await house.start()
    assert "Lindqvist" in (await house.answered(missed))["content"]


async def test_a_kill_between_two_parts_posts_none_twice(house: House) -> None:
    sentences = " ".join(
        f"The Marsh Bridge was opened again in {year}, {'as before, ' * 55}." for year in range(3)
    )
    house.service.put("bridge", "The Marsh Bridge", sentences)
    house.service.sentence = r"The Marsh[^.]+\."
    await house.ask("unrelated words")
    house.discord.faults.add(CREATE, status=0, delay=0.0)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: len(parts(house, question)) == 2, what="two parts")
    await house.stop()
    with closing(sqlite3.connect(store_path(house.home), isolation_level=None)) as store:
        store.execute("UPDATE questions SET state = 'pending' WHERE id = ?", (question["id"],))
        store.execute("DELETE FROM parts WHERE question_id = ?", (question["id"],))
    house.discord.gateway.forget_sessions()
    await house.start()
    await house.pause(1.5)
    assert len(parts(house, question)) == 2


def parts(house: House, question: Payload) -> list[Payload]:
    first = house.world.replies_to(question)
    more = [m for reply in first for m in house.world.replies_to(reply)]
    return [*first, *more]
