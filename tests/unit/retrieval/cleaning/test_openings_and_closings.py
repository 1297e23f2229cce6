"""What stands above and below a text says who wrote it and when, and is no part of it."""

from datetime import date

import pytest

from retrieval.article import RawPage
from retrieval.cleaning import clean
from retrieval.cleaning.closing import away
from retrieval.errors import InputError

BODY = "The bridge over the Weir was opened on Monday by the mayor, who cut a ribbon."


def page(text: str, **fields: object) -> RawPage:
    return RawPage(key="k", origin="a page", text=text, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("above", "published", "authors"),
    [
        ("By Ada Quill", None, ("Ada Quill",)),
        ("By Ada Quill and Ben Oar\n3 May 2024", date(2024, 5, 3), ("Ada Quill", "Ben Oar")),
        ("Ada Quill\nSpecial to the Post", None, ("Ada Quill",)),
        ("Ada Quill · 3 May 2024", date(2024, 5, 3), ("Ada Quill",)),
        ("Friday, May 3, 2024", date(2024, 5, 3), ()),
        ("Por Ada Quill, corresponsal\n3 de mayo de 2024", date(2024, 5, 3), ("Ada Quill",)),
        ("ADA QUILL a@post.example @a\nPUBLISHED: 3 May 2024", date(2024, 5, 3), ("Ada Quill",)),
        ("Published 3 hours ago\n4 min read", None, ()),
    ],
)  # fmt: skip
def test_an_opening_becomes_fields(
    above: str, published: date | None, authors: tuple[str, ...]
) -> None:
    article = clean(page(f"Weir Bridge opens\n{above}\n\n{BODY}"))
    assert (article.head.title, article.text) == ("Weir Bridge opens", BODY)
    assert (article.head.published, article.head.authors) == (published, authors)


@pytest.mark.parametrize(
    "line",
    ["Bed Bath", "3 May 2024 was a Friday", "New York Yankees", "What We Know", "By the river"],
)
def test_what_only_looks_like_an_opening_stays(line: str) -> None:
    article = clean(page(f"Weir Bridge opens\n{line}\n{BODY}"))
    assert article.text == f"{line}\n{BODY}"
    assert (article.head.published, article.head.authors) == (None, ())


def test_the_date_of_an_event_is_not_the_pages() -> None:
    text = f"Bell night\nMonday, 11 November 2024, 5.30 p.m.\n{BODY}\nAdd to calendar"
    article = clean(page(text))
    assert article.head.published is None
    assert "11 November 2024" in article.text


def test_a_date_below_the_first_paragraph_is_not_the_pages() -> None:
    article = clean(page(f"Changes of the engine\n{BODY}\n3 May 2024\nFaster."))
    assert article.head.published is None
    assert "3 May 2024" in article.text


@pytest.mark.parametrize(
    ("line", "updated"),
    [
        ("Actualizado: 10/09/2024 08:30", date(2024, 9, 10)),
        ("更新时间：2023-04-15 16:20", date(2023, 4, 15)),
        ("Updated: 2020-12-19 18:20none", date(2020, 12, 19)),
        ("UPDATED: 09:14 02 September 2019", date(2019, 9, 2)),
        ("Updated 10/09/2024", None),
    ],
)
def test_stamps_of_several_languages_are_read_and_ambiguous_ones_are_not(
    line: str, updated: date | None
) -> None:
    article = clean(page(f"Weir Bridge opens\n{line}\n{BODY}"))
    assert article.head.updated == updated
    assert article.head.published is None


def test_the_time_of_a_stamp_keeps_its_zone() -> None:
    stamp = "Updated : 2021-05-06 06:42 GMT+08:00"
    assert clean(page(f"A title\n{stamp}\n{BODY}")).metadata["updated_at"] == (
        "2021-05-06T06:42:00+08:00"
    )


@pytest.mark.parametrize(
    "line",
    [
        "More:Lightning handily defeat Canadiens in Game 1",
        "STANLEY CUP FINAL:Schedule, TV info for the championship round",
        "Two heavyweights:New phase of war is slog of two sides slugging it out",
        "►On the ground:In Lviv, government plans for what might happen",
        "JUST WATCHED A storm comes Replay More Videos ... MUST WATCH A storm comes 01:26",
        "Contributing: Bailey Schulz, USA TODAY, and The Associated Press",
        "-- Matt McFarland contributed to this report.",
        "Follow Mike Snider on Twitter: @mikesnider.",
        "What's everyone talking about? Sign up for our newsletter to get the news of the day",
        "– David Jackson",
        "Lee también: El olivo que nadie quiere podar",
        "The new path from the air. Credit: Dune Authority",
    ],
)
def test_what_leads_away_goes(line: str) -> None:
    text = f"Weir Bridge opens\n{BODY}\n{line}\nIt rained."
    assert clean(page(text)).text == f"{BODY}\nIt rained."


@pytest.mark.parametrize(
    "line",
    [
        "Windsor:The city closed Windsor Lake on Friday.",
        "The vote was close: 12 to 11, with one member away.",
        "Taylor Wilson:",
        "See: https://bridge.example/plan",
        "At 9:30 the doors opened",
        "She said: “We will follow the plan on paper.”",
        "• Annual salary (in USD): $220,505.00",
        "The credit was hers",
    ],
)
def test_sentences_with_colons_stay(line: str) -> None:
    assert line in clean(page(f"Weir Bridge opens\n{BODY}\n{line}\n{BODY}")).text


def test_a_list_of_names_is_no_row_of_sign_offs() -> None:
    lines = ["The winners were these.", "- Ada Quill", "- Ben Oar", "- Cy Reed", BODY]
    assert away(lines) == set()


def test_other_articles_and_comments_at_the_end_go_with_their_heading() -> None:
    tail = ["Most read", "1. Swan delays tram", "2. How old is your manhole?"]
    assert away([BODY, *tail]) == {1, 2, 3}
    assert away([BODY, *tail, BODY]) == {1}
    assert away([BODY, "2 comments", "Mine too.", "Lovely."]) == {1, 2, 3}
    assert away(["Story", "2 comments", BODY]) == set()


def test_the_end_of_a_line_said_again_goes() -> None:
    again = "The invitation comes after the summit of the week."
    assert away([f"Expansion: {again}", f": {again}", BODY]) == {1}


@pytest.mark.parametrize(
    "unit", ["a", "@", "A. ", "- ", "1 ", ":", "By A ", '{"a":', "的", "http://"]
)
def test_long_lines_are_no_trap(unit: str) -> None:
    line = unit * (200_000 // len(unit))
    try:
        clean(page(f"Weir Bridge opens\n{line}\n{BODY}", shown=f"Weir Bridge opens\n{line}"))
    except InputError:
        pytest.fail("the text is still there")
