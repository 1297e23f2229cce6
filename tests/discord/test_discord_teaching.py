"""The loop: asked in vain, shown to helpers, taught, answered, taken back; channels as sources."""

import asyncio
import random

from house import House, finished
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import own_library, use

from footnote.bot.discord.teaching.gaps import gap_report

LAMP = "Which colour has the lighthouse lamp got?"
ANSWER = "The lighthouse lamp has got a green colour since 1954."


async def with_content(house: House, **settings: object) -> None:
    await house.stop()
    await house.start(message_content=True, **settings)


async def taught(house: House, message: Payload) -> str:
    used = house.people.context_menu(house.world.owner, message, "Add to the articles")
    return (await house.responded(used)).text


async def test_an_open_question_goes_to_the_helpers_and_comes_back_answered(house: House) -> None:
    helpers = house.world.channel(house.guild, "helpers")
    house.world.announce("CHANNEL_CREATE", helpers, house.guild["id"])
    await use(house, "settings set", house.world.owner, helpers_channel=helpers)
    await use(house, "settings set", house.world.owner, library=own_library(house))
    house.service.libraries[own_library(house)] = {}
    question = house.people.ask(house.ann, house.channel, LAMP)
    await house.answered(question)
    notice = (await house.world.until(lambda: house.world.from_bot(helpers)))[0]
    assert LAMP in notice["content"]
    assert f"/{house.channel['id']}/{question['id']}" in notice["content"]
    reply = house.people.reply(house.ben, notice, ANSWER)
    assert LAMP in await taught(house, reply)
    told = await house.world.until(
        lambda: [m for m in house.world.replies_to(question) if "answer now" in m["content"]],
        what="the asker is told",
    )
    assert "green colour" in told[0]["content"]
    assert f"/{helpers['id']}/{reply['id']}" in told[0]["content"], "the footnote leads there"
    author = house.world.from_bot(house.world.direct(house.ben))
    assert "added to the articles" in author[0]["content"]
    assert "Nothing was asked" in (await use(house, "library gaps", house.world.owner)).text
    house.world.delete_message(reply)
    await house.world.until(lambda: not house.service.libraries[own_library(house)])
    again = await house.answered(house.people.ask(house.ben, house.channel, LAMP))
    assert "do not answer" in again["content"]


async def test_a_question_from_before_the_servers_first_article_is_answered_by_it(
    house: House,
) -> None:
    question = house.people.ask(house.ann, house.channel, LAMP)
    await house.answered(question)
    await taught(house, house.people.say(house.ben, house.channel, ANSWER))
    told = await house.world.until(
        lambda: [m for m in house.world.replies_to(question) if "answer now" in m["content"]],
        what="the asker is told",
    )
    assert "green colour" in told[0]["content"]


async def test_an_author_may_take_a_message_back_and_nobody_else(house: House) -> None:
    said = house.people.say(house.ben, house.channel, ANSWER)
    await taught(house, said)
    library = house.service.libraries[own_library(house)]
    assert len(library) == 1
    direct = house.world.direct(house.ben)
    (letter,) = await house.world.until(lambda: house.world.from_bot(direct))
    foreign = await house.responded(house.people.press(house.ann, letter, "Take it back"))
    assert "not yours" in foreign.text
    assert len(library) == 1
    await house.responded(house.people.press(house.ben, letter, "Take it back"))
    assert library == {}


async def test_members_cannot_teach(house: House) -> None:
    said = house.people.say(house.ben, house.channel, ANSWER)
    used = house.people.context_menu(house.ann, said, "Add to the articles")
    assert "Only operators" in (await house.responded(used)).text
    assert own_library(house) not in house.service.libraries


async def gaps(house: House, *, asked: int) -> list[str]:
    """Return the lines of `/library gaps` once so many are noted, which is after their refusals."""
    async with asyncio.timeout(30):
        while True:
            shown = (await use(house, "library gaps", house.world.owner)).text.split("\n")
            if shown[0].startswith(f"{asked} "):
                return shown
            await asyncio.sleep(0.1)


