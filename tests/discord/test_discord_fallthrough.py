"""Nothing falls through: places, forms, the store, refusals, and what is in flight."""

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest
from house import House
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import use

from bot.discord.database import Database
from bot.discord.feedback.export import export_feedback, store_path

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


def unheard_thread(house: House) -> Payload:
    """A thread in #reading that the client was never told of."""
    thread = payloads.thread(house.world.snowflakes.next(), house.channel, "x", house.ann["id"])
    house.world._place(thread)
    return thread


async def private_words(house: House, person: Payload, count: int = 1) -> list[str]:
    direct = house.world.direct(person)
    await house.world.until(lambda: len(house.world.from_bot(direct)) >= count, what="a word")
    return [message["content"] for message in house.world.from_bot(direct)]


# --- where something is --------------------------------------------------------------------------


async def test_a_thread_out_of_the_cache_keeps_its_channels_settings(house: House) -> None:
    await use(house, "settings set", house.world.owner, channel=house.channel, enabled=False)
    thread = unheard_thread(house)
    house.people.ask(house.ann, thread, OPENED)
    assert "switched off" in (await private_words(house, house.ann))[0]
    assert house.world.from_bot(thread) == []
    assert house.service.asked == []


async def test_a_thread_out_of_the_cache_asks_its_servers_library(house: House) -> None:
    await house.stop()
    house.service.put("own", "Own", "The Marsh Bridge was opened in 1888.", library="red")
    await house.start(libraries={int(house.guild["id"]): ("red",)})
    thread = unheard_thread(house)
    answer = await house.answered(house.people.ask(house.ann, thread, OPENED))
    assert "1888" in answer["content"]


async def test_a_message_that_cannot_be_placed_is_not_answered(house: House) -> None:
    thread = unheard_thread(house)
    question = house.world.post(thread, house.ann, "", announce=False)
    question["content"] = f"<@{house.world.bot['id']}> {OPENED}"
    question["mentions"] = [house.world.bot]
    told = house.world.event(question)
    del house.world.channels[thread["id"]]
    house.world.announce("MESSAGE_CREATE", told, house.guild["id"])
    assert "cannot tell which server" in (await private_words(house, house.ann))[0]
    assert house.service.asked == []


async def test_a_command_in_a_channel_of_an_unknown_kind_keeps_the_servers_settings(
    house: House,
) -> None:
    await use(house, "settings set", house.world.owner, enabled=False)
    strange = house.world.channel(house.guild, "stage of the future", 99)
    asked = await house.responded(house.people.slash(house.ann, strange, "ask", question=OPENED))
    assert "switched off" in asked.text
    listed = await house.responded(house.people.slash(house.ann, strange, "library list"))
    assert "Only operators" in listed.text
    assert house.service.asked == []


# --- the form ------------------------------------------------------------------------------------


async def test_forms_of_two_people_keep_apart_and_outlive_a_restart(house: House) -> None:
    answer = await house.ask(OPENED)
    forms = [house.people.press(person, answer, "👎") for person in (house.ann, house.ben)]
    for form in forms:
        await house.world.until(lambda f=form: f.modal)
    await house.stop()
    await house.start()
    for form, words in zip(forms, ("ann says May", "ben says June"), strict=True):
        sent = await house.responded(house.people.submit(form, words, ""))
        assert sent.text.startswith("Thank you.")
    with closing(sqlite3.connect(store_path(house.home))) as store:
        kept = dict(store.execute("SELECT user_id, wanted FROM feedback").fetchall())
    wanted = {int(house.ann["id"]): "ann says May", int(house.ben["id"]): "ben says June"}
    assert kept == wanted


async def test_a_thumbs_down_counts_though_its_form_is_never_sent(house: House) -> None:
    answer = await house.ask(OPENED)
    form = house.people.press(house.ann, answer, "👎")
    await house.world.until(lambda: form.modal)
    await house.pause(0.2)
    assert "👎 1" in await house.slash("library feedback", house.world.owner)
    assert export_feedback(house.home) == [], "without words it is no fixture"


# --- admission -----------------------------------------------------------------------------------


async def test_one_server_cannot_take_the_whole_queue(house: House) -> None:
    await house.stop()
    elsewhere = house.world.guild("Elsewhere", house.ben)
    there = house.world.channel(elsewhere, "reading")
    crowd = [house.world.person(f"p{n}") for n in range(26)]
    house.world.members[house.guild["id"]] |= {p["id"]: [] for p in crowd}
    await house.start(answers_at_once=1)
    release = house.service.hold(OPENED)
    for person in crowd * 2:
        house.people.ask(person, house.channel, OPENED)
    await house.pause(2.0)
    late = house.people.ask(house.ben, there, OPENED)
    await house.world.until(lambda: house.world.replies_to(late), what="a place in line")
    assert "number" in house.world.replies_to(late)[0]["content"]
    release.set()
    assert "May 1931" in (await house.answered(late))["content"]


