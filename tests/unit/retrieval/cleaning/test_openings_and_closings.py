"""What stands above and below a text says who wrote it and when, and is no part of it."""

from datetime import date

import pytest

from footnote.retrieval.article import Article, RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError

BODY = "The bridge over the Weir was opened on Monday by the mayor, who cut a ribbon."


def page(text: str, **fields: object) -> RawPage:
    return RawPage(key="k", origin="a page", text=text, **fields)  # type: ignore[arg-type]


def below_title(article: Article) -> str:
    """Return the text below the title found in it, which is its first block, a heading."""
    (title, *_) = article.blocks
    assert (title.kind, title.level) == ("heading", 1)
    assert article.text[: title.end] == article.head.title
    return article.text[title.end :].strip()


@pytest.mark.parametrize(
    ("above", "published", "authors"),
    [
        ("By Ada Quill", None, ("Ada Quill",)),
        ("By Ada Quill and Ben Oar\n3 May 2024", date(2024, 5, 3), ("Ada Quill", "Ben Oar")),
        ("Por Eva Sanz, Ana Ruiz, y Luis Gil", None, ("Eva Sanz", "Ana Ruiz", "Luis Gil")),
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
    assert (article.head.title, below_title(article)) == ("Weir Bridge opens", BODY)
    assert (article.head.published, article.head.authors) == (published, authors)


@pytest.mark.parametrize(
    "line",
    ["Bed Bath", "3 May 2024 was a Friday", "New York Yankees", "What We Know", "By the river"],
)
def test_what_only_looks_like_an_opening_stays(line: str) -> None:
    article = clean(page(f"Weir Bridge opens\n{line}\n{BODY}"))
    assert below_title(article) == f"{line}\n{BODY}"
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
    assert below_title(clean(page(text))) == f"{BODY}\nIt rained."


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


def kept_of(lines: list[str]) -> list[str]:
    """Return the lines of a scraped page with a declared title that stay."""
    text = "\n\n".join(lines)
    return clean(page(text, title="Weir Bridge opens")).text.split("\n\n")


def test_a_list_of_names_is_no_row_of_sign_offs() -> None:
    lines = ["The winners were these.", "- Ada Quill", "- Ben Oar", "- Cy Reed", BODY]
    assert kept_of(lines) == lines


def test_other_articles_and_comments_at_the_end_go_with_their_heading() -> None:
    tail = ["Most read", "1. Swan delays tram", "2. How old is your manhole?"]
    assert kept_of([BODY, *tail]) == [BODY]
    assert kept_of([BODY, "2 comments", "Mine too.", "Lovely."]) == [BODY]
    story = ["A story", "2 comments", BODY]
    assert kept_of(story) == story


@pytest.mark.parametrize(
    "below",
    [
        ["More", "Monday to Friday from nine.", BODY],
        ["Related", "E-mail: quay@weir.example", "Telephone: 555 0101"],
        ["Search", BODY],
        ["Kinds of notes:", "Image", "Video", "None"],
    ],
)
def test_a_heading_with_something_of_its_own_below_it_stays(below: list[str]) -> None:
    assert kept_of([BODY, *below]) == [BODY, *below]


def test_labels_go_where_furniture_or_the_end_of_the_page_is_next_to_them() -> None:
    assert kept_of([BODY, "Share this article", "Image", "It rained.", "Next", "Search"]) == [
        BODY,
        "It rained.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "See also: the timetable on the door of the shed",
        "Watch: the gate of the weir falls at ten",
        "Related: the page on eels tells how they climb",
        "E-mail: weir@quay.example",
        "Contact: keeper@quay.example (day and night)",
        "The keeper can be reached at keeper@quay.example",
        "Follow the keeper on Instagram for flood warnings",
        "Photo: the weir may be photographed from the path only",
        "Contributing: Berit Holm gave us the plans of the old gate",
        "Find us on the second floor of the mill",
        "Categories: eels, salmon and trout",
        "Members sign up for the newsletter at the desk in the mill",
        "Opening hours:Monday to Friday from nine",
        "Accepted: 11 March 2024",
        "Release date: 3 May 2024",
    ],
)
@pytest.mark.parametrize("scraped", [True, False, None])
def test_notes_contacts_and_facts_stay_in_every_kind_of_page(line: str, scraped: bool) -> None:
    text = f"Weir Bridge opens\n\n{BODY}\n{line}\n{BODY}\n{line}"
    article = clean(page(text, scraped=scraped))
    assert article.text == text
    assert (article.head.published, article.head.updated) == (None, None)


def test_plain_text_is_a_copied_page_only_where_it_shows_a_sites_furniture() -> None:
    story = f"Weir Bridge opens\nBy Ada Quill\nPublished: 3 May 2024\n\n{BODY}"
    document = clean(page(story, scraped=None))
    assert document.text == story
    copied = clean(page(f"Menu\nSearch\n\n{story}\n\nShare this article", scraped=None))
    assert below_title(copied) == BODY
    for article in (document, copied):
        assert article.head.title == "Weir Bridge opens"
        assert article.head.published == date(2024, 5, 3)
        assert article.head.authors == ("Ada Quill",)


def test_a_document_of_declared_structure_is_left_as_it_is() -> None:
    text = "Weir Bridge opens\nBy Ada Quill\nPublished: 3 May 2024\n\nAdvertisement\n\nIt opened."
    article = clean(page(text, scraped=False))
    assert article.text == text
    assert (article.head.published, article.head.authors) == (None, ())


@pytest.mark.parametrize(
    ("foot", "published", "updated"),
    [
        ("Last updated: 7 March 2024", None, date(2024, 3, 7)),
        ("Received 2 January 2020; accepted 30 May 2020", None, None),
    ],
)
def test_stamps_below_the_text_are_read_and_others_dates_are_not(
    foot: str, published: date | None, updated: date | None
) -> None:
    article = clean(page(f"{BODY}\n\n{foot}", title="Weir Bridge opens"))
    assert (article.head.published, article.head.updated) == (published, updated)


def test_a_papers_days_stay_and_the_day_it_was_published_is_read() -> None:
    days = "Received 2 January 2020; accepted 30 May 2020; published 15 June 2020"
    article = clean(page(f"{days}\n\n{BODY}", title="Weir Bridge opens"))
    assert days in article.text
    assert article.head.published == date(2020, 6, 15)


def test_a_stamp_in_the_middle_of_a_text_is_a_fact_of_the_text() -> None:
    text = f"{BODY}\nPublished: 3 May 1951\n{BODY}"
    article = clean(page(text, title="The Weir, a novel", shown=f"The Weir, a novel\n{text}"))
    assert article.text == text
    assert (article.head.published, article.head.updated) == (None, None)


def test_the_end_of_a_line_said_again_goes() -> None:
    again = "The invitation comes after the summit of the week."
    assert kept_of([f"Expansion: {again}", f": {again}", BODY]) == [f"Expansion: {again}", BODY]


@pytest.mark.parametrize(
    "unit", ["a", "@", "A. ", "- ", "1 ", ":", "By A ", '{"a":', "的", "http://"]
)
def test_long_lines_are_no_trap(unit: str) -> None:
    line = unit * (200_000 // len(unit))
    try:
        clean(page(f"Weir Bridge opens\n{line}\n{BODY}", shown=f"Weir Bridge opens\n{line}"))
    except InputError:
        pytest.fail("the text is still there")
