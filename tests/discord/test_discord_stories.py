"""Stories: people ask, check, follow up and complain, and the bot is restarted in between."""

import json

from house import House
from loopback import payloads

from footnote.evaluation.fixtures import read_fixtures

OPENED = "When was the Marsh Bridge opened?"


async def test_a_first_question_is_answered_with_footnotes_and_buttons(house: House) -> None:
    answer = await house.ask(OPENED)
    assert answer["content"].split("\n") == [
        r"> The Marsh Bridge was opened in May 1931. **\[1\]**",
        r"-# **\[1\]** [The Marsh Bridge](<https://news.example/bridge#:~:text=The%20Marsh%20"
        "Bridge%20was%20opened%20in%20May%201931.>) · news.example · <t:1560340800:D>",
    ]
    assert list(house.people.buttons(answer)) == [
        "1 The Marsh Bridge",
        "More like this",
        "👍",
        "👎",
    ]
    assert answer["flags"] & 4, "link previews are suppressed"
    sent = [c.body for c in house.discord.rest.sent if c.body and "allowed_mentions" in c.body]
    assert sent
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent)


async def test_talk_that_addresses_nobody_is_left_alone(house: House) -> None:
    house.people.say(house.ann, house.channel, OPENED)
    house.people.say(house.ann, house.channel, "@everyone " + OPENED)
    mine = house.people.say(house.ben, house.channel, "I think 1931.")
    house.people.reply(house.ann, mine, OPENED)
    await house.ask(OPENED)
    assert len(house.world.from_bot(house.channel)) == 1


async def test_a_reply_follows_up_with_the_branch_as_history(house: House) -> None:
    first = await house.ask(OPENED)
    await house.ask("How often does the harbour ferry run?")
    second = await house.answered(house.people.reply(house.ben, first, "Who was its architect?"))
    _, question = house.service.asked[-1]
    assert [turn.question for turn in question.history] == [OPENED]
    assert question.history[0].answer == "The Marsh Bridge was opened in May 1931. [1]"
    assert question.history[0].evidence == ("bridge-0",)
    third = house.people.reply(house.ann, second, "And when did the bridge close for repairs?")
    await house.answered(third)
    asked = [turn.question for turn in house.service.asked[-1][1].history]
    assert asked == [OPENED, "Who was its architect?"]


async def test_a_thread_on_an_answer_has_its_own_history_after_a_restart(house: House) -> None:
    answer = await house.ask(OPENED)
    thread = house.world.thread(house.channel, "about the bridge", house.ann, message=answer)
    house.people.say(house.ben, thread, "nice, isn't it?")
    await house.stop()
    await house.start()
    question = house.people.ask(house.ann, thread, "Who was its architect?")
    await house.answered(question)
    history = house.service.asked[-1][1].history
    assert [turn.question for turn in history] == [OPENED]


async def test_a_direct_message_needs_no_mention(house: House) -> None:
    direct = house.world.direct(house.ann)
    answer = await house.answered(house.people.ask(house.ann, direct, OPENED))
    assert "May 1931" in answer["content"]


async def test_a_command_repeats_the_question_and_takes_options(house: House) -> None:
    text = await house.slash("ask", question=OPENED, since="2019-06", until="2019", private=True)
    assert text.startswith(f"**{OPENED}**\n> The Marsh Bridge")
    refused = await house.slash("ask", question=OPENED, source="harbour.example")
    assert "The articles do not answer that." in refused
    assert "Closest in the library" in refused
    assert "[Ferry news](<https://harbour.example/ferry>) · harbour.example · <t:" in refused
    filters = house.service.asked[0][1].filters
    assert (str(filters.since), str(filters.until)) == ("2019-06-01", "2019-12-31")


async def test_a_private_answer_is_seen_by_the_asker_alone(house: House) -> None:
    asked = house.people.slash(house.ann, house.channel, "ask", question=OPENED, private=True)
    await house.responded(asked)
    assert asked.original["flags"] & payloads.EPHEMERAL
    assert house.world.from_bot(house.channel) == []
    assert asked.acknowledged_after < 1.0


