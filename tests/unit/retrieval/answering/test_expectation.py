"""What a question asks for, and which sentences can hold it."""

import pytest

from footnote.retrieval.answering.expectation import Kind, carries, expected_kind, may_answer


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
        ("How was it decided how many come?", None),
        ("Who mended the lens? How many prisms did he replace?", Kind.NUMBER),
        ("By how much did it rise?", Kind.NUMBER),
        ("How old is captain Kroll?", Kind.AGE),
        ("At what age did she retire?", Kind.AGE),
        ("How long did the strike last?", Kind.DURATION),
        ("In what time did he swim the record?", Kind.DURATION),
        ("What is the age range of the crew?", None),
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
        (Kind.NUMBER, "It takes several years.", True),
        (Kind.NUMBER, "Thousands of gulls came, more than half of them young.", True),
        (Kind.YEAR, "The mill opened in 1911.", True),
        (Kind.YEAR, "He visits Moscow on Nov. 15.", False),
        (Kind.DATE, "He visits Moscow on Nov. 15.", True),
        (Kind.DATE, "The doors open on Tuesday.", True),
        (Kind.DATE, "The doors stay shut.", False),
        (Kind.DATE, "The doors open when the bell rings.", True),
        (Kind.AGE, "The cox, Teo Abara, is 17.", True),
        (Kind.AGE, "Their leader is Anselm Dube, 24, who learned to swim here.", True),
        (Kind.AGE, "She died at 91, two winters ago.", True),
        (Kind.AGE, "A 39-year-old won.", True),
        (Kind.AGE, "The bridge was built under King Harald.", True),
        (Kind.AGE, "Captain Kroll had slowed to four knots at 7.20 a.m., half a mile out.", False),
        (Kind.AGE, "| Bram Voss | 873 | 37.4 % |", False),
        (Kind.DURATION, "The strike lasted nine days.", True),
        (Kind.DURATION, "She has been harbour master since the war.", True),
        (Kind.DURATION, "The bridge is 210 metres long.", True),
        (Kind.DURATION, "Anselm Dube, 24, holds the record for twenty lengths.", False),
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


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("¿Cuántos barcos entraron?", Kind.NUMBER),
        ("Cuantos barcos entraron en el puerto", Kind.NUMBER),
        ("¿Cuál es la población de la ciudad?", Kind.NUMBER),
        ("¿En qué año se construyó el puente?", Kind.YEAR),
        ("¿Cuándo se jubilará la capitana?", Kind.DATE),
        ("¿Desde cuándo está cerrado?", Kind.DATE),
        ("¿Quién pagó la obra?", Kind.NAME),
        ("¿Por quién fue elegida la alcaldesa?", Kind.NAME),
        ("¿Qué dijo la alcaldesa cuando llegó?", None),
        ("¿Dónde está el puerto?", None),
        ("¿Cuántos años tiene la capitana?", Kind.AGE),
        ("¿Cuánto duró la huelga?", Kind.DURATION),
        ("船长多大年纪？", Kind.AGE),
        ("罢工持续了多久？", Kind.DURATION),
        ("大桥维修要花多少钱？", Kind.NUMBER),
        ("大桥有多长？", Kind.NUMBER),
        ("大学是哪一年成立的？", Kind.YEAR),
        ("她什么时候退休？", Kind.DATE),
        ("谁是市长？", None),
    ],
)
def test_what_spanish_and_chinese_questions_ask_for(question: str, kind: Kind | None) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "holds"),
    [
        (Kind.NUMBER, "Entraron doscientos barcos en el puerto de la ciudad.", True),
        (Kind.NUMBER, "Los barcos entraron en el puerto de la ciudad.", False),
        (Kind.YEAR, "El puente de la ciudad se construyó en 1521.", True),
        (Kind.YEAR, "El puente de la ciudad se construyó hace mucho.", False),
        (Kind.DATE, "La capitana del puerto se jubilará en septiembre.", True),
        (Kind.DATE, "La capitana del puerto no se jubilará.", False),
        (Kind.NAME, "La obra del puerto la pagó Odile Brandt.", True),
        (Kind.NAME, "La obra del puerto la pagó el ayuntamiento.", False),
        (Kind.YEAR, "这座城市建于1521年。", True),
        (Kind.YEAR, "这座城市建于一九二一年。", True),
        (Kind.YEAR, "这座城市历史悠久。", False),
        (Kind.NUMBER, "有三百人出席。", True),
        (Kind.NUMBER, "很多人出席。", False),
        (Kind.DATE, "她将于九月退休。", True),
        (Kind.NAME, "市长发言。", True),
        (Kind.YEAR, "Мост построен давно.", True),
    ],
)
def test_what_sentences_of_other_languages_hold(kind: Kind, sentence: str, holds: bool) -> None:
    assert carries(kind, sentence) is holds
