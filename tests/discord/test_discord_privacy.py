"""What is kept of people and servers, read from the raw files; and strangers who are not let in."""

import sqlite3
from contextlib import closing

from house import House
from loopback.payloads import Payload
from operator_commands import own_library, use

from footnote.bot.discord.aftermath.feedback import export_feedback
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


async def complain(
    house: House, person: Payload, answer: Payload, words: str, evidence: str = ""
) -> None:
    form = house.people.press(person, answer, "👎")
    await house.world.until(lambda: form.modal)
    await house.responded(house.people.submit(form, words, evidence))


def stands_in(number: str, content: bytes) -> bool:
    """Whether an id is among bytes of the store, as SQLite writes it or in digits."""
    return int(number).to_bytes(8, "big") in content or number.encode() in content


async def test_after_forget_me_nothing_of_a_person_is_in_the_raw_files(house: House) -> None:
    answer = await house.ask(OPENED)
    await complain(house, house.ann, answer, "zanzibarium says ann")
    await house.ask("What is the price of saffron?")
    said = house.people.say(house.ann, house.channel, "The lighthouse lamp is green, says ann.")
    used = house.people.context_menu(house.world.owner, said, "Add to the articles")
    await house.responded(used)
    library = house.service.libraries[own_library(house)]
    assert len(library) == 1
    await house.slash("forget-me", house.ann)
    assert library == {}
    await house.stop()
    kept = raw(house)
    assert b"zanzibarium" not in kept
    assert b"saffron" not in kept
    assert not stands_in(house.ann["id"], kept)
    assert stands_in(house.guild["id"], kept), "ids are found by this where they are"


async def test_the_raw_files_hold_no_words_but_forms_and_open_questions(house: House) -> None:
    answer = await house.ask(f"{OPENED} quagga")
    await house.answered(house.people.reply(house.ben, answer, "And its architect, the quokka?"))
    words = {"question": "How often does the harbour ferry run, kudu?", "source": "harbour.example"}
    command = house.people.slash(house.ann, house.channel, "ask", **words)
    assert "every twenty minutes" in (await house.responded(command)).text
    await house.slash("ask", question=f"{OPENED} okapi", private=True)
    said = house.people.say(house.ben, house.channel, "The Marsh Bridge was opened, ibex.")
    await house.responded(house.people.context_menu(house.ann, said, "Find in the articles"))
    notes = house.discord.upload("gnu.txt", b"The lighthouse keeper is a tapir.")
    added = house.people.slash(house.world.owner, house.channel, "library add", file=notes)
    await house.responded(added)
    await house.world.until(lambda: "Done: 1 added" in added.text)
    await complain(house, house.ann, answer, "bongo")
    await house.ask("What is the price of saffron?")
    await house.stop()
    kept = raw(house)
    assert b"bongo" in kept, "the form's words"
    assert b"saffron" in kept, "an open question"
    others = (b"okapi", b"kudu", b"harbour", b"quokka", b"ibex", b"gnu", b"tapir")
    assert [word for word in others if word in kept] == []
    assert kept.count(b"quagga") == 1, "the question that the form is about"
    for token in (command.token, added.token):
        assert token.encode() not in kept


async def test_an_open_question_is_forgotten_when_it_has_an_answer(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, "Which colour has the lamp got, zebu?")
    await house.answered(question)
    said = house.people.say(house.ben, house.channel, "A green colour is what the lamp has got.")
    await house.responded(house.people.context_menu(house.world.owner, said, "Add to the articles"))
    await house.world.until(lambda: len(house.world.replies_to(question)) == 2, what="the answer")
    await house.stop()
    assert b"zebu" not in raw(house)


