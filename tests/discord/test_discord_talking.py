"""What a message asks: words of its own, those it hangs on, a file's, and those of its edit."""

import sqlite3

import pytest
from house import House
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import use

from footnote.bot.discord.state.sqlite import SqliteState

OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"
SAFFRON = "What is the price of saffron?"


async def with_content(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)


def call(house: House, person: Payload, channel: Payload, to: Payload | None = None) -> Payload:
    """Name the bot and say nothing else, in reply to a message where one is given."""
    return house.world.post(channel, person, f"<@{house.world.bot['id']}>", reply_to=to)


# --- a call without a question -------------------------------------------------------------------


async def test_a_call_below_somebodys_question_asks_that_question(house: House) -> None:
    await with_content(house)
    asked = house.people.say(house.ben, house.channel, OPENED)
    answer = await house.answered(call(house, house.ann, house.channel, to=asked))
    assert "May 1931" in answer["content"]


async def test_words_below_somebodys_message_are_asked_with_it_in_mind(house: House) -> None:
    await with_content(house)
    said = house.people.say(house.ben, house.channel, "I wonder about the Marsh Bridge.")
    words = f"<@{house.world.bot['id']}> Who was its architect?"
    question = house.world.post(house.channel, house.ann, words, reply_to=said)
    await house.answered(question)
    (_, asked) = house.service.asked[-1]
    assert asked.text == "Who was its architect?"
    assert [turn.question for turn in asked.history] == [said["content"]]


async def test_without_the_intent_a_call_below_a_message_says_what_keeps_it_unread(
    house: House,
) -> None:
    asked = house.people.say(house.ben, house.channel, OPENED)
    call(house, house.ann, house.channel, to=asked)
    direct = house.world.direct(house.ann)
    (word,) = await house.world.until(lambda: house.world.from_bot(direct), what="a word")
    assert "without the message content intent" in word["content"]
    assert house.service.asked == []


async def test_without_the_intent_a_call_by_role_says_what_keeps_it_unread(house: House) -> None:
    role = house.world.role(house.guild, "Footnote", 0, house.world.bot)
    role["tags"] = {"bot_id": house.world.bot["id"]}
    told = {"guild_id": house.guild["id"], "role": role}
    house.world.announce("GUILD_ROLE_UPDATE", told, house.guild["id"])
    other = house.world.role(house.guild, "Readers", 0, house.ann)
    for named, words in ((other, "When?"), (role, OPENED)):
        text = f"<@&{named['id']}> {words}"
        house.world.post(house.channel, house.ben, text, mention_roles=[named["id"]])
    direct = house.world.direct(house.ben)
    (word,) = await house.world.until(lambda: house.world.from_bot(direct), what="a word")
    assert "name my role alone" in word["content"]
    assert house.service.asked == []


async def test_words_below_a_message_that_is_gone_are_asked_alone(house: House) -> None:
    await with_content(house)
    said = house.people.say(house.ben, house.channel, "I wonder about the Marsh Bridge.")
    house.world.delete_message(said)
    words = f"<@{house.world.bot['id']}> {ARCHITECT}"
    await house.answered(
        house.world.post(house.channel, house.ann, words, reply_to=said, referenced_message=None)
    )
    (_, asked) = house.service.asked[-1]
    assert (asked.text, asked.history) == (ARCHITECT, ())


async def test_a_question_is_answered_in_a_thread_whose_earlier_words_cannot_be_read(
    house: House,
) -> None:
    thread = house.world.thread(house.channel, "bridge", house.ann)
    house.discord.faults.add("GET /channels/{channel_id}/messages", 403, times=9, code=50001)
    await house.answered(house.people.ask(house.ann, thread, ARCHITECT))
    (_, asked) = house.service.asked[-1]
    assert (asked.text, asked.history) == (ARCHITECT, ())


async def test_a_call_in_a_thread_asks_what_the_thread_was_opened_with(house: House) -> None:
    await with_content(house)
    asked = house.people.say(house.ben, house.channel, OPENED)
    thread = house.world.thread(house.channel, "bridges", house.ben, message=asked)
    answer = await house.answered(call(house, house.ann, thread))
    assert "May 1931" in answer["content"]


async def test_a_call_in_a_thread_asks_the_question_left_open_there(house: House) -> None:
    await with_content(house)
    said = house.people.say(house.ben, house.channel, "The Marsh Bridge was opened by the mayor.")
    thread = house.world.thread(house.channel, "bridges", house.ben, message=said)
    house.people.say(house.ben, thread, "How often does the harbour ferry run?")
    house.people.say(house.ann, thread, "no idea, let us ask")
    answer = await house.answered(call(house, house.ann, thread))
    assert "every twenty minutes" in answer["content"]


async def test_a_call_in_a_forum_post_asks_the_post_with_its_title(house: House) -> None:
    forum = house.world.channel(house.guild, "help", payloads.FORUM)
    await with_content(house)
    post = house.people.forum_post(house.ben, forum, "Marsh Bridge", "When was it opened?")
    answer = await house.answered(call(house, house.ann, post))
    assert "May 1931" in answer["content"]
    assert house.service.asked[-1][1].text == "Marsh Bridge\nWhen was it opened?"


# --- a file --------------------------------------------------------------------------------------