async def test_gaps_are_grouped_by_meaning_most_asked_first(house: House) -> None:
    await house.ask("What is the price of saffron?")
    for words in ("Where does the night train stop?", "Where does the night train really stop?"):
        await house.ask(words)
    shown = await gaps(house, asked=3)
    assert shown[0] == "3 open questions, by meaning:"
    assert "night train" in shown[1]
    assert shown[1].endswith("asked 2 times")
    assert shown[2].endswith("asked once")
    report = await gap_report(house.home, "default", house.service)
    assert [one.count for one in report] == [2, 1]
    await use(house, "settings set", house.world.owner, gaps=False)
    await house.ask("Who sells the best turnips?")
    assert len((await use(house, "library gaps", house.world.owner)).text.split("\n")) == 3


async def articles(house: House) -> set[str]:
    return {a.text for a in house.service.libraries.get(own_library(house), {}).values()}


async def test_a_source_stays_in_step_live(house: House) -> None:
    await with_content(house)
    news = house.world.channel(house.guild, "news")
    house.world.announce("CHANNEL_CREATE", news, house.guild["id"])
    old = house.people.say(house.ann, news, "The harbour is closed on Mondays.")
    await use(house, "library source", house.world.owner, channel=news)
    await house.world.until(lambda: len(house.service.libraries.get(own_library(house), {})) == 1)
    new = house.people.say(house.ben, news, "The market is open on Fridays.")
    house.world.edit(old, {"content": "The harbour is closed on Tuesdays."})
    wanted = {"The harbour is closed on Tuesdays.", "The market is open on Fridays."}
    for _ in range(40):
        if await articles(house) == wanted:
            break
        await house.pause(0.1)
    assert await articles(house) == wanted
    house.world.delete_message(new)
    await house.world.until(lambda: len(house.service.libraries[own_library(house)]) == 1)
    off = await use(house, "library source", house.world.owner, channel=news, on=False)
    assert "1 message was taken out" in off.text
    assert await articles(house) == set()


async def test_a_source_is_brought_in_step_after_kills(house: House) -> None:
    await with_content(house)
    news = house.world.channel(house.guild, "news")
    house.world.announce("CHANNEL_CREATE", news, house.guild["id"])
    await use(house, "library source", house.world.owner, channel=news)
    chance = random.Random(7)
    for round_ in range(4):
        for number in range(12):
            house.people.say(house.ann, news, f"Notice {round_}-{number} of the harbour.")
        there = house.world.in_channel(news)
        for message in chance.sample(there, 4):
            house.world.edit(message, {"content": message["content"] + " Corrected."})
        for message in chance.sample(there, 3):
            house.world.delete_message(message)
        await house.pause(chance.random() * 0.2)
        await house.stop()
        house.discord.gateway.forget_sessions()
        for message in chance.sample(house.world.in_channel(news), 3):
            house.world.delete_message(message)
        await house.start(message_content=True)
    wanted = {m["content"] for m in house.world.in_channel(news)}
    for _ in range(80):
        if await articles(house) == wanted:
            break
        await asyncio.sleep(0.1)
    assert await articles(house) == wanted


# --- talking -------------------------------------------------------------------------------------


async def test_a_direct_talk_is_remembered(house: House) -> None:
    direct = house.world.direct(house.ann)
    first = "When was the Marsh Bridge opened?"
    await house.answered(house.people.ask(house.ann, direct, first))
    await house.answered(house.people.ask(house.ann, direct, "Who was its architect?"))
    assert [turn.question for turn in house.service.asked[-1][1].history] == [first]


async def test_plain_words_in_a_thread_on_an_answer_are_a_follow_up(house: House) -> None:
    await with_content(house)
    answer = await house.ask("When was the Marsh Bridge opened?")
    thread = house.world.thread(house.channel, "bridge", house.ann, message=answer)
    house.people.say(house.ben, thread, "thanks!")
    plain = house.people.say(house.ben, thread, "Who was its architect?")
    await house.answered(plain)
    assert house.service.asked[-1][1].text == "Who was its architect?"
    assert len(house.service.asked[-1][1].history) == 1
    assert len(house.world.from_bot(thread)) == 1


async def test_the_bots_own_role_is_a_name_of_its(house: House) -> None:
    role = house.world.role(house.guild, "Footnote", 0, house.world.bot)
    role["tags"] = {"bot_id": house.world.bot["id"]}
    house.world.announce(
        "GUILD_ROLE_UPDATE", {"guild_id": house.guild["id"], "role": role}, house.guild["id"]
    )
    await with_content(house)
    words = f"<@&{role['id']}> When was the Marsh Bridge opened?"
    asked = house.people.say(house.ann, house.channel, words)
    assert "May 1931" in (await house.answered(asked))["content"]


