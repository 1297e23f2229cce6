"""Faults: whatever Discord does in the middle of things, no question is lost or answered twice."""

import asyncio

import pytest
from house import House, finished
from loopback.permissions import READ_MESSAGE_HISTORY, SEND_MESSAGES

from footnote.bot.discord.running import GatewayEnded
from footnote.retrieval.errors import (
    AnswererError,
    LibraryBusy,
    LibraryDamaged,
    ModelMissing,
    SettingsError,
)

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


async def only_one_answer(house: House, question: dict) -> dict:
    answer = await house.answered(question)
    await asyncio.sleep(0.3)
    assert len(house.world.replies_to(question)) == 1
    return answer


# --- the gateway ---------------------------------------------------------------------------------


async def test_a_drop_in_the_middle_of_an_answer_is_resumed(house: House) -> None:
    release = house.service.hold(OPENED)
    first = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(first))
    house.discord.gateway.drop()
    second = house.people.ask(house.ben, house.channel, ARCHITECT)
    release.set()
    await only_one_answer(house, first)
    await only_one_answer(house, second)
    assert house.discord.gateway.resumed == 1


async def test_op_9_is_caught_up_from_history(house: House) -> None:
    await house.ask(OPENED)
    await house.discord.gateway.invalidate()
    meanwhile = [
        house.people.ask(house.ben, house.channel, ARCHITECT),
        house.people.say(house.ben, house.channel, "Not for the bot."),
        house.people.ask(house.ann, house.channel, "How often does the harbour ferry run?"),
    ]
    await house.world.until(lambda: house.discord.gateway.identified == 2)
    for question in (meanwhile[0], meanwhile[2]):
        await only_one_answer(house, question)
    assert house.world.replies_to(meanwhile[1]) == []


async def test_ten_minutes_away_and_the_session_forgotten(house: House) -> None:
    await house.ask(OPENED)
    direct = house.world.direct(house.ben)
    await house.answered(house.people.ask(house.ben, direct, OPENED))
    gateway, clock = house.discord.gateway, house.world.snowflakes.clock
    gateway.refusals = 2
    gateway.forget_sessions()
    asked = house.people.ask(house.ann, house.channel, ARCHITECT)
    asked_direct = house.people.ask(house.ben, direct, ARCHITECT)
    house.world.snowflakes.clock = lambda: clock() + 600
    await house.world.until(lambda: gateway.identified == 2, within=30)
    await only_one_answer(house, asked)
    await only_one_answer(house, asked_direct)


async def test_the_first_connection_failing_does_not_end_the_bot(house: House) -> None:
    await house.stop()
    house.discord.gateway.refusals = 3
    await house.start()
    await house.ask(OPENED)


async def test_after_a_malformed_event_the_next_process_goes_on_where_this_one_was(
    house: House,
) -> None:
    release = house.service.hold(OPENED)
    first = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(first))
    house.discord.gateway.malformed()
    second = house.people.ask(house.ben, house.channel, ARCHITECT)
    with pytest.raises(GatewayEnded, match="Start the bot again"):
        await house.ended()
    assert "restarted" not in house.world.replies_to(first)[0]["content"]
    release.set()
    house.discord.gateway.forget_sessions()
    await house.start()
    await only_one_answer(house, second)
    await only_one_answer(house, first)


async def test_duplicate_events_are_answered_once(house: House) -> None:
    house.discord.gateway.duplicate = True
    question = house.people.ask(house.ann, house.channel, OPENED)
    await only_one_answer(house, question)
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
    await house.responded(asked)
    await asyncio.sleep(0.2)
    assert len(house.service.asked) == 2


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [("token", "does not accept the bot's token"), ("intents", "message content intent")],
)
async def test_a_wrong_setting_ends_the_bot_with_one_sentence(
    house: House, setting: str, sentence: str
) -> None:
    await house.stop()
    if setting == "token":
        await house.start(wait=False, token="wrong.token")
    else:
        house.discord.gateway.allowed_intents &= ~(1 << 15)
        await house.start(wait=False, message_content=True)
    with pytest.raises(SettingsError, match=sentence):
        await house.ended()


# --- REST ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_rate_limit_is_waited_out(house: House, is_global: bool) -> None:
    fault = {"status": 429, "retry_after": 0.3, "is_global": is_global}
    house.discord.faults.add(CREATE, **fault)
    house.discord.faults.add(EDIT, times=2, **fault)
    question = house.people.ask(house.ann, house.channel, OPENED)
    assert "May 1931" in (await only_one_answer(house, question))["content"]


async def test_server_errors_are_tried_again(house: House) -> None:
    house.discord.faults.add(EDIT, status=500, times=1)
    house.discord.faults.add(CREATE, status=502, times=1)
    question = house.people.ask(house.ann, house.channel, OPENED)
    assert "May 1931" in (await only_one_answer(house, question))["content"]


async def test_a_reply_whose_receipt_was_lost_is_not_posted_again(house: House) -> None:
    house.discord.faults.add(CREATE, status=502, times=1, done=True)
    question = house.people.ask(house.ann, house.channel, OPENED)
    assert "May 1931" in (await only_one_answer(house, question))["content"]


async def test_a_late_acknowledgement_becomes_an_ordinary_message(house: House) -> None:
    house.discord.routes.deadline_s = 0.0
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
    await house.world.until(lambda: [m for m in house.world.from_bot(house.channel) if finished(m)])
    (answer,) = house.world.from_bot(house.channel)
    assert asked.refused == "10062"
    assert answer["content"].startswith(f"**{OPENED}**\n> The Marsh Bridge")


