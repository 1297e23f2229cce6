"""Article text shown on a terminal can neither command it nor hide in it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from footnote.bot.terminal.words import safe


def test_escape_sequences_and_bidirectional_marks_go() -> None:
    assert safe("\x1b[31mred\x1b[0m \u202eevil\u202c \u200bzero") == "[31mred[0m evil zero"


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in safe(text) if character != "\n"}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Co"})
