"""Sentence boundaries, as exact character ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.text.sentences import split_sentences
from tests.support.writing import texts


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["He visits Moscow on Nov. 15 for two days.", "They will talk."],
        ["Dr. Mara Lind met Gen. A. K. Osei.", "Nobody spoke."],
        ["The U.S. President left.", "He was late."],
        ["She works in the U.S. Her son does not."[:21], "Her son does not."],
        ["It rose 4.2 percent.", "That is No. 3 this year."],
        ['"We will stay," he said.', '"We must."'],
        ["“Is it true?” she asked.", "“It is!”", "He laughed."],
        ["It opens at 9 a.m. on Monday.", "Bring a coat."],
        ["Acme Inc. Chairman Bo Ek resigned.", "The shares fell."],
        ["Well... Nobody knew."[:7], "Nobody knew."],
        ["¿Quién lo dijo?", "Lo dijo Ana."],
        ["(It was dark.)", "They ran."],
        ["La Sra. Núñez viajó a EE. UU. con D. Juan.", "¡Volvió!", "Nadie habló."],
        ["En el siglo V a. C. Atenas creció.", "Vivió en EE. UU.", "Los griegos no."],
        ["Cuesta 3,1 millones, p. ej. en pág. 12.", "«Es caro», dijo."],
    ],
)
def test_sentences_on_one_line(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_chinese_stops_need_no_space() -> None:
    assert sentences("他来了。“你好！”她说。走吧？") == ["他来了。", "“你好！”", "她说。", "走吧？"]


def test_chinese_with_western_marks() -> None:
    assert sentences("他来了!她说?“走吧。”好") == ["他来了!", "她说?", "“走吧。”", "好"]
    assert sentences("价格是3.5元。完了") == ["价格是3.5元。", "完了"]


def test_lines_of_a_scraped_page_are_sentences_of_their_own() -> None:
    page = "Harbour reopens\n\nHarbour reopens\nThe ferry sails again.\n• Tickets\n• Timetable"
    assert sentences(page) == [
        "Harbour reopens",
        "Harbour reopens",
        "The ferry sails again.",
        "• Tickets",
        "• Timetable",
    ]


def test_text_wrapped_at_a_fixed_width_is_joined_again() -> None:
    wrapped = (
        "The council of the town met on Thursday evening to vote on the new harbour\n"
        "wall, which the engineers of the province had asked for in a letter. It was\n"
        "carried."
    )
    assert len(sentences(wrapped)) == 2


@pytest.mark.parametrize(
    "hostile", ["." * 1_000_000, "a" * 300_000, "a. " * 100_000, "\n" * 500_000]
)
def test_hostile_text_ends(hostile: str) -> None:
    split_sentences(hostile)


@given(st.text(alphabet=st.sampled_from(list("aB. !?\n\t\"”'(。1")), max_size=300))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    covered = [False] * len(text)
    last = 0
    for span in split_sentences(text):
        assert last <= span.start < span.end
        last = span.end
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        for index in range(span.start, span.end):
            covered[index] = True
    assert all(covered[i] or text[i].isspace() for i in range(len(text)))


@given(texts())
def test_sentences_of_three_languages_are_exact_and_complete(text: str) -> None:
    assert "".join("".join(part.split()) for part in sentences(text)) == "".join(text.split())
    assert all(len(part.rstrip("”").rstrip("。！？").split("。")) == 1 for part in sentences(text))


@given(st.text(max_size=300))
def test_any_text_at_all_is_covered(text: str) -> None:
    shown = "".join("".join(part.split()) for part in sentences(text))
    assert shown == "".join(text.split())


@pytest.mark.parametrize(
    "whole",
    [
        "A berth costs Rs. 700 a night.",
        "Stay min. 2 nights and max. 9 guests.",
        "The oven needs temp. 240 for bread.",
        "The depot is at Hwy. 7 near Bldg. 3 of the yard.",
        "See Sec. 9 and Ch. 4 of the rules.",
        "It was drawn by Arch. Nora Holm in 1911.",
        "The clinic is led by Dr. med. Ivar Lund.",
    ],
)
def test_the_stop_of_an_abbreviation_before_its_number_or_name_ends_nothing(whole: str) -> None:
    assert [whole[span.start : span.end] for span in split_sentences(whole)] == [whole]


@pytest.mark.parametrize(
    "text",
    [
        "They met under the arch. Nora came late.",
        "It took ten min. The rest went home.",
    ],
)
def test_the_same_word_at_an_end_ends_its_sentence(text: str) -> None:
    assert len(split_sentences(text)) == 2
