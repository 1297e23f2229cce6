"""Links that open a page at the quote."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.text.text_fragment import quote_link

PAGE = "https://lantern.example/a"


def test_a_short_quote_is_linked_whole() -> None:
    assert quote_link(PAGE, "It cost 3-4 crowns, he said") == (
        f"{PAGE}#:~:text=It%20cost%203%2D4%20crowns%2C%20he%20said"
    )


def test_a_long_quote_is_linked_by_its_ends() -> None:
    words = [f"word{number}" for number in range(40)]
    link = quote_link(PAGE, " ".join(words))
    assert link is not None
    start, end = link.partition(":~:text=")[2].split(",")
    assert unquote(start).split() == words[:5]
    assert unquote(end).split() == words[-5:]


@pytest.mark.parametrize(
    ("quote", "directive"),
    [
        ("Basic | 4 | no limit", "Basic,no%20limit"),
        ("• Bread, sliced\n• Butter", "Bread%2C%20sliced,Butter"),
        ("12. Press the lid down", "Press%20the%20lid%20down"),
        ("--hold MINUTES\nKeeps the heat", "%2D%2Dhold%20MINUTES,Keeps%20the%20heat"),
        (" |  | 7", "7"),
        ("2023 was cold", "2023%20was%20cold"),
    ],
)
def test_no_end_reaches_over_a_block_or_holds_a_lists_mark(quote: str, directive: str) -> None:
    assert quote_link(PAGE, quote) == f"{PAGE}#:~:text={directive}"


def test_an_element_fragment_stays_in_front() -> None:
    assert quote_link(f"{PAGE}#part", "Yes.") == f"{PAGE}#part:~:text=Yes."


@pytest.mark.parametrize("url", [None, "", "ftp://x/y", "javascript:alert(1)", "http://[", "/a"])
def test_other_addresses_get_no_link(url: str | None) -> None:
    assert quote_link(url, "Yes.") is None


@given(st.text(min_size=1, max_size=300))
def test_no_quote_breaks_out_of_the_directive(quote: str) -> None:
    link = quote_link(PAGE, quote)
    assert link is not None
    directive = link.partition(":~:text=")[2]
    assert not set(directive) & set(" \n\"'<>&#-")
    assert directive.count(",") <= 1
