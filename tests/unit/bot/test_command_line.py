"""Common options on either side of the command."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.bot.cli.app import hoist_common_options


def test_common_options_move_to_the_front_with_their_values() -> None:
    line = ["ask", "What?", "--json", "--library", "town", "--home=/x", "--since", "2024-01-01"]
    assert hoist_common_options(line) == [
        "--json", "--library", "town", "--home=/x", "ask", "What?", "--since", "2024-01-01",
    ]  # fmt: skip


def test_what_follows_two_dashes_is_left_alone() -> None:
    assert hoist_common_options(["ask", "--", "--json"]) == ["ask", "--", "--json"]


@given(st.lists(st.sampled_from(["ask", "--json", "--home", "x", "--", "--library=a", "--since"])))
def test_nothing_is_lost_or_added(line: list[str]) -> None:
    assert sorted(hoist_common_options(line)) == sorted(line)
