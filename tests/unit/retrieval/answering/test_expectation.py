"""What a question asks for, and which sentences can hold it."""

import pytest

from retrieval.answering.expectation import Kind, carries, expected_kind, may_answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many boats were lost?", Kind.NUMBER),
        ("What percentage of voters stayed home?", Kind.NUMBER),
        ("How much did the bridge cost?", Kind.NUMBER),
        ("In what year did the mill open?", Kind.YEAR),
        ("Which year was the flood?", Kind.YEAR),
        ("When will Rasmussen visit Moscow?", Kind.DATE),
        ("And when did it open?", Kind.DATE),
        ("On what date does the fair begin?", Kind.DATE),
        ("Who is the spokesman?", Kind.NAME),
        ("Whose idea was it?", Kind.NAME),
        ("Why did the ferry stop?", None),
        ("What did the council decide when the mayor resigned?", None),
        ("Will Russia send troops?", None),
    ],
)
def test_the_kind_asked_for(question: str, kind: Kind | None) -> None:
    assert expected_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "carried"),
    [
        (Kind.NUMBER, "The council hired twelve gardeners.", True),
        (Kind.NUMBER, "It cost 4.2 million crowns.", True),
        (Kind.NUMBER, "The council hired gardeners.", False),
        (Kind.YEAR, "The mill opened in 1911.", True),
        (Kind.YEAR, "He visits Moscow on Nov. 15.", False),
        (Kind.DATE, "He visits Moscow on Nov. 15.", True),
        (Kind.DATE, "The doors open on Tuesday.", True),
        (Kind.DATE, "The doors stay shut.", False),
        (Kind.DATE, "The doors open when the bell rings.", True),
        (Kind.NAME, "Yesterday the ferry was late, said Mara Lindqvist.", True),
        (Kind.NAME, "Mara Lindqvist left.", True),
        (Kind.NAME, "The ferry was late again.", False),
    ],
)
def test_a_sentence_carries_the_kind_or_not(kind: Kind, sentence: str, carried: bool) -> None:
    assert carries(kind, sentence) is carried


def test_a_sentence_that_restates_a_long_question_may_answer_it_whatever_it_carries() -> None:
    question = "Who may ask for exemptions from the law on harbour dues?"
    assert may_answer(question, "An owner may ask for exemptions from the law on harbour dues.")
    assert not may_answer(question, "The law on harbour dues is old.")
    assert not may_answer("Who built the old bridge?", "The old bridge was built of stone.")
    assert may_answer("Why did the ferry stop?", "Fog.")
