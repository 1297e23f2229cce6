"""Small talk around a question is left out, and nothing that could narrow the question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.conversation import (
    is_only_small_talk,
    tells_more,
    what_is_asked,
    without_small_talk,
)
from footnote.retrieval.question import Question, Turn

ASKED = "Which ferry ran aground off Skerrow?"


@pytest.mark.parametrize(
    "message",
    [
        "Hi everyone, I hope you are all having a good week. {}",
        "Sorry if this was asked before. I could not find it in the channel. {}",
        "My brother and I were arguing about the news at dinner last night. {}",
        "Long time lurker, first time poster here. {}",
        "Good morning! How are you? {}",
        "{} Thanks in advance!",
        "{} Asking for a friend.",
        "{}\n\nEDIT: sorry for the typo",
        "hey all\n{}\ncheers",
        "My keyboard is sticky, so bear with me. :wave: {}",
        "{} Nothing urgent.",
        "Hello bot! {} Thank you kindly, have a lovely evening.",
    ],
)
def test_what_stands_around_a_question_is_left_out(message: str) -> None:
    assert what_is_asked(message.format(ASKED)) == ASKED


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Hey all, quick one: which ferry sank", "which ferry sank"),
        ("hey which ferry ran aground thanks", "which ferry ran aground"),
        ("Can someone tell me which ferry ran aground?", "which ferry ran aground?"),
        ("I was wondering when the bridge opens", "when the bridge opens"),
        ("Does anybody know if the bridge is open?", "if the bridge is open?"),
        ("Hello, is the bridge open?", "is the bridge open?"),
        ("So I can't work this out - which ferry ran aground?", "which ferry ran aground?"),
        ("WHICH FERRY SANK? THANKS EVERYONE", "WHICH FERRY SANK?"),
        ("hey @Footnote which ferry sank", "which ferry sank"),
        ("<:wave:123456> :tada: Which ferry sank?", "Which ferry sank?"),
    ],
)
def test_what_stands_beside_the_question_in_its_sentence_is_left_out(
    message: str, asked: str
) -> None:
    assert what_is_asked(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "Yellowstone reopened on Wednesday. Why was it shut down?",
        "I am worried about the ferry. When does it sail again?",
        "I have bought a ticket for the ferry. What is the refund policy?",
        "I visited Skerrow. How much does a ticket for the ferry cost?",
        "I am 70. How much does a ticket for the ferry cost?",
        "I need to travel next week. Which ferries sail from Skerrow to the mainland?",
        "The bus company raised its fares. How much is a ticket to Skerrow?",
        "Netflix raised its prices and I am angry. Which plan costs the least now?",
    ],
)
def test_a_statement_that_may_narrow_the_question_stays(message: str) -> None:
    assert what_is_asked(message) == message


@pytest.mark.parametrize(
    "question",
    [
        "If I have a dog, which ferry can I take with me to Skerrow?",
        "Can I get help when the ferry is cancelled?",
        "Should someone who owns a dog take the ferry to Skerrow?",
        "Is it okay if I bring my dog on the ferry?",
        "In the US, who decides on the requirements for teachers?",
        "Last week, which ferry ran aground?",
        "What team was the winner of the regatta?",
        "About what share of the town was asked?",
        "Who said “Thanks, everyone”?",
        "Who won the quiz? Where was it held?",
        "What happened at 12:30:45 on the quay?",
        "Who answers mail to help@harbour.example?",
        "What did @harbourmaster say about the fog?",
        "Cuando se detiene a mucha gente, ¿cuál es una táctica común?",
        "你如何用非暴力的方式抗议大公司呢?",
        "And last year?",
        "Why?",
        "If nobody locks the lifeboat, can anyone get in",
        "The ferry, which I take daily, was late. My boat is at the quay.",
    ],
)
def test_a_question_without_small_talk_is_not_touched(question: str) -> None:
    assert what_is_asked(question) == question


@pytest.mark.parametrize(
    "message", ["Hello!", "Thanks", "Can anyone help me?", "¿Qué tal?", "谢谢"]
)
def test_a_message_of_nothing_but_small_talk_stays(message: str) -> None:
    assert what_is_asked(message) == message


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "Hola a todos, perdón por la pregunta. ¿Qué barco encalló? ¡Gracias!",
            "¿Qué barco encalló?",
        ),
        ("¿Alguien sabe cuándo abre el puente?", "cuándo abre el puente?"),
        ("大家好，请问哪艘渡轮搁浅了？谢谢大家！", "哪艘渡轮搁浅了？"),
        ("不好意思打扰一下，大桥什么时候开放？", "大桥什么时候开放？"),
    ],
)
def test_small_talk_is_known_in_spanish_and_chinese(message: str, asked: str) -> None:
    assert what_is_asked(message) == asked


@pytest.mark.parametrize(
    ("message", "more"),
    [
        ("My boat sank but I saved its logbook. How do I dry wet paper?", True),
        ("Which ferry ran aground? the skipper was on the radio", True),
        ("Hi everyone, quick question. Which ferry ran aground? Thanks! :wave:", False),
        ("Can someone tell me which ferry ran aground?", False),
        ("Which ferry ran aground?", False),
        ("大家好，请问哪艘渡轮搁浅了？", False),
        ("Какой паром сел на мель?", False),
    ],
)
def test_words_beside_a_question_and_not_of_talk_tell_more(message: str, more: bool) -> None:
    assert tells_more(message, what_is_asked(message)) == more


def test_turns_before_are_read_without_small_talk_too() -> None:
    turn = Turn("Hi all! Who runs the ferry? Thanks!", "Bettina Kroll runs it.", ("p1",))
    question = Question("ok and since when?", as_of=date(2023, 6, 1), history=(turn,))
    (before,) = without_small_talk(question).history
    assert before == Turn("Who runs the ferry?", "Bettina Kroll runs it.", ("p1",))


@given(st.text(max_size=300))
def test_whatever_is_written_nothing_is_added(message: str) -> None:
    asked = what_is_asked(message)
    assert asked == " ".join(asked.split())
    left = iter(message)
    assert all(character.isspace() or character in left for character in asked)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("hi," * 1300 + " who came?", "who came?"),
        ("who came? " + "thanks " * 550, "who came?"),
        ("? " * 1999 + "who came?", "who came?"),
        ("大家好，" * 900 + "谁来了？", "谁来了？"),
    ],
)
def test_a_message_made_to_be_slow_is_read_as_well(message: str, asked: str) -> None:
    assert what_is_asked(message).endswith(asked)


@pytest.mark.parametrize(
    "message",
    ["Thanks!", "ok great", "Thank you so much :)", "hi all", "¡gracias!", "谢谢！"],
)
def test_a_message_that_asks_nothing_is_small_talk(message: str) -> None:
    assert is_only_small_talk(message)


@pytest.mark.parametrize(
    "message",
    [
        "ok so when",
        "thanks, and on Linux?",
        "okay how about tomorrow",
        "Who wrote Thank You for the Music",
        "yes, the second one please",
        "thanks but when does it open",
        "the price please",
        "ok and the other one",
    ],
)
def test_a_message_that_asks_is_not(message: str) -> None:
    assert not is_only_small_talk(message)
