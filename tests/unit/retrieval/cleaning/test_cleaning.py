"""Cleaning takes away what belongs to the site, keeps every sentence, and invents no date."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.cleaning.lines import normalise
from footnote.retrieval.errors import InputError
from footnote.retrieval.text.laying_out import PLACES, Place, Places, place_at
from footnote.retrieval.text.sentences import split_sentences

SCRAPED = Path(__file__).parents[3] / "data" / "scraped" / "ferry-crews.txt"


def page(text: str, **fields: object) -> RawPage:
    return RawPage(key="k", origin="a page", text=text, **fields)  # type: ignore[arg-type]


def test_a_scraped_page_keeps_its_article_and_nothing_of_its_site() -> None:
    article = clean(page(SCRAPED.read_text()))
    assert article.head.title == "Ferry union: Carrick may lend more help to Ostrand"
    assert article.text.split("\n").count(article.head.title) == 1
    for chrome in ("Wharfinder", "Directory of Northern", "Updated", "none"):
        assert chrome not in article.text.split("\n")[-1]
        assert not any(line.startswith(chrome) for line in article.text.split("\n"))
    assert (article.head.updated, article.head.published) == (date(2021, 5, 6), None)


def test_a_title_said_twice_is_one_heading() -> None:
    article = clean(page("News\nBridge opens\nBridge opens\n\nThe bridge opened on Monday.\nnone"))
    assert article.head.title == "Bridge opens"
    assert article.text == "Bridge opens\n\nThe bridge opened on Monday."
    assert [block.kind for block in article.blocks] == ["heading", "paragraph"]


def test_a_declared_title_said_again_at_the_top_of_a_scraped_page_goes() -> None:
    article = clean(page("News\nBridge opens\n\nThe bridge opened.", title="Bridge opens"))
    assert article.text == "The bridge opened."


@pytest.mark.parametrize(
    ("text", "fields", "title"),
    [
        ("The mill has turned since 1412.\nIt still does.", {"path": "/a/old_tide-mill.txt"},
         "Old tide mill"),
        ("The mill has turned since 1412,\nand it still does.", {"url": "https://x.example/a/tide-mill.html"},
         "Tide mill"),
        ("It opened.", {"path": "/a/notes.jsonl", "key": "/a/notes.jsonl#3"}, "Notes, line 3"),
        ("It opened.", {}, "a page"),
        ("====\nThe mill at Orla\n\nIt has turned since 1412.", {}, "The mill at Orla"),
    ],
)  # fmt: skip
def test_a_sentence_of_the_text_is_no_title(text: str, fields: dict[str, str], title: str) -> None:
    article = clean(replace(page(text, scraped=None), **fields))  # type: ignore[arg-type]
    assert article.head.title == title
    assert article.text == text


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Published: 3 March 2024", date(2024, 3, 3), None),
        ("Posted on March 3, 2024 at 10:15 am", date(2024, 3, 3), None),
        ("Updated : 2021-05-06 06:42 GMT+08:00", None, date(2021, 5, 6)),
        ("Last updated Thursday, 7 March 2024", None, date(2024, 3, 7)),
    ],
)
def test_stamps_become_dates_and_leave_the_text(
    line: str, published: date | None, updated: date | None
) -> None:
    article = clean(page(f"Bridge opens\n{line}\nThe bridge opened."))
    assert (article.head.published, article.head.updated) == (published, updated)
    assert article.text == "Bridge opens\nThe bridge opened."


@pytest.mark.parametrize(
    "line",
    [
        "Updated rules took effect on 3 May 2024 in all harbours.",
        "The treaty was signed on 3 March 2024.",
        "Share prices fell by 3 percent.",
        "Subscribe to nothing, she said, and you will be free.",
        "Home is where the harbour is.",
        "Monday | 9 to 17 | Town hall",
        "Home | The film opens. It is long.",
    ],
)
def test_sentences_stay_and_their_dates_are_not_the_pages(line: str) -> None:
    article = clean(page(f"A long day at the harbour\n\nIt rained.\n{line}\nIt stopped."))
    assert line in article.text
    assert (article.head.published, article.head.updated) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share this article",
        "Sign up for our newsletter",
        "Skip to main content",
        "Home | News | Sport",
        "Inicio · Noticias · Deportes",
        "Get social with us: Facebook | Twitter | Instagram",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert line not in clean(page(f"The bridge\nIt opened.\n{line}\nIt shut.")).text


def test_a_page_of_furniture_only_is_refused() -> None:
    with pytest.raises(InputError):
        clean(page("Share\nAdvertisement\nnone"))


def test_the_source_is_the_host_of_the_address() -> None:
    assert clean(page("It opened.", url="https://www.post.example/a")).head.source == "post.example"


@pytest.mark.parametrize(
    "change",
    [{"title": "Other"}, {"published": date(2024, 1, 1)}, {"url": "https://x.example/"},
     {"authors": ("Ada",)}, {"metadata": {"desk": "city"}}, {"source": "post"}],
)  # fmt: skip
def test_whatever_changes_the_article_changes_its_hash(change: dict[str, object]) -> None:
    before, after = clean(page("It opened.")), clean(page("It opened.", **change))
    assert before.content_hash != after.content_hash
    assert before.head.id == after.head.id


def test_characters_are_traced_to_their_page() -> None:
    text = "Harbour report\nThe gull sat.\n\nThe crab\x0bstood.\n12\nShare\nThe boat left."
    numbers = [1, 1, 2, 3, 3, 4, 4]
    article = clean(page(text, places=Places("page", numbers)))
    found = [
        place_at(article.metadata, article.text, article.text.index(word))
        for word in ("gull", "crab", "stood", "boat")
    ]
    assert found == [Place("page", 1), Place("page", 3), Place("page", 3), Place("page", 4)]
    assert place_at({}, "text", 3) is None


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60).map(sorted), st.data())
def test_every_line_keeps_its_number_in_storage(numbers: list[int], data: st.DataObject) -> None:
    line = data.draw(st.integers(0, len(numbers) - 1))
    stored = json.loads(json.dumps({PLACES: Places("line", numbers).as_json()}))
    text = "\n".join("ab" for _ in numbers)
    assert place_at(stored, text, line * 3 + 1) == Place("line", numbers[line])


@given(st.text(max_size=400))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=600))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    places = Places("line", range(1, text.count("\n") + 2))
    try:
        article = clean(page(text, places=places))
    except InputError:
        return
    assert article.text == article.text.strip("\n")
    spans = split_sentences(article.text)
    assert spans
    lines = text.split("\n")
    for span in spans:
        place = place_at(article.metadata, article.text, span.start)
        assert place is not None
        first = article.text[span.start : span.end].split()[0]
        assert first[0] in normalise(lines[place.number - 1])