async def test_sources_and_months_complete(house: House) -> None:
    typing = house.people.autocomplete(house.ann, house.channel, "ask", "source", source="harb")
    await house.world.until(lambda: typing.choices is not None)
    assert [choice["value"] for choice in typing.choices] == ["harbour.example"]
    typing = house.people.autocomplete(house.ann, house.channel, "ask", "since", since="20")
    await house.world.until(lambda: typing.choices is not None)
    assert [choice["value"] for choice in typing.choices] == ["2020-03", "2019-06"]


async def test_the_context_menu_looks_a_message_up_in_private(house: House) -> None:
    said = house.people.say(house.ben, house.channel, "The Marsh Bridge is from 1840, I believe.")
    asked = house.people.context_menu(house.ann, said, "Find in the articles")
    await house.responded(asked)
    assert asked.original["flags"] & payloads.EPHEMERAL
    assert "May 1931" in asked.text


async def test_a_footnote_button_opens_the_passage_even_after_a_restart(house: House) -> None:
    answer = await house.ask("Who was the architect of the Marsh Bridge, Ida Lindqvist?")
    await house.stop()
    await house.start()
    label = next(iter(house.people.buttons(answer)))
    assert label == "1 The Marsh Bridge"
    pressed = await house.responded(house.people.press(house.ben, answer, label))
    assert pressed.original["flags"] & payloads.EPHEMERAL
    assert "**The Marsh Bridge was opened in May 1931.** Its architect" in pressed.text


async def test_a_footnote_of_a_changed_article_says_so(house: House) -> None:
    answer = await house.ask(OPENED)
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in June 1931.")
    pressed = await house.responded(house.people.press(house.ben, answer, "1"))
    assert pressed.text.startswith("That passage is no longer in the library")


async def test_more_like_this_names_other_articles(house: House) -> None:
    answer = await house.ask(OPENED)
    pressed = await house.responded(house.people.press(house.ann, answer, "More like this"))
    assert "Ferry news" in pressed.text
    assert "Marsh Bridge" not in pressed.text


async def test_a_thumbs_down_becomes_a_fixture(house: House) -> None:
    answer = await house.ask(OPENED)
    up = await house.responded(house.people.press(house.ben, answer, "👍"))
    assert up.text == "Thank you, noted."
    form = house.people.press(house.ann, answer, "👎")
    await house.world.until(lambda: form.modal)
    sent = house.people.submit(form, "4 May 1931", "https://news.example/bridge")
    assert (await house.responded(sent)).text.startswith("Thank you.")
    (line,) = fixtures_of(house)
    assert json.loads(line) == {
        "id": "feedback-2",
        "question": OPENED,
        "asked": answer["timestamp"][:10],
        "answers": ["4 May 1931"],
        "answerable": True,
        "evidence": {"url": "https://news.example/bridge"},
    }


async def test_a_corrected_article_marks_its_answer_once_and_can_be_asked_again(
    house: House,
) -> None:
    answer = await house.ask(OPENED)
    other = await house.ask("How often does the harbour ferry run?")
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in June 1931.")
    await house.world.until(lambda: "was corrected on" in answer["content"], what="the mark")
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in July 1931.")
    buttons = house.people.buttons(answer)
    assert list(buttons) == ["1 The Marsh Bridge", "More like this", "👍", "👎", "Ask again"]
    again = await house.responded(house.people.press(house.ben, answer, "Ask again"))
    assert "opened in July 1931" in again.text
    assert answer["content"].count("was corrected on") == 1
    assert "was corrected on" not in other["content"]


async def test_an_article_corrected_while_its_answer_is_written_is_marked_too(
    house: House,
) -> None:
    release = house.service.hold(OPENED)
    question = house.people.ask(house.ann, house.channel, OPENED)
    await house.world.until(lambda: house.service.asked, what="the model begins")
    reply = (await house.world.until(lambda: house.world.replies_to(question)))[0]
    await house.world.until(lambda: "May 1931" in reply["content"], what="a first sentence")
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in June 1931.")
    await house.ask("How often does the harbour ferry run?")
    await house.pause(0.3)
    release.set()
    await house.world.until(lambda: "was corrected on" in reply["content"], what="the mark")


