"""Open questions: who is called to help, who is told of an answer, and what taught messages do."""

import asyncio
import json
import sqlite3
from contextlib import closing

import pytest
from house import House, finished
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import own_library, use

from footnote.bot.cli.app import run
from footnote.bot.discord.state import store_path

LAMP = "Which colour has the lighthouse lamp got?"
ANSWER = "The lighthouse lamp has got a green colour since 1954."


async def taught(house: House, message: Payload) -> str:
    used = house.people.context_menu(house.world.owner, message, "Add to the articles")
    return (await house.responded(used)).text


def helpers_role(house: House) -> Payload:
    role = house.world.role(house.guild, "Helpers", 0, house.ben)
    house.world.may_ping.add(role["id"])
    return role


def forum_in(house: House) -> Payload:
    forum = house.world.channel(house.guild, "help", payloads.FORUM)
    house.world.announce("CHANNEL_CREATE", forum, house.guild["id"])
    return forum


# --- who helps -----------------------------------------------------------------------------------


async def test_a_post_the_articles_do_not_answer_calls_the_helpers_role(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    forum, role = forum_in(house), helpers_role(house)
    wanted = {"forum_posts": True, "unanswered": "role", "helper_role": role}
    await use(house, "settings set", house.world.owner, channel=forum, **wanted)
    post = house.people.forum_post(house.ann, forum, "Lamp", LAMP)
    await house.world.until(lambda: house.world.pinged == [role["id"]], what="the role is called")
    assert "can you help?" in house.world.from_bot(post)[-1]["content"]
    answered = house.people.forum_post(house.ann, forum, "Bridge", "When was it opened, the Marsh?")
    await house.world.until(lambda: [m for m in house.world.from_bot(answered) if finished(m)])
    await house.pause(0.3)
    assert house.world.pinged == [role["id"]]


async def test_a_forum_stays_silent_where_that_is_set(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    forum = forum_in(house)
    wanted = {"forum_posts": True, "unanswered": "silent"}
    await use(house, "settings set", house.world.owner, channel=forum, **wanted)
    post = house.people.forum_post(house.ann, forum, "Lamp", LAMP)
    await house.world.until(lambda: house.service.asked, what="the post is heard")
    await house.pause(0.5)
    assert house.world.from_bot(post) == []
    called = house.people.ask(house.ann, post, LAMP)
    assert "do not answer" in (await house.answered(called))["content"], "who calls hears"


async def test_the_helpers_channel_names_the_role_and_nobody_else(house: House) -> None:
    helpers, role = house.world.channel(house.guild, "helpers"), helpers_role(house)
    house.world.announce("CHANNEL_CREATE", helpers, house.guild["id"])
    await use(house, "settings set", house.world.owner, helpers_channel=helpers, helper_role=role)
    await house.ask(f"{LAMP} @everyone <@{house.ben['id']}>")
    (notice,) = await house.world.until(lambda: house.world.from_bot(helpers), what="a notice")
    assert LAMP in notice["content"]
    assert house.world.pinged == [role["id"]]


@pytest.mark.parametrize(("minutes", "pings"), [(10, 1), (0, 2)])
async def test_who_asks_much_does_not_ping_the_helpers_as_often(
    house: House, minutes: int, pings: int
) -> None:
    await house.stop()
    await house.start(helper_ping_minutes=minutes)
    helpers, role = house.world.channel(house.guild, "helpers"), helpers_role(house)
    house.world.announce("CHANNEL_CREATE", helpers, house.guild["id"])
    await use(house, "settings set", house.world.owner, helpers_channel=helpers, helper_role=role)
    await house.ask(LAMP)
    await house.ask("Which colour has the lighthouse door got?")
    notices = await house.world.until(
        lambda: len(shown := house.world.from_bot(helpers)) == 2 and shown, what="both notices"
    )
    assert all(f"<@&{role['id']}>" in notice["content"] for notice in notices)
    assert house.world.pinged == [role["id"]] * pings


async def test_a_private_question_is_shown_to_no_helper_and_answered_in_private(
    house: House,
) -> None:
    helpers = house.world.channel(house.guild, "helpers")
    house.world.announce("CHANNEL_CREATE", helpers, house.guild["id"])
    await use(house, "settings set", house.world.owner, helpers_channel=helpers)
    await house.slash("ask", question=LAMP, private=True)
    await taught(house, house.people.say(house.ben, house.channel, ANSWER))
    direct = house.world.direct(house.ann)
    (told,) = await house.world.until(lambda: house.world.from_bot(direct), what="the answer")
    assert LAMP in told["content"]
    assert "green colour" in told["content"]
    assert house.world.from_bot(helpers) == []


async def test_the_asker_is_told_once_however_often_the_library_grows(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, LAMP)
    await house.answered(question)
    for words in (ANSWER, "The harbour is closed on Mondays."):
        await taught(house, house.people.say(house.ben, house.channel, words))
        await house.pause(1.5)
    told = [m for m in house.world.replies_to(question) if "answer now" in m["content"]]
    assert len(told) == 1


# --- taught messages -----------------------------------------------------------------------------


async def test_an_edited_message_changes_its_article(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    said = house.people.say(house.ben, house.channel, ANSWER)
    await taught(house, said)
    library = house.service.libraries[own_library(house)]
    house.world.edit(said, {"content": ANSWER.replace("green", "yellow")})
    await house.world.until(lambda: "yellow" in next(iter(library.values())).text)
    assert len(library) == 1


async def test_a_message_deleted_while_the_bot_was_down_takes_its_article_along(
    house: House,
) -> None:
    said = house.people.say(house.ben, house.channel, ANSWER)
    await taught(house, said)
    library = house.service.libraries[own_library(house)]
    await house.stop()
    house.discord.gateway.forget_sessions()
    house.world.delete_message(said)
    assert len(library) == 1
    await house.start()
    await house.world.until(lambda: not library, what="the article goes")


async def test_an_article_keeps_author_day_and_link_of_its_message(house: House) -> None:
    said = house.people.say(house.ben, house.channel, ANSWER)
    await taught(house, said)
    (article,) = house.service.libraries[own_library(house)].values()
    link = f"https://discord.com/channels/{house.guild['id']}/{house.channel['id']}/{said['id']}"
    assert article.head.url == link
    assert str(article.head.published) == said["timestamp"][:10]
    assert article.head.source == "#reading"
    assert house.service.authors[article.head.id] == "Ben"


async def test_a_message_edited_while_the_bot_was_down_changes_its_article(house: House) -> None:
    said = house.people.say(house.ben, house.channel, ANSWER)
    await taught(house, said)
    await house.stop()
    house.discord.gateway.forget_sessions()
    house.world.edit(said, {"content": ANSWER.replace("green", "yellow")})
    await house.start()
    library = house.service.libraries[own_library(house)]
    await house.world.until(lambda: "yellow" in next(iter(library.values())).text)


async def test_a_channel_that_is_deleted_takes_the_articles_of_its_messages_along(
    house: House,
) -> None:
    other = house.world.channel(house.guild, "other")
    house.world.announce("CHANNEL_CREATE", other, house.guild["id"])
    for channel in (other, house.channel):
        await taught(house, house.people.say(house.ben, channel, f"{ANSWER} {channel['name']}"))
    library = house.service.libraries[own_library(house)]
    assert len(library) == 2
    house.world.delete_channel(other)
    await house.world.until(lambda: len(library) == 1)
    assert "reading" in next(iter(library.values())).text


async def test_a_full_library_learns_no_more_but_follows_edits(house: House) -> None:
    await house.stop()
    await house.start(message_content=True, articles_per_server=2)
    said = [house.people.say(house.ben, house.channel, f"{ANSWER} {n}") for n in range(3)]
    told = [await taught(house, message) for message in said]
    assert ["library is full" in words for words in told] == [False, False, True]
    house.world.edit(said[0], {"content": ANSWER.replace("green", "yellow")})
    library = house.service.libraries[own_library(house)]
    await house.world.until(lambda: any("yellow" in a.text for a in library.values()))
    news = house.world.channel(house.guild, "news")
    house.world.announce("CHANNEL_CREATE", news, house.guild["id"])
    await use(house, "library source", house.world.owner, channel=news)
    house.people.say(house.ann, news, "The market is open on Fridays.")
    await house.pause(0.5)
    assert len(library) == 2


# --- what operators and scripts read -------------------------------------------------------------


async def test_operators_read_what_readers_wanted(house: House) -> None:
    answer = await house.ask("When was the Marsh Bridge opened?")
    await house.responded(house.people.press(house.ben, answer, "👍"))
    form = house.people.press(house.ann, answer, "👎")
    await house.world.until(lambda: form.modal)
    await house.responded(house.people.submit(form, "4 May 1931, *not* May", ""))
    told = (await use(house, "library feedback", house.world.owner)).text.split("\n")
    assert told[0] == "👍 1 · 👎 1"
    assert "When was the Marsh Bridge opened?" in told[1]
    assert r"4 May 1931, \*not\* May" in told[1]
    assert "ann" not in told[1].casefold().replace("answer", "")


async def test_a_script_reads_the_open_questions(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (LAMP, LAMP, "What is the price of saffron?"):
        await house.ask(words)
    await house.stop()
    with closing(sqlite3.connect(store_path(house.home), isolation_level=None)) as store:
        store.execute("UPDATE gaps SET library = 'elsewhere'")  # none that models are loaded for
    asked = ["gaps", "--home", str(house.home), "--library", "elsewhere", "--json"]
    assert await asyncio.to_thread(run, asked) == 0
    counted = [(one["question"], one["count"]) for one in json.loads(capsys.readouterr().out)]
    assert counted == [(LAMP, 2), ("What is the price of saffron?", 1)]