async def test_after_a_late_private_acknowledgement_the_answer_comes_directly(house: House) -> None:
    house.discord.routes.deadline_s = 0.0
    house.people.slash(house.ann, house.channel, "ask", question=OPENED, private=True)
    direct = house.world.direct(house.ann)
    told = await house.world.until(lambda: house.world.from_bot(direct), what="the answer")
    assert "May 1931" in told[0]["content"]
    assert len(told) == 1
    assert house.world.from_bot(house.channel) == []


@pytest.mark.parametrize(
    ("denied", "named"),
    [(SEND_MESSAGES, "Send Messages"), (READ_MESSAGE_HISTORY, "Read Message History")],
)
async def test_a_missing_permission_is_named_to_the_asker(
    house: House, denied: int, named: str
) -> None:
    house.world.deny(house.channel, denied)
    house.people.ask(house.ann, house.channel, OPENED)
    direct = house.world.direct(house.ann)
    await house.world.until(lambda: house.world.from_bot(direct))
    (told,) = house.world.from_bot(direct)
    assert f"I lack the permission “{named}”" in told["content"]


async def test_a_channel_deleted_in_mid_answer_is_explained_directly(house: House) -> None:
    release = house.service.hold(OPENED)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(question))
    house.world.delete_channel(house.channel)
    release.set()
    direct = house.world.direct(house.ann)
    await house.world.until(lambda: house.world.from_bot(direct))
    assert "The channel you asked in is gone" in house.world.from_bot(direct)[0]["content"]


# --- the bot's own troubles ----------------------------------------------------------------------


async def test_an_unexpected_error_ends_in_a_sentence_with_an_id(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.service.errors[OPENED] = ZeroDivisionError(f"secret words: {OPENED}")
    answer = await house.ask(OPENED)
    assert "went wrong on my side" in answer["content"]
    error_id = answer["content"].split("error ")[1][:8]
    (line,) = [r.getMessage() for r in caplog.records if error_id in r.getMessage()]
    assert "ZeroDivisionError" in line
    assert "secret words" not in line, "people's words stay out of the log"
    assert OPENED not in caplog.text


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            LibraryBusy("/srv/footnote/libraries/x/lock is held by pid 12"),
            "writing into the library",
        ),
        (LibraryDamaged("/srv/footnote/x/catalog.sqlite3: disk I/O error"), "cannot be read"),
        (
            AnswererError("http://10.0.0.7:11434 does not answer; set generation.base_url"),
            "is away",
        ),
        (ModelMissing("/root/.cache/models is empty: run footnote doctor"), "is away"),
    ],
)
async def test_members_hear_what_is_wrong_without_the_machines_paths_and_hosts(
    house: House, caplog: pytest.LogCaptureFixture, error: Exception, sentence: str
) -> None:
    house.service.errors[OPENED] = error
    told = (await house.ask(OPENED))["content"]
    assert sentence in told
    for secret in ("/srv", "/root", "10.0.0.7", "generation", "catalog", "pid"):
        assert secret not in told
    error_id = told.split("error ")[1][:8]
    assert any(error_id in r.getMessage() and str(error) in r.getMessage() for r in caplog.records)


async def test_a_hanging_model_is_given_up(house: House) -> None:
    await house.stop()
    await house.start(answer_timeout_s=0.3)
    house.service.hold(OPENED)
    answer = await house.ask(OPENED)
    assert answer["content"].startswith("That took too long")


async def test_deleting_the_question_stops_the_work(house: House) -> None:
    house.service.hold(OPENED)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.world.replies_to(question))
    await house.world.until(lambda: house.service.asked, what="the work begins")
    house.world.delete_message(question)
    await house.world.until(lambda: house.service.stopped == [OPENED])
    await house.world.until(lambda: not house.world.from_bot(house.channel))
    await house.ask(ARCHITECT)


async def test_a_killed_bot_finishes_its_answers_after_the_restart(house: House) -> None:
    await house.stop()
    await house.start_process()
    question = house.people.ask(house.ann, house.channel, OPENED)
    command = house.people.slash(house.ben, house.channel, "ask", question=OPENED)
    private = house.people.slash(house.ann, house.channel, "ask", question=OPENED, private=True)
    await house.world.until(lambda: house.world.replies_to(question))
    await house.world.until(lambda: command.original and private.original)
    await asyncio.sleep(0.3)
    await house.kill_process()
    while_down = house.people.ask(house.ann, house.channel, ARCHITECT)
    await house.start()
    assert "May 1931" in (await only_one_answer(house, question))["content"]
    assert "May 1931" in (await house.responded(command)).text
    assert "May 1931" in (await house.responded(private)).text
    await only_one_answer(house, while_down)


async def test_a_shutdown_finishes_what_it_can_and_apologises_for_the_rest(house: House) -> None:
    quick, stuck = house.service.hold(OPENED), house.service.hold(ARCHITECT)
    first = house.people.ask(house.ann, house.channel, OPENED)
    second = house.people.ask(house.ben, house.channel, ARCHITECT)
    await house.world.until(lambda: house.world.replies_to(second))
    asyncio.get_running_loop().call_later(0.3, quick.set)
    await house.stop()
    assert "May 1931" in (await house.answered(first))["content"]
    assert "being restarted" in (await house.answered(second))["content"]
    assert not stuck.is_set()
