"""Nothing falls through: places, forms, the store, refusals, and what is in flight."""

import asyncio
import gc
import sqlite3
import time
from contextlib import closing

import discord
import pytest
from house import House
from loopback.payloads import Payload
from operator_commands import choose_own_library, own_library, use

from footnote.bot.discord.aftermath.feedback import export_feedback
from footnote.bot.discord.state import store_path
from footnote.bot.discord.state.sqlite import SqliteState

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
DELETE = "DELETE /channels/{channel_id}/messages/{message_id}"
RESPONSE = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


def unheard_thread(house: House) -> Payload:
    """A thread in #reading that the client was never told of."""
    return house.world.thread(house.channel, "x", house.ann, announce=False)


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
    house.people.ask_from_nowhere(house.ann, unheard_thread(house), OPENED)
    assert "cannot tell which server" in (await private_words(house, house.ann))[0]
    assert house.service.asked == []


async def test_a_command_in_a_channel_of_an_unknown_kind_keeps_the_servers_settings(
    house: House,
) -> None:
    house.service.put("own", "Our own tale", "Text.", library=own_library(house))
    await choose_own_library(house)
    strange = house.world.channel(house.guild, "stage of the future", 99)
    own = await house.responded(house.people.slash(house.world.owner, strange, "library list"))
    assert "Our own tale" in own.text
    assert "Marsh Bridge" not in own.text, "that is the library of direct messages"
    await use(house, "settings set", house.world.owner, enabled=False)
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


async def test_forms_that_are_never_sent_take_no_memory(house: House) -> None:
    answer = await house.ask(OPENED)
    for _ in range(5):
        form = house.people.press(house.ann, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
    await house.pause(0.2)
    gc.collect()
    held = [one for one in gc.get_objects() if issubclass(type(one), discord.ui.Modal)]
    assert held == []


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

    monkeypatch.setattr(SqliteState, "together", full)
    answer = await house.ask(OPENED)
    await house.pause(0.5)
    assert "May 1931" in answer["content"]
    assert house.people.buttons(answer)


async def test_a_question_is_answered_though_the_store_cannot_note_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SqliteState, "_write", full)
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
    house.discord.faults.add(CREATE, status=400, code=50035, times=10)
    house.people.ask(house.ann, house.channel, OPENED)
    words = await private_words(house, house.ann)
    await house.pause(0.5)
    assert "does not let me post it" in words[0]
    assert not any("restarted" in m["content"] for m in house.world.from_bot(house.channel))


async def test_an_acknowledgement_that_arrived_unheard_is_answered(house: House) -> None:
    house.discord.faults.add(CALLBACK, status=400, code=40060, done=True)
    assert "May 1931" in await house.slash("ask", question=OPENED)


async def test_a_first_reply_that_is_refused_for_long_becomes_the_answer(house: House) -> None:
    house.discord.faults.add(CREATE, status=403, code=50001, times=4)
    answer = await house.ask(OPENED)
    assert "May 1931" in answer["content"]
    assert len(house.world.from_bot(house.channel)) == 1


async def test_a_thinking_line_that_arrived_unheard_becomes_the_answer(house: House) -> None:
    house.discord.faults.add(CREATE, status=500, done=True)
    house.discord.faults.add(CREATE, status=403, code=50001, times=4)
    answer = await house.ask(OPENED)
    assert "May 1931" in answer["content"]
    assert len(house.world.from_bot(house.channel)) == 1


async def test_an_answer_that_moves_to_another_reply_is_not_withdrawn_with_the_first(
    house: House,
) -> None:
    house.discord.faults.add(EDIT, status=404, code=10008, times=3)
    answer = await house.ask(OPENED)
    assert "May 1931" in answer["content"]
    assert [m["id"] for m in house.world.from_bot(house.channel)] == [answer["id"]]


async def test_a_reply_that_cannot_be_deleted_at_first_does_not_stay(house: House) -> None:
    house.discord.faults.add(EDIT, status=403, code=50001, times=3)
    house.discord.faults.add(DELETE, status=404, code=10008)
    house.discord.faults.add(DELETE, status=403, code=50001)
    answer = await house.ask(OPENED)
    assert "May 1931" in answer["content"]
    assert [m["id"] for m in house.world.from_bot(house.channel)] == [answer["id"]]


async def test_a_response_that_arrived_unheard_is_found_though_its_time_is_over(
    house: House,
) -> None:
    house.discord.faults.add(CALLBACK, status=500, done=True)
    house.discord.faults.add(CALLBACK, status=404, code=10062)
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
    await house.responded(asked)
    assert "May 1931" in asked.text
    assert len(house.world.from_bot(house.channel)) == 1


@pytest.mark.parametrize(("status", "code"), [(404, 10015), (404, 10008), (401, 50027)])
async def test_a_refusal_that_is_untrue_does_not_move_a_private_answer(
    house: House, status: int, code: int
) -> None:
    house.discord.faults.add(CALLBACK, status=404, code=10015)
    house.discord.faults.add(RESPONSE, status=status, code=code, times=2)
    assert "May 1931" in await house.slash("ask", question=OPENED, private=True)
    assert house.world.from_bot(house.world.direct(house.ann)) == []


async def test_a_private_word_that_arrived_unheard_is_said_once(house: House) -> None:
    await house.stop()
    await house.start(questions_per_user_per_minute=1)
    await house.ask(OPENED)
    house.discord.faults.add(CREATE, status=500, done=True)
    house.people.ask(house.ann, house.channel, OPENED)
    await private_words(house, house.ann)
    await house.pause(2.5)
    assert len(house.world.from_bot(house.world.direct(house.ann))) == 1


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
    house.discord.faults.add(EDIT, status=400, code=code, times=3)
    answer = await house.ask(OPENED)
    assert "does not let me post it" in answer["content"]


async def test_a_private_answer_after_the_tokens_end_comes_directly(house: House) -> None:
    release = house.service.hold(OPENED)
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED, private=True)
    await house.world.until(lambda: asked.original)
    house.discord.routes.token_life_s = 0.0
    release.set()
    assert "May 1931" in (await private_words(house, house.ann))[0]