# --- the store -----------------------------------------------------------------------------------


async def test_an_answer_stands_though_the_store_fails_afterwards(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Database, "together", full)
    answer = await house.ask(OPENED)
    await house.pause(0.5)
    assert "May 1931" in answer["content"]
    assert house.people.buttons(answer)


async def test_a_question_is_answered_though_the_store_cannot_note_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Database, "_write", full)
    assert "May 1931" in (await house.ask(OPENED))["content"]
    assert "May 1931" in await house.slash("ask", question=OPENED)


async def test_a_store_that_somebody_holds_keeps_nobody_waiting(house: House) -> None:
    longest = 0.0
    with closing(sqlite3.connect(store_path(house.home), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
        until = time.monotonic() + 4
        while time.monotonic() < until:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        assert asked.acknowledged_after is not None
        other.execute("ROLLBACK")
    assert "May 1931" in (await house.responded(asked)).text
    assert longest < 1.0, "the loop went on meanwhile"


# --- in flight -----------------------------------------------------------------------------------


async def test_a_refused_first_reply_speaks_of_no_restart(house: House) -> None:
    house.discord.faults.add(CREATE, status=400, code=50035, times=5)
    house.people.ask(house.ann, house.channel, OPENED)
    words = await private_words(house, house.ann)
    await house.pause(0.5)
    assert "went wrong" in words[0]
    assert not any("restarted" in m["content"] for m in house.world.from_bot(house.channel))


async def test_an_acknowledgement_that_arrived_unheard_is_answered(house: House) -> None:
    house.discord.faults.add(CALLBACK, status=400, code=40060, done=True)
    assert "May 1931" in await house.slash("ask", question=OPENED)


async def test_a_question_deleted_while_its_reply_is_on_the_way_leaves_nothing(
    house: House,
) -> None:
    house.service.hold(OPENED)
    house.discord.faults.add(CREATE, status=0, delay=0.6)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.pause(0.3)
    house.world.delete_message(question)
    await house.pause(1.5)
    assert house.world.from_bot(house.channel) == []


@pytest.mark.parametrize("code", [200000, 240000, 50035])
async def test_an_answer_that_a_filter_refuses_ends_in_a_sentence(house: House, code: int) -> None:
    house.discord.faults.add(EDIT, status=400, code=code, times=2)
    answer = await house.ask(OPENED)
    assert "does not let me post it" in answer["content"]


async def test_a_private_answer_after_the_tokens_end_comes_directly(house: House) -> None:
    release = house.service.hold(OPENED)
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED, private=True)
    await house.world.until(lambda: asked.original)
    house.discord.routes.token_life_s = 0.0
    release.set()
    assert "May 1931" in (await private_words(house, house.ann))[0]


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


async def test_a_shard_that_starts_anew_catches_up_and_leaves_the_others_gap_alone(
    house: House,
) -> None:
    await house.stop()
    house.discord.routes.shards = 2
    guilds = {int(house.guild["id"]) >> 22 & 1: house.guild}
    while len(guilds) < 2:
        made = house.world.guild("Another room", house.ann)
        guilds[int(made["id"]) >> 22 & 1] = made
    channels = {n: house.world.channel(guild, "reading") for n, guild in guilds.items()}
    gateway = house.discord.gateway
    await house.start(sharded=True, wait=False)
    await house.world.until(lambda: gateway.identified == 2, within=30)
    await house.pause(0.5)
    for channel in channels.values():
        await house.answered(house.people.ask(house.ann, channel, OPENED))
    session = next(s for s in gateway.sessions.values() if s.shard[0] == 1)
    del gateway.sessions[session.id]
    missed = house.people.ask(house.ann, channels[1], ARCHITECT)
    session.socket.send({"op": 9, "d": False})
    await house.world.until(lambda: gateway.identified == 3, within=30)
    assert "Lindqvist" in (await house.answered(missed))["content"]
    assert len(house.world.replies_to(missed)) == 1


async def test_a_host_whose_clock_is_hours_ahead_still_catches_up(house: House) -> None:
    clock = house.world.snowflakes.clock
    house.world.snowflakes.clock = lambda: clock() - 2 * 3600
    await house.stop()
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
