"""What a model thinks aloud is no part of its answer, in whatever pieces it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answering.streaming import ThoughtFilter

REPLY = (
    "<think>\nThe pier? It was 1931.\n</think>\n\nThe pier is < 9 m <thin. <think>Sure?</think>So"
)


def said(text: str, sizes: list[int]) -> str:
    thoughts, found, place = ThoughtFilter(), "", 0
    for size in sizes:
        found += thoughts.feed(text[place : place + size])
        place += size
    return found + thoughts.feed(text[place:]) + thoughts.finish()


@given(st.lists(st.integers(1, 9), max_size=40))
def test_only_what_is_said_aloud_is_left(sizes: list[int]) -> None:
    assert said(REPLY, sizes) == "\n\nThe pier is < 9 m <thin. So"


@given(st.text(alphabet="<>/think a", max_size=60), st.lists(st.integers(1, 9), max_size=20))
def test_pieces_make_no_difference(text: str, sizes: list[int]) -> None:
    assert said(text, sizes) == said(text, [])


@pytest.mark.parametrize("text", ["", "No thought.", "a < b", "the end <thin"])
def test_a_reply_without_thoughts_is_unchanged(text: str) -> None:
    assert said(text, []) == text


def test_a_thought_without_an_end_is_all_thought() -> None:
    assert said("<think>On and on", [1, 1, 1]) == ""
