"""Manners under load: limits with a friendly word in private, a queue that shows its places."""

import asyncio
from itertools import pairwise
from time import monotonic

import pytest
from house import House, finished
from loopback.payloads import Payload

from footnote.bot.discord.asking.live_message import LiveMessage

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
FERRY = "How often does the harbour ferry run?"


async def restarted(house: House, **settings: object) -> None:
    await house.stop()
    await house.start(**settings)


async def private_words(house: House, person: Payload) -> list[str]:
    direct = house.world.direct(person)
    told = await house.world.until(lambda: house.world.from_bot(direct), what="a private word")
    return [message["content"] for message in told]


async def test_who_asks_too_much_is_told_in_private_and_others_go_on(house: House) -> None:
    await restarted(house, questions_per_user_per_minute=2)
    await house.ask(OPENED)
    await house.ask(ARCHITECT)
    third = house.people.ask(house.ann, house.channel, FERRY)
    (word,) = await private_words(house, house.ann)
    assert word.startswith("One moment: you can ask again in ")
    await house.answered(house.people.ask(house.ben, house.channel, FERRY))
    assert house.world.replies_to(third) == []


async def test_a_command_over_the_limit_is_answered_to_the_asker_alone(house: House) -> None:
    await restarted(house, questions_per_user_per_minute=1)
    await house.ask(OPENED)
    word = house.people.slash(house.ann, house.channel, "ask", question=FERRY)
    await house.responded(word)
    assert word.original["flags"] & 64
    assert word.text.startswith("One moment")


async def test_a_question_may_be_as_long_as_the_limit_and_no_longer(house: House) -> None:
    await restarted(house, question_max_chars=50)
    house.people.ask(house.ann, house.channel, f"{OPENED} {'Please. ' * 5}")
    assert "I read up to 50" in (await private_words(house, house.ann))[0]
    await house.ask(OPENED.rjust(50, "?"))
    assert len(house.service.asked) == 1


async def test_a_server_has_a_limit_of_its_own(house: House) -> None:
    await restarted(house, questions_per_server_per_minute=1)
    elsewhere = house.world.guild("Elsewhere", house.ben)
    there = house.world.channel(elsewhere, "reading")
    await restarted(house, questions_per_server_per_minute=1)
    await house.ask(OPENED)
    house.people.ask(house.ben, house.channel, OPENED)
    assert "This server has asked a lot" in (await private_words(house, house.ben))[0]
    await house.answered(house.people.ask(house.ben, there, OPENED))


async def test_a_channels_cooldown_is_kept(house: House) -> None:
    await house.slash("settings set", house.world.owner, cooldown_s=60)
    await house.ask(OPENED)
    house.people.ask(house.ann, house.channel, ARCHITECT)
    assert "ask again in 60 s" in (await private_words(house, house.ann))[0]


async def test_with_direct_messages_closed_the_word_is_said_in_the_channel(house: House) -> None:
    await restarted(house, questions_per_user_per_minute=1)
    direct = house.world.direct(house.ann)
    house.world.closed_dms.add(house.ann["id"])
    await house.ask(OPENED)
    second = house.people.ask(house.ann, house.channel, FERRY)
    reply = await house.world.until(lambda: house.world.replies_to(second), what="a word")
    assert reply[0]["content"].startswith("One moment")
    tries = [c for c in house.discord.rest.sent if c.path.get("channel_id") == direct["id"]]
    assert len(tries) == 1


async def test_the_queue_shows_places_and_is_bounded(house: House) -> None:
    await restarted(house, answers_at_once=1, queue_limit=6, questions_waiting_per_user=10)
    release = house.service.hold(OPENED)
    people = [house.world.person(f"p{number}") for number in range(5)]
    questions = []
    for person in people:
        asked = OPENED if not questions else ARCHITECT
        questions.append(house.people.ask(person, house.channel, asked))
    shown = await house.world.until(
        lambda: [
            reply["content"]
            for question in questions
            for reply in house.world.replies_to(question)
            if "number" in reply["content"]
        ][2:],
        what="three places",
    )
    assert shown == ["-# Waiting: number 3 in line…"]
    assert "hands full" in (await private_words(house, people[4]))[0]
    release.set()
    for question in questions[:4]:
        await house.answered(question)
    assert house.world.replies_to(questions[4]) == []


