"""What stands on many pages of a site goes from all but one of them."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.ingesting.site_lines import (
    MIN_PAGES,
    Learnt,
    by_source,
    learn,
    same_page,
    trimmed,
)
from footnote.retrieval.text.laying_out import Place, Places, place_at

HOURS = "Our office in Quay Street is open from nine to five."


def article(number: int, *extra: str, source: str = "post.example", title: str | None = None):  # type: ignore[no-untyped-def]
    text = "\n".join([f"Story number {number} begins.", *extra, f"It ends with {number} words."])
    return clean(
        RawPage(
            key=f"https://{source}/{number}",
            origin="a page",
            text=text,
            title=title or f"Story {number}",
            source=source,
        )
    )


def learnt(articles: list, known: Learnt | None = None) -> Learnt:  # type: ignore[type-arg]
    return learn(by_source(articles), known or {})


def test_a_line_on_every_page_stays_on_one() -> None:
    articles = [article(number, HOURS) for number in range(10)]
    found = learnt(articles)
    freed = [trimmed(item, found) for item in articles]
    assert sum(HOURS in item.text for item in freed) == 1
    assert all("Story number" in item.text for item in freed)
    assert all(
        same_page(a.content_hash, b.content_hash) for a, b in zip(articles, freed, strict=True)
    )
    assert len({item.content_hash for item in freed}) == 10


def test_a_small_site_teaches_nothing() -> None:
    assert learnt([article(number, HOURS) for number in range(MIN_PAGES - 1)]) == {}


def test_copies_of_one_story_do_not_make_its_lines_recur() -> None:
    copies = [article(number, HOURS, title="The story") for number in range(20)]
    others = [article(number) for number in range(20, 40)]
    assert learnt(copies + others) == {}


def test_a_line_of_few_pages_stays() -> None:
    articles = [article(number, *([HOURS] if number < 4 else [])) for number in range(40)]
    assert learnt(articles) == {}


def test_one_site_says_nothing_about_another() -> None:
    found = learnt([article(number, HOURS) for number in range(10)])
    other = article(1, HOURS, source="herald.example")
    assert trimmed(other, found) == other


def test_documents_teach_nothing_and_lose_nothing() -> None:
    found = learnt([article(number, HOURS) for number in range(10)])
    document = replace(article(99, HOURS), scraped=False)
    assert trimmed(document, found) == document
    documents = [replace(article(number, HOURS), scraped=False) for number in range(10)]
    assert learnt(documents) == {}


def test_headings_that_recur_stay() -> None:
    found = learnt([article(number, HOURS) for number in range(10)])
    page = article(99, HOURS)
    blocks = tuple(
        replace(block, kind="heading", level=2)
        if page.text[block.start : block.end] == HOURS
        else block
        for block in page.blocks
    )
    assert HOURS in trimmed(replace(page, blocks=blocks), found).text


def test_what_was_learnt_holds_for_a_single_later_page() -> None:
    found = learnt([article(number, HOURS) for number in range(10)])
    later = article(99, HOURS)
    assert HOURS not in trimmed(later, learnt([later], found)).text


def test_a_page_of_nothing_else_is_left_alone() -> None:
    articles = [article(number, HOURS) for number in range(10)]
    found = learnt(articles)
    bare = clean(RawPage(key="x", origin="x", text=HOURS, title="Hours", source="post.example"))
    assert trimmed(bare, found).text == HOURS


def test_places_follow_their_lines() -> None:
    found = learnt([article(number, HOURS) for number in range(10)])
    text = f"Above.\n{HOURS}\nBelow it."
    raw = RawPage(
        key="k", origin="k", text=text, title="T", source="post.example",
        places=Places("page", [1, 2, 7]),
    )  # fmt: skip
    freed = trimmed(clean(raw), found)
    assert place_at(freed.metadata, freed.text, freed.text.index("Below")) == Place("page", 7)


@given(st.integers(8, 20), st.integers(0, 20), st.randoms(use_true_random=False))
def test_learning_knows_no_order(count: int, with_line: int, chance: random.Random) -> None:
    articles = [article(n, *([HOURS] if n < with_line else [])) for n in range(count)]
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert learnt(articles) == learnt(shuffled)
    assert learnt(articles, learnt(articles)) == learnt(articles)