async def test_asking_a_follow_up_again_keeps_its_conversation(house: House) -> None:
    first = await house.ask(OPENED)
    thread = house.world.thread(house.channel, "about the bridge", house.ann, message=first)
    answer = await house.answered(house.people.ask(house.ann, thread, "Who was its architect?"))
    text = "The Marsh Bridge was opened in May 1931. Its architect was Ida Lindquist."
    house.service.put("bridge", "The Marsh Bridge", text)
    await house.world.until(lambda: "was corrected on" in answer["content"], what="the mark")
    again = await house.responded(house.people.press(house.ben, answer, "Ask again"))
    assert again.text.startswith("**Who was its architect?**")
    assert [turn.question for turn in house.service.asked[-1][1].history] == [OPENED]


async def test_a_full_row_of_buttons_gets_one_below_it(house: House) -> None:
    answer = await house.ask("Was the Marsh Bridge opened before the bridge closed for repairs?")
    assert len(answer["components"]) == 1
    house.service.put("bridge", "The Marsh Bridge", "The Marsh Bridge was opened in June 1931.")
    await house.world.until(lambda: "was corrected on" in answer["content"], what="the mark")
    assert list(house.people.buttons(answer))[5:] == ["Ask again"]
    assert [len(row["components"]) for row in answer["components"]] == [5, 1]


async def test_an_article_that_is_deleted_marks_its_answer(house: House) -> None:
    answer = await house.ask(OPENED)
    await house.service.forget("default", ["bridge"])
    await house.world.until(lambda: "was removed on" in answer["content"], what="the mark")
    assert "Ask again" in house.people.buttons(answer)


async def test_several_footnotes_of_one_article_share_a_line(house: House) -> None:
    answer = await house.ask("Was the Marsh Bridge opened before the bridge closed for repairs?")
    lines = answer["content"].split("\n")
    assert len(lines) == 3
    assert lines[2].startswith(
        r"-# **\[1\]** **\[2\]** [The Marsh Bridge](<https://news.example/bridge#:~:text=The%20Marsh"
    )


async def test_marking_can_be_switched_off(house: House) -> None:
    await house.slash("settings set", house.world.owner, corrections=False)
    answer = await house.ask(OPENED)
    other_room = house.world.guild("Elsewhere", house.ann)
    assert other_room
    house.service.put("bridge", "The Marsh Bridge", "Gone.")
    await house.ask("How often does the harbour ferry run?")
    await house.pause(0.4)
    assert "was corrected" not in answer["content"]


async def test_exported_feedback_is_read_by_the_evaluation(house: House) -> None:
    answer = await house.ask(OPENED)
    for person, wanted in ((house.ann, "4 May 1931"), (house.ben, "-")):
        form = house.people.press(person, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
        await house.responded(house.people.submit(form, wanted, "a guide, page 3"))
    path = house.home / "feedback.jsonl"
    path.write_text("\n".join(fixtures_of(house)), "utf-8")
    fixtures = read_fixtures(path)
    assert [(f.question, f.answers, f.answerable) for f in fixtures] == [
        (OPENED, ("4 May 1931",), True),
        (OPENED, (), False),
    ]


async def test_a_quote_goes_with_its_article_whoever_deletes_it(house: House) -> None:
    answer = await house.ask(OPENED)
    for person, evidence in (
        (house.ann, "its architect was  Ida Lindqvist"),
        (house.ben, "The ferry was painted green in 2020."),
    ):
        form = house.people.press(person, answer, "👎")
        await house.world.until(lambda f=form: f.modal)
        await house.responded(house.people.submit(form, "4 May 1931", evidence))
    assert len([line for line in fixtures_of(house) if '"quote"' in line]) == 2
    # Another process, which knows nothing of the bot's memory, deletes the article.
    del house.service.libraries["default"]["bridge"]
    house.service.generations["default"] += 1
    await house.world.until(lambda: "Lindqvist" not in "".join(fixtures_of(house)))
    assert "painted green" in "".join(fixtures_of(house))
    await house.stop()
    files = [file for file in (house.home / "discord").rglob("*") if file.is_file()]
    assert files
    assert not any(b"Lindqvist" in file.read_bytes() for file in files)


def fixtures_of(house: House) -> list[str]:
    from footnote.bot.discord.aftermath.feedback import export_feedback

    return list(export_feedback(house.home))