async def test_whose_a_sources_messages_are_is_not_kept(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    await use(house, "library source", house.world.owner, channel=house.channel)
    house.people.say(house.ben, house.channel, "The harbour is closed on Mondays.")
    await house.world.until(lambda: house.service.libraries.get(own_library(house)))
    await house.pause(0.3)
    await house.stop()
    assert not stands_in(house.ben["id"], raw(house))


async def test_after_a_month_a_form_has_no_person_any_more(house: House) -> None:
    answer = await house.ask(OPENED)
    await complain(house, house.ann, answer, "4 May 1931")
    await house.ask("What is the price of saffron?")
    await house.stop()
    with closing(sqlite3.connect(store_path(house.home), isolation_level=None)) as store:
        store.execute("UPDATE feedback SET given_at = given_at - 31 * 86400")
        store.execute("UPDATE questions SET taken_at = taken_at - 31 * 86400")
        store.execute("UPDATE posted SET posted_at = posted_at - 31 * 86400")
        store.execute("UPDATE gaps SET asked_at = asked_at - 31 * 86400")
    await house.start()
    await house.pause(0.5)
    await house.stop()
    assert not stands_in(house.ann["id"], raw(house))
    assert len(export_feedback(house.home)) == 1
    assert b"saffron" in raw(house)


async def test_a_server_that_left_while_the_bot_was_down_is_forgotten(house: House) -> None:
    other = await talked_elsewhere(house)
    await house.stop()
    assert b"saffron" in raw(house)
    del house.world.guilds[other["id"]]
    house.discord.gateway.forget_sessions()
    await house.start()
    await house.pause(0.5)
    await house.stop()
    assert_forgotten(house, other)


async def test_a_server_that_sends_the_bot_away_leaves_nothing_in_the_raw_files(
    house: House,
) -> None:
    other = await talked_elsewhere(house)
    del house.world.guilds[other["id"]]
    house.world.announce("GUILD_DELETE", {"id": other["id"]}, other["id"])
    await house.pause(0.5)
    await house.stop()
    assert_forgotten(house, other)


async def talked_elsewhere(house: House) -> Payload:
    """Return another server, in which an answer was faulted and a question had none."""
    await house.stop()
    other = house.world.guild("Other", house.ben)
    there = house.world.channel(other, "reading")
    await house.start()
    answer = await house.answered(house.people.ask(house.ben, there, OPENED))
    await complain(house, house.ben, answer, "of the other room", "its architect was Ida Lindqvist")
    await house.answered(house.people.ask(house.ben, there, "What is the price of saffron?"))
    return other


def assert_forgotten(house: House, guild: Payload) -> None:
    kept = raw(house)
    for words in (b"of the other room", b"Lindqvist", b"saffron"):
        assert words not in kept
    assert not stands_in(guild["id"], kept)
    assert not stands_in(house.ben["id"], kept)


async def test_the_store_is_its_owners_alone(house: House) -> None:
    path = store_path(house.home)
    for kept in (path.parent, *path.parent.iterdir()):
        assert kept.stat().st_mode & 0o077 == 0, kept
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
    owner = house.world.owner
    source = await use(house, "library source", owner, channel=house.channel)
    assert "not let this server in" in source.text
    for command, given in (
        ("library list", {}),
        ("library status", {}),
        ("library forget", {"article": "bridge"}),
    ):
        refused = await use(house, command, owner, **given)
        assert "not let this server in" in refused.text, command
    assert "Library here" not in (await use(house, "about", owner)).text
    said = house.people.say(house.ann, house.channel, "The lighthouse keeper is called Ada Brook.")
    used = house.people.context_menu(owner, said, "Add to the articles")
    assert "not let this server in" in (await house.responded(used)).text
    assert house.service.added == []
    assert list(house.service.libraries) == ["default"]


async def test_a_source_of_a_server_that_is_let_in_no_more_grows_no_more(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    await use(house, "library source", house.world.owner, channel=house.channel)
    said = house.people.say(house.ann, house.channel, "The harbour is closed on Mondays.")
    await house.world.until(lambda: house.service.libraries.get(own_library(house)))
    await house.stop()
    await house.start(message_content=True, servers=(1,))
    house.people.say(house.ann, house.channel, "The market is open on Fridays.")
    await house.pause(0.5)
    library = house.service.libraries[own_library(house)]
    assert len(library) == 1
    house.world.delete_message(said)
    await house.world.until(lambda: not library, what="deletions are followed all the same")


async def test_a_servers_questions_of_a_day_have_an_end(house: House) -> None:
    await house.stop()
    await house.start(questions_per_server_per_day=2)
    await house.ask(OPENED)
    await house.ask(ARCHITECT)
    house.people.ask(house.ben, house.channel, OPENED)
    assert "its 2 questions of today" in (await private_words(house, house.ben))[0]