async def test_a_mention_inside_code_calls_nobody(house: House) -> None:
    await with_content(house)
    me = house.world.bot["id"]
    house.people.say(house.ann, house.channel, f"type `<@{me}> When was the Marsh Bridge opened?`")
    await house.ask("How often does the harbour ferry run?")
    assert len(house.service.asked) == 1
    assert len(house.world.from_bot(house.channel)) == 1


async def test_thanks_and_greetings_get_a_sign_and_no_refusal(house: House) -> None:
    answer = await house.ask("When was the Marsh Bridge opened?")
    house.people.reply(house.ann, answer, "thank you so much!")
    house.people.ask(house.ben, house.channel, "👍")
    reactions = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
    await house.world.until(
        lambda: sum(c.operation.name == reactions for c in house.discord.rest.sent) == 2
    )
    assert len(house.world.from_bot(house.channel)) == 1
    assert len(house.service.asked) == 1


async def test_an_ask_channel_takes_every_message_and_stays_silent_where_it_knows_nothing(
    house: House,
) -> None:
    await with_content(house)
    owner = house.world.owner
    await use(
        house, "settings set", owner, channel=house.channel, ask_channel=True, unanswered="silent"
    )
    asked = house.people.say(house.ann, house.channel, "When was the Marsh Bridge opened?")
    assert "May 1931" in (await house.answered(asked))["content"]
    house.people.say(house.ann, house.channel, "What is the price of saffron?")
    house.people.say(house.ann, house.channel, "good morning everyone")
    await house.pause(0.8)
    assert len(house.world.from_bot(house.channel)) == 1


async def test_forum_posts_need_an_intent_and_the_operator_is_told(house: House) -> None:
    told = await use(house, "settings set", house.world.owner, forum_posts=True)
    assert "needs the message content intent" in told.text


async def test_the_operator_role_says_what_to_click(house: House) -> None:
    keepers = house.world.role(house.guild, "Keepers", 0, house.ben)
    told = await use(house, "settings set", house.world.owner, operator_role=keepers)
    assert "Server Settings → Integrations" in told.text


async def test_answers_in_threads_of_their_own_by_setting(house: House) -> None:
    await use(house, "settings set", house.world.owner, auto_threads=True)
    asked = house.people.ask(house.ann, house.channel, "When was the Marsh Bridge opened?")
    thread = await house.world.until(lambda: house.world.channels.get(asked["id"]))
    await house.world.until(lambda: [m for m in house.world.from_bot(thread) if finished(m)])
    assert house.world.from_bot(house.channel) == []


async def test_a_far_year_and_a_long_question_are_met_with_words(house: House) -> None:
    assert "May 1931" in await house.slash(
        "ask", question="When was the Marsh Bridge opened?", until="9999"
    )
    bad = await house.slash("ask", question="When?", since="99999 @everyone")
    assert r"\@everyone" in bad
    markup = "When was the Marsh Bridge opened? " + "*_~|`" * 110
    assert "May 1931" in await house.slash("ask", question=markup)
    described = next(c for c in house.world.commands if c["name"] == "ask")
    assert described["options"][0]["max_length"] == 600


async def test_a_private_answer_can_be_shown_to_everyone(house: House) -> None:
    asked = house.people.slash(
        house.ann, house.channel, "ask", question="When was the Marsh Bridge opened?", private=True
    )
    await house.responded(asked)
    shown = house.people.press(house.ann, asked.original, "Show everyone")
    await house.responded(shown)
    (public,) = house.world.from_bot(house.channel)
    assert "May 1931" in public["content"]
    assert not public["flags"] & payloads.EPHEMERAL
    assert "Show everyone" not in house.people.buttons(public)


async def test_a_refusal_offers_the_nearest_articles_and_pages_can_be_turned(house: House) -> None:
    house.service.put("long", "Long tale", "The mill stood by the river. " * 120)
    refused = await house.ask("What is the price of saffron?")
    opened = await house.responded(house.people.press(house.ben, refused, "Long tale"))
    assert "The mill stood" in opened.text
    assert list(house.people.buttons(opened.original)) == ["After →"]
    turned = house.people.press(house.ben, opened.original, "After →")
    await house.world.until(lambda: "← Before" in house.people.buttons(opened.original))
    assert turned.original is opened.original
