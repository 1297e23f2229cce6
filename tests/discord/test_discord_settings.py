"""Settings of a server and its channels, and what a person or a server may have forgotten."""

import json
import sqlite3
from contextlib import closing

from house import House, finished
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import use

OPENED = "When was the Marsh Bridge opened?"


# --- /settings -----------------------------------------------------------------------------------


async def test_settings_hold_for_the_server_and_over_it_for_channels(house: House) -> None:
    owner = house.world.owner
    other = house.world.channel(house.guild, "other")
    house.world.announce("CHANNEL_CREATE", other, house.guild["id"])
    await use(house, "settings set", owner, since="2020", language="es")
    saved = await use(house, "settings set", owner, channel=other, since="2018-05", until="2019")
    assert saved.text.split("\n") == [
        "Guardado.",
        f"Ajustes de <#{other['id']}>, sobre los del servidor:",
        "- since: 2018-05-01",
        "- until: 2019-12-31",
    ]
    refused = await house.ask(OPENED)
    assert refused["content"].startswith("Los artículos no responden a eso.")
    answered = await house.answered(house.people.ask(house.ann, other, OPENED))
    assert "<t:1560340800:D>" in answered["content"]
    english = await use(house, "settings clear", owner, setting="language")
    assert english.text.startswith("Saved.")
    cleared = await use(house, "settings clear", owner, setting="since")
    assert "since" not in cleared.text
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def test_a_date_nobody_understands_changes_nothing(house: House) -> None:
    told = await use(house, "settings set", house.world.owner, since="soon", enabled=False)
    assert told.text == "“soon” is not a date; write it as 2026-03-31."
    assert "May 1931" in (await house.ask(OPENED))["content"]


async def private_word(house: House, person: Payload) -> str:
    direct = house.world.direct(person)
    told = await house.world.until(lambda: house.world.from_bot(direct), what="a private word")
    return str(told[-1]["content"])


async def test_who_may_ask_is_a_role(house: House) -> None:
    readers = house.world.role(house.guild, "Readers", 0, house.ann)
    await use(house, "settings set", house.world.owner, ask_role=readers)
    await house.ask(OPENED)
    house.people.ask(house.ben, house.channel, OPENED)
    assert "You may not ask me here" in await private_word(house, house.ben)
    assert len(house.world.from_bot(house.channel)) == 1


async def test_a_channel_can_be_switched_off(house: House) -> None:
    await use(house, "settings set", house.world.owner, channel=house.channel, enabled=False)
    house.people.ask(house.ann, house.channel, OPENED)
    assert "switched off in this channel" in await private_word(house, house.ann)
    assert house.world.from_bot(house.channel) == []


async def test_the_answerer_is_the_places(house: House) -> None:
    await use(house, "settings set", house.world.owner, answerer="generative")
    await house.ask(OPENED)
    assert house.service.answerers == ["generative"]


async def test_forum_posts_are_answered_where_switched_on(house: House) -> None:
    forum = house.world.channel(house.guild, "questions", payloads.FORUM)
    await house.stop()
    await house.start(message_content=True)
    before = house.people.forum_post(house.ann, forum, "Marsh Bridge", "When was it opened?")
    await house.ask("How often does the harbour ferry run?")
    assert house.world.from_bot(before) == []
    await use(house, "settings set", house.world.owner, channel=forum, forum_posts=True)
    post = house.people.forum_post(house.ann, forum, "Marsh Bridge", "When was it opened?")
    answers = await house.world.until(
        lambda: [m for m in house.world.from_bot(post) if finished(m)], what="an answer"
    )
    assert "May 1931" in answers[0]["content"]
    assert house.service.asked[-1][1].text == "Marsh Bridge\nWhen was it opened?"
    house.people.say(house.ben, post, "When was the Marsh Bridge opened, really?")
    await house.ask("How often does the harbour ferry run?")
    assert len(house.world.from_bot(post)) == 1


# --- /about, /privacy, /forget-me ----------------------------------------------------------------


async def test_about_and_privacy_say_what_is_kept(house: House) -> None:
    about = await use(house, "about", house.ben)
    assert "Library here: “default”." in about.text
    privacy = await use(house, "privacy", house.ben)
    assert "Your id goes after 30 days" in privacy.text
    assert "/forget-me" in privacy.text


async def test_forget_me_deletes_what_belongs_to_one_person(house: House) -> None:
    answer = await house.ask(OPENED)
    await house.answered(house.people.ask(house.ben, house.channel, OPENED))
    for person in (house.ann, house.ben):
        form = house.people.press(person, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
        await house.responded(house.people.submit(form, f"{person['username']} says 1931", ""))
    gone = await use(house, "forget-me", house.ann)
    assert gone.text == "Done. Records about you that are deleted: 3"
    assert house.ann["id"] not in kept(house)
    assert "ann says" not in kept(house)
    assert "ben says 1931" in kept(house)


async def test_a_server_that_sends_the_bot_away_is_forgotten(house: House) -> None:
    await use(house, "settings set", house.world.owner, cooldown_s=5)
    await house.ask(OPENED)
    assert house.guild["id"] in kept(house)
    house.world.announce("GUILD_DELETE", {"id": house.guild["id"]}, house.guild["id"])
    await house.world.until(lambda: house.guild["id"] not in kept(house))


def kept(house: House) -> str:
    """Return every row the bot keeps, as text."""
    from footnote.bot.discord.state import store_path

    with closing(sqlite3.connect(store_path(house.home))) as store:
        found = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in found.fetchall() if name != "bookmarks"]
        rows = [row for t in tables for row in store.execute(f"SELECT * FROM {t}").fetchall()]
    return json.dumps(rows, ensure_ascii=False)
