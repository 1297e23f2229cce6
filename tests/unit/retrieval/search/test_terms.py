"""Words of questions as search looks them up: their stems, mistyped ones, what is named exactly."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.search.terms import identifiers, query_terms, respelled, share_held


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Who is the town's treasurer?", ["town", "treasurer"]),
        ("Who is it?", ["who", "is", "it"]),
        ("¿Quién es la tesorera de la ciudad?", ["tesorera", "ciudad"]),
        ("¿Cuánto costará el puente?", ["costará", "puente"]),
        ("Whose son is he?", ["son"]),
        ("北京大学是哪一年成立的？", ["北京", "京大", "大学", "学是", "成立", "立的"]),
        ("谁是市长？", ["是市", "市长"]),
        ("什么？", ["什么"]),
        ("BBC在2022年报道了什么", ["bbc", "在", "2022", "年报", "报道", "道了"]),
    ],
)
def test_the_words_of_a_question(question: str, terms: list[str]) -> None:
    assert query_terms(question) == terms


LIBRARY = {
    "the harbour master opens the gate": 1,
    "a canal gate near the lighthouse": 1,
    "meals of the school kitchen": 1,
    "the metal gate": 1,
    "a boat in the yard": 1,
    "a float in the window": 1,
}


class Town:
    """A library of six passages, and a language with a few more words."""

    def held(self, words: Sequence[str]) -> set[str]:
        return {word for word in words if any(word in text.split() for text in LIBRARY)}

    def together(self, word: str, others: Sequence[str]) -> int:
        texts = [text.split() for text in LIBRARY if word in text.split()]
        return sum(not others or any(other in text for other in others) for text in texts)

    def is_word(self, word: str) -> bool:
        return word in {
            *"canal camel texas ripe lighthouse school harbour master kitchen boat float".split()
        }


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Who is the habour master?", "Who is the harbour master?"),
        ("Who is the harbour mastre?", "Who is the harbour master?"),
        ("how old is the lihgthouse", "how old is the lighthouse"),
        ("Lightouse?", "Lighthouse?"),
        ("which shcool kithcen", "which school kitchen"),
    ],
)
def test_one_edit_finds_the_word(asked: str, meant: str) -> None:
    assert respelled(asked, Town()) == meant


def test_of_two_words_the_one_beside_the_others_is_meant() -> None:
    assert respelled("which meatl gate", Town()) == "which metal gate"
    assert respelled("which meatl kitchen", Town()) == "which metal kitchen"


def test_what_stands_beside_the_others_outweighs_the_first_letter_which_is_seldom_wrong() -> None:
    assert respelled("which foat yard", Town()) == "which boat yard"
    assert respelled("which foat window", Town()) == "which float window"
    assert respelled("which foat", Town()) == "which float"


@pytest.mark.parametrize(
    "asked",
    [
        "Is the camel ripe in Texas?",  # words of the language, though not of the library
        "Who is MASTRE?",
        "What is mastre_key or --mastre or mastre.toml?",
        "who is hte mstr",  # too short, or two mistakes in a word
    ],
)
def test_what_may_be_right_is_left_alone(asked: str) -> None:
    assert respelled(asked, Town()) == asked


@given(st.text(max_size=60))
def test_only_words_change(asked: str) -> None:
    meant = respelled(asked, Town())
    assert len(meant.split()) == len(asked.split())


def named(question: str) -> list[str]:
    return [each.phrase for each in identifiers(question)]


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("what does --keep-going do?", ["--keep-going"]),
        ("is -x the same as -X", ["-x"]),
        ("Which release brought 2.14.1?", ["2.14.1"]),
        ("error[Q0417]: no such crane", ["Q0417"]),
        ("set crane.maxload on the jib", ["crane.maxload"]),
        ("where is max_load_kg read?", ["max_load_kg"]),
        ("what is in Crane.toml", ["Crane.toml"]),
        ("what calls crane::lift", ["crane::lift"]),
        ("does LiftQueue keep order?", ["LiftQueue"]),
        ("open src/lift/mod.c", ["src/lift/mod.c"]),
        ("what does norm 4711 say", ["norm 4711"]),
        ("who said “never lift by hand”?", ["never lift by hand"]),
        ("is it written in C++?", ["C++"]),
    ],
)
def test_what_is_named_exactly(question: str, phrases: list[str]) -> None:
    assert named(question) == phrases


@pytest.mark.parametrize(
    "question",
    [
        "When does the ferry sail?",
        "Which 8-year-old won the 5k run at 10am?",
        "Is it open in 2023, on May 12 or for the 3rd time?",
        "Don't the U.S. and the U.K. agree, e.g. on long-term rents and/or leases?",
        "Did it cost $1,500 or 20%?",
    ],
)
def test_plain_words_sums_and_dates_name_nothing_exactly(question: str) -> None:
    assert named(question) == []


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("--keep", "Use --keep or -k.", True),
        ("--keep", "Use --keep-going.", False),
        ("2.14", "Since 2.14.1 it lifts.", False),
        ("2.14", "Since 2.14. It lifts.", True),
        ("PPX-417", "Part PPX-4170 and PPX-471.", False),
        ("ppx-417", "Part PPX-417.", True),
        ("norm 4711", "As NORM-4711 asks.", True),
        ("norm 4711", "Norm 47110 asks.", False),
        ("crane.toml", "see Crane.toml", True),
        ("crane.toml", "see Crane.toml.bak", False),
        ("'by   hand'", "never by hand", True),
    ],
)
def test_it_is_held_whole_or_not_at_all(question: str, text: str, held: bool) -> None:
    (identifier,) = identifiers(question)
    assert identifier.held_by(text) is held


def test_a_share_counts_each_once() -> None:
    both = identifiers("--soft or --hard")
    assert [share_held(both, text) for text in ("--soft, --hard", "--soft", "soft")] == [1, 0.5, 0]
    assert share_held((), "--soft") == 0


@given(st.text(max_size=80))
def test_any_text_names_things_that_stand_in_it(question: str) -> None:
    for each in identifiers(question):
        assert each.phrase
        assert isinstance(each.held_by(question), bool)