async def test_places_move_up(house: House) -> None:
    await restarted(house, answers_at_once=1, questions_waiting_per_user=10)
    first, second = house.service.hold(OPENED), house.service.hold(FERRY)
    house.people.ask(house.ann, house.channel, OPENED)
    house.people.ask(house.ben, house.channel, FERRY)
    last = house.people.ask(house.ann, house.channel, ARCHITECT)
    reply = (await house.world.until(lambda: house.world.replies_to(last)))[0]
    assert "number 2 in line" in reply["content"]
    first.set()
    await house.world.until(lambda: "number 1 in line" in reply["content"], what="moving up")
    second.set()
    await house.world.until(lambda: finished(reply))


async def test_a_reply_that_a_moderator_deletes_stops_the_work(house: House) -> None:
    house.service.hold(OPENED)
    question = house.people.ask(house.ann, house.channel, OPENED)
    reply = (await house.world.until(lambda: house.world.replies_to(question)))[0]
    await house.world.until(lambda: house.service.asked, what="the work begins")
    house.world.delete_message(reply)
    await house.world.until(lambda: house.service.stopped == [OPENED])
    await asyncio.sleep(0.2)
    assert house.world.from_bot(house.channel) == []
    assert house.world.from_bot(house.world.direct(house.ann)) == []


async def test_an_answer_later_than_an_interaction_lives_is_posted_all_the_same(
    house: House,
) -> None:
    release = house.service.hold(OPENED)
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED)
    await house.world.until(lambda: asked.original and "May 1931" in asked.text)
    house.discord.routes.token_life_s = 0.0
    release.set()
    await house.responded(asked)
    assert list(house.people.buttons(asked.original)) == [
        "1 The Marsh Bridge",
        "More like this",
        "👍",
        "👎",
    ]


# --- the pace of edits ---------------------------------------------------------------------------


class SlowOutlet:
    """Notes what is shown and when."""

    def __init__(self) -> None:
        self.edits: list[tuple[float, str]] = []

    async def open(self, text: str) -> int | None:
        return 1

    async def edit(self, text: str, view: object = None) -> int | None:
        self.edits.append((monotonic(), text))
        await asyncio.sleep(0.03)
        return 1


@pytest.mark.parametrize("interval", [0.1, 0.2])
async def test_edits_keep_their_distance_and_show_the_newest_text_only(interval: float) -> None:
    outlet = SlowOutlet()
    live = LiveMessage(outlet, interval)  # type: ignore[arg-type]
    await live.open("thinking")
    for number in range(60):
        live.show(f"text {number}")
        await asyncio.sleep(0.01)
    await live.finish(["the end"])
    times = [at for at, _ in outlet.edits]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert min(gaps) >= interval - 0.005
    assert len(outlet.edits) < 20
    numbers = [int(text.split()[1]) for _, text in outlet.edits[:-1]]
    assert numbers == sorted(set(numbers)), "no text twice, none after a newer one"
    assert outlet.edits[-1][1] == "the end"


# --- many at once --------------------------------------------------------------------------------


async def test_a_busy_server_does_not_keep_the_others_waiting(house: House) -> None:
    """The short form of `python -m benchmarks.discord_load`."""
    await house.stop()
    guilds = [house.world.guild(f"Small {n}", house.ben) for n in range(4)]
    small = [house.world.channel(guild, "reading") for guild in guilds]
    house.service.pause_s = 0.02
    await house.start(questions_waiting_per_user=100)
    order: list[str] = []

    def see(event: str, data: Payload, _guild: str | None) -> None:
        if event == "MESSAGE_UPDATE" and data["components"]:
            order.append(data["channel_id"])

    house.world.listeners.append(see)
    busy = [house.people.ask(house.ann, house.channel, OPENED) for _ in range(20)]
    asked = [house.people.ask(house.ben, channel, OPENED) for channel in small for _ in range(2)]
    for question in (*busy, *asked):
        await house.answered(question)
        assert len(house.world.replies_to(question)) == 1
    assert len(order) == 28
    last_small = max(place for place, channel in enumerate(order) if channel != house.channel["id"])
    assert last_small < 14, "two rounds of five servers, and what ran before"
