"""A quote comes with the entry of a manual it is part of, or with the name of that."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answering.entries import (
    NEAR_NAME,
    SHORT_ENTRY,
    SHORT_WITH_CODE,
    whole_entry,
)
from footnote.retrieval.answering.quoting import Quote, quote_around, shown_text
from footnote.retrieval.article import Article
from footnote.retrieval.readers.block_writer import BlockWriter
from tests.support.pages import TITLE, article_of, pages, some_words

LONG = "The bell is cast in bronze and hangs in the tower. " * 12


def grown(words: str, page: Article) -> Quote:
    start = page.text.index(words)
    outline = page.outline()
    return whole_entry(outline, quote_around(outline, start, start + len(words), page.head.title))


def text(quote: Quote, page: Article) -> str:
    return page.text[quote.span.start : quote.span.end]


def reference(*, described: str = "") -> Article:
    page = BlockWriter()
    page.heading(TITLE, 1)
    page.add("paragraph", "Settings of the kiln.")
    page.heading("holdMinutes", 2, anchor="hold")
    with page.group():
        page.item("Default: 0")
        page.item("Type: number")
    page.add("paragraph", "If this is set, the heat is kept after the last ramp.")
    page.code("holdMinutes: 30", language="yaml")
    page.add("paragraph", described)
    page.heading("quiet", 2)
    page.add("paragraph", "Switches the beeper off.")
    return article_of(page)


def test_an_option_that_is_a_heading_is_quoted_with_its_name_default_and_example() -> None:
    page = reference()
    quote = grown("If this is set", page)
    assert text(quote, page) == (
        "holdMinutes\n\n• Default: 0\n• Type: number\n\n"
        "If this is set, the heat is kept after the last ramp.\n\nholdMinutes: 30"
    )
    assert [each.block.kind for each in quote.blocks] == [
        "heading",
        "item",
        "item",
        "paragraph",
        "code",
    ]
    assert (quote.heading, quote.anchor) == (("holdMinutes",), "hold")


def test_of_a_long_entry_a_quote_near_its_name_begins_with_it() -> None:
    page = reference(described=LONG)
    quote = grown("If this is set", page)
    assert text(quote, page).startswith("holdMinutes\n\n• Default: 0")
    assert text(quote, page).endswith("after the last ramp.\n\nholdMinutes: 30")
    cut = grown("The bell is cast", page)
    assert not text(cut, page).startswith("holdMinutes")


def test_a_long_paragraph_right_below_a_name_is_shown_as_far_as_it_is_quoted() -> None:
    page = BlockWriter()
    page.heading("--bell", 2)
    page.add("paragraph", LONG)
    article = article_of(page)
    quote = grown("The bell is cast", article)
    assert text(quote, article).startswith("--bell\n\nThe bell is cast")
    assert shown_text(quote.blocks) == text(quote, article).replace("\n\n", "\n")
    assert len(text(quote, article)) < len(LONG)


def test_a_heading_that_is_no_name_is_not_quoted() -> None:
    for heading in ("Of the bell", "Bell", "BELLS", "关于大钟"):
        page = BlockWriter()
        page.heading(heading, 2)
        page.add("paragraph", "It rings at noon.")
        page.add("paragraph", "Its rope is new.")
        article = article_of(page)
        assert text(grown("It rings", article), article) == "It rings at noon."


def test_short_code_right_below_a_paragraph_is_quoted_with_it() -> None:
    page = BlockWriter()
    page.heading("Ports", 2)
    page.add("paragraph", "Of another port you write the whole address.")
    page.code("kiln://host:2222//srv", language="sh")
    page.add("paragraph", LONG + "The rope is new.")
    page.code("kiln ring --long\n" * 40)
    article = article_of(page)
    quote = grown("Of another port", article)
    assert text(quote, article).endswith("address.\n\nkiln://host:2222//srv")
    assert [each.block.kind for each in quote.blocks] == ["paragraph", "code"]
    assert text(grown("The rope is new.", article), article) == "The rope is new."


def test_a_question_of_one_word_is_quoted_once() -> None:
    page = BlockWriter()
    page.heading("Why?", 2)
    page.add("paragraph", "Because the rope was old.")
    article = article_of(page)
    assert text(grown("Because", article), article) == "Why?\n\nBecause the rope was old."


def test_what_stands_below_the_title_alone_is_quoted_without_it() -> None:
    page = reference()
    assert text(grown("Settings of the kiln.", page), page) == "Settings of the kiln."


def test_a_part_of_a_list_stays_a_part_below_both_its_headings() -> None:
    page = BlockWriter()
    page.heading("Version 2", 2)
    page.heading("Fixed", 3)
    with page.group():
        for number in range(40):
            page.item(f"The lid number {number} no longer sticks when it is cold outside.")
    article = article_of(page)
    quote = grown("number 7 ", article)
    assert text(quote, article).count("•") == 1
    assert shown_text(quote.blocks).startswith("Version 2\nFixed\n• The lid number 7")
    first = grown("number 0 ", article)
    assert shown_text(first.blocks).startswith("Version 2\nFixed\n• The lid number 0")


@given(pages(), st.integers(0, 400), st.integers(1, 40))
def test_a_quote_only_ever_grows_and_its_blocks_stand_in_the_text(
    page: BlockWriter, start: int, length: int
) -> None:
    article = article_of(page)
    words = some_words(article, start, length)
    if words is None:
        return
    outline = article.outline()
    bare = quote_around(outline, words.start, words.end, TITLE)
    quote = whole_entry(outline, bare)
    assert quote.span.start <= bare.span.start
    assert quote.span.end >= bare.span.end
    more = (quote.span.end - quote.span.start) - (bare.span.end - bare.span.start)
    heading = max((b.end - b.start for b in outline.blocks if b.kind == "heading"), default=0)
    assert more <= max(SHORT_ENTRY, NEAR_NAME + heading + SHORT_WITH_CODE)
    for shown in quote.blocks:
        assert article.text[shown.block.start : shown.block.end] == shown.words
