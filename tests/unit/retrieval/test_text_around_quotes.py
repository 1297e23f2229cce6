"""The text around a quote."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.quote_markdown import text_after, text_before

TEXT = "The mill burnt down in spring. Nobody was hurt. It was built anew."
START, END = TEXT.index("Nobody"), TEXT.index(" It")


def test_a_short_text_is_shown_whole() -> None:
    assert text_before(TEXT, START, 100) == "The mill burnt down in spring. "
    assert text_after(TEXT, END, 100) == " It was built anew."


def test_words_are_never_cut() -> None:
    assert text_before(TEXT, START, 13) == "…in spring. "
    assert text_after(TEXT, END, 10) == " It was…"


@given(st.text(), st.integers(0, 50), st.integers(0, 50), st.integers(0, 20))
def test_what_is_shown_stands_beside_the_quote(
    text: str, start: int, more: int, width: int
) -> None:
    start = min(start, len(text))
    end = min(start + more, len(text))
    assert text[:start].endswith(text_before(text, start, width).removeprefix("…"))
    assert text[end:].startswith(text_after(text, end, width).removesuffix("…"))