def attached(house: House, name: str, content: bytes, kind: str) -> Payload:
    """A message that names the bot and holds a file only."""
    file = house.discord.upload(name, content) | {"content_type": kind}
    mention = f"<@{house.world.bot['id']}>"
    return house.world.post(house.channel, house.ann, mention, attachments=[file])


async def test_a_long_message_that_discord_made_a_file_of_is_read(house: House) -> None:
    text = f"{OPENED}\n{'I have looked everywhere. ' * 200}".encode()
    question = attached(house, "message.txt", text, "text/plain; charset=utf-8")
    assert "May 1931" in (await house.answered(question))["content"]
    assert len(house.service.asked[-1][1].text) <= 600


async def test_a_picture_is_named_as_what_cannot_be_read(house: House) -> None:
    attached(house, "bridge.png", b"\x89PNG", "image/png")
    direct = house.world.direct(house.ann)
    (word,) = await house.world.until(lambda: house.world.from_bot(direct), what="a word")
    assert "I read text files only" in word["content"]
    assert house.discord.downloads == []


# --- an edit -------------------------------------------------------------------------------------


def edit(house: House, question: Payload, words: str) -> None:
    mention = f"<@{house.world.bot['id']}> "
    house.world.edit(question, {"content": mention + words, "mentions": [house.world.bot]})


async def test_an_edited_question_is_answered_anew_in_the_same_reply(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, OPENED)
    answer = await house.answered(question)
    house.discord.routes.nonces.clear()  # Discord knows what was sent twice for minutes only
    edit(house, question, ARCHITECT)
    await house.world.until(lambda: "Ida Lindqvist" in answer["content"], what="the new answer")
    await house.pause(0.3)
    assert [m["id"] for m in house.world.from_bot(house.channel)] == [answer["id"]]


async def test_a_question_edited_while_it_is_answered_is_answered_once(house: House) -> None:
    house.service.hold(OPENED)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.service.asked, what="the work begins")
    edit(house, question, ARCHITECT)
    answer = await house.world.until(
        lambda: [m for m in house.world.replies_to(question) if "Lindqvist" in m["content"]]
    )
    await house.pause(0.3)
    assert "May 1931" not in answer[0]["content"]
    assert house.service.stopped == [OPENED]
    assert len(house.world.from_bot(house.channel)) == 1


async def test_a_question_edited_after_a_restart_is_answered_anew(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, OPENED)
    answer = await house.answered(question)
    await house.stop()
    await house.start()
    edit(house, question, ARCHITECT)
    await house.world.until(lambda: "Ida Lindqvist" in answer["content"], what="the new answer")
    assert len(house.world.from_bot(house.channel)) == 1


async def test_an_edit_that_changes_no_words_asks_nothing(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.answered(question)
    edit(house, question, f" {OPENED}  ")
    await house.pause(0.5)
    assert len(house.service.asked) == 1


async def test_a_message_that_names_the_bot_only_since_its_edit_is_answered(house: House) -> None:
    said = house.people.say(house.ann, house.channel, OPENED)
    edit(house, said, OPENED)
    assert "May 1931" in (await house.answered(said))["content"]


async def test_a_question_edited_into_one_with_an_answer_is_open_no_more(house: House) -> None:
    question = house.people.ask(house.ann, house.channel, SAFFRON)
    answer = await house.answered(question)
    edit(house, question, OPENED)
    await house.world.until(lambda: "May 1931" in answer["content"], what="the new answer")
    for _ in range(20):
        told = (await use(house, "library gaps", house.world.owner)).text
        if "Nothing was asked" in told:
            break
        await house.pause(0.2)
    assert "Nothing was asked" in told


def break_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[object]:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(SqliteState, "_read", broken)


async def test_an_edit_is_answered_though_the_store_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.answered(question)
    break_the_store(monkeypatch)
    edit(house, question, ARCHITECT)
    await house.world.until(
        lambda: [m for m in house.world.replies_to(question) if "Lindqvist" in m["content"]]
    )


async def test_plain_words_in_a_thread_are_heard_though_the_store_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_content(house)
    answer = await house.ask(OPENED)
    thread = house.world.thread(house.channel, "bridge", house.ann, message=answer)
    break_the_store(monkeypatch)
    plain = house.people.say(house.ben, thread, "Was its architect Lindqvist?")
    assert "Lindqvist" in (await house.answered(plain))["content"]


# --- an answer in two messages -------------------------------------------------------------------


async def test_a_follow_up_to_either_part_of_an_answer_has_the_evidence_of_all(
    house: House,
) -> None:
    sentences = " ".join(
        f"The Marsh Bridge was opened again in {year}, {'as before, ' * 150}end."
        for year in range(1, 4)
    )
    house.service.put("bridge", "The Marsh Bridge", sentences)
    house.service.sentence = r"The Marsh[^.]+\."
    first = await house.ask(OPENED)
    (second,) = await house.world.until(lambda: house.world.replies_to(first), what="a second part")
    evidence = []
    for part in (first, second):
        await house.answered(house.people.reply(house.ben, part, "And why was the bridge opened?"))
        (turn,) = house.service.asked[-1][1].history
        assert turn.question == OPENED
        evidence.append(turn.evidence)
    assert [len(passages) for passages in evidence] == [3, 3]
    assert "again in 3" in turn.answer, "the second part's words follow the first's"
