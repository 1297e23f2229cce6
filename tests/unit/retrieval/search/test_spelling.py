"""Mistyped words of a question, told by the library's words."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.search.terms import respelled

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
