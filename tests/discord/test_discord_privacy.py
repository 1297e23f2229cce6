"""What is kept of people and servers, read from the raw files; and strangers who are not let in."""

import sqlite3
from contextlib import closing
from typing import Any

from house import House
from loopback.payloads import Payload

from footnote.bot.discord.feedback.export import export_feedback
from footnote.bot.discord.state import store_path

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"


async def private_words(house: House, person: Payload) -> list[str]:
    direct = house.world.direct(person)
    await house.world.until(lambda: house.world.from_bot(direct), what="a word")
    return [message["content"] for message in house.world.from_bot(direct)]


def raw(house: House) -> bytes:
    files = [f for f in (house.home / "discord").rglob("*") if f.is_file()]
    return b"".join(file.read_bytes() for file in files)


async def complain(house: House, person: Payload, answer: Payload, words: str) -> None:
    form = house.people.press(person, answer, "👎")
    await house.world.until(lambda: form.modal)
    await house.responded(house.people.submit(form, words, ""))


async def test_after_forget_me_nothing_of_a_person_is_in_the_raw_files(house: House) -> None:
    answer = await house.ask(OPENED)
    await complain(house, house.ann, answer, "zanzibarium says ann")
    await house.ask("What is the price of saffron?")
    await house.slash("forget-me", house.ann)
    await house.stop()
    assert b"zanzibarium" not in raw(house)
    assert b"saffron" not in raw(house)
    assert numbers_of(house, int(house.ann["id"])) == 0


def numbers_of(house: House, number: int) -> int:
    """How often a number stands in any table of the store."""
    with closing(sqlite3.connect(store_path(house.home))) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows: list[Any] = [r for (n,) in names for r in store.execute(f"SELECT * FROM {n}")]
    return sum(number in row for row in rows)


async def test_after_a_month_a_form_has_no_person_any_more(house: House) -> None:
    answer = await house.ask(OPENED)
    await complain(house, house.ann, answer, "4 May 1931")
    await house.stop()
    with closing(sqlite3.connect(store_path(house.home), isolation_level=None)) as store:
        store.execute("UPDATE feedback SET given_at = given_at - 31 * 86400")
        store.execute("UPDATE questions SET taken_at = taken_at - 31 * 86400")
        store.execute("UPDATE posted SET posted_at = posted_at - 31 * 86400")
    await house.start()
    await house.pause(0.5)
    await house.stop()
    assert numbers_of(house, int(house.ann["id"])) == 0
    assert len(export_feedback(house.home)) == 1


async def test_a_server_that_left_while_the_bot_was_down_is_forgotten(house: House) -> None:
    await house.stop()
    other = house.world.guild("Other", house.ben)
    there = house.world.channel(other, "reading")
    await house.start()
    answer = await house.answered(house.people.ask(house.ben, there, OPENED))
    await complain(house, house.ben, answer, "of the other room")
    await house.stop()
    del house.world.guilds[other["id"]]
    house.discord.gateway.forget_sessions()
    await house.start()
    await house.pause(0.5)
    await house.stop()
    assert numbers_of(house, int(other["id"])) == 0
    assert b"of the other room" not in raw(house)


async def test_the_store_is_its_owners_alone(house: House) -> None:
    path = store_path(house.home)
    assert path.stat().st_mode & 0o077 == 0
    await house.stop()
    path.chmod(0o644)
    await house.start()
    assert path.stat().st_mode & 0o077 == 0


async def test_servers_that_are_not_let_in_are_refused(house: House) -> None:
    await house.stop()
    await house.start(servers=(1,))
    house.people.ask(house.ann, house.channel, OPENED)
    assert "not let this server in" in (await private_words(house, house.ann))[0]
    notes = house.discord.upload("notes.txt", b"Mine now.")
    told = await house.slash("library add", house.world.owner, file=notes)
    assert "not let this server in" in told
    assert house.service.added == []


async def test_a_servers_questions_of_a_day_have_an_end(house: House) -> None:
    await house.stop()
    await house.start(questions_per_server_per_day=2)
    await house.ask(OPENED)
    await house.ask(ARCHITECT)
    house.people.ask(house.ben, house.channel, OPENED)
    assert "its 2 questions of today" in (await private_words(house, house.ben))[0]
