"""From the words that answer to what is quoted."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answering.quoting import (
    MOST_CHARACTERS,
    SHORT_PARAGRAPH,
    Quote,
    quote_around,
    shown_text,
)
from footnote.retrieval.article import Article
from footnote.retrieval.readers.block_writer import BlockWriter
from tests.support.pages import TITLE, article_of, kiln_manual, pages, some_words

PAGE = kiln_manual()


def quoted(words: str, page: Article = PAGE) -> Quote:
    start = page.text.index(words)
    return quote_around(page.outline(), start, start + len(words), page.head.title)


def text(quote: Quote, page: Article = PAGE) -> str:
    return page.text[quote.span.start : quote.span.end]


def test_a_step_brings_its_list_and_what_announces_it() -> None:
    quote = quoted("Set the cone.")
    assert quote.kind == "steps"
    assert text(quote).startswith("To fire it for the first time:\n\n1. Open")
    assert text(quote).endswith("3. Wait for six hours.")
    assert quote.heading == ("First firing",)
    assert quote.anchor == "first-firing"


def test_what_announces_a_list_is_never_quoted_without_it() -> None:
    assert text(quoted("To fire it for the first time:")).endswith("3. Wait for six hours.")


def test_code_within_a_step_brings_the_steps() -> None:
    assert quoted("--slowly").kind == "steps"


def test_a_row_is_shown_below_the_row_that_heads_its_table() -> None:
    quote = quoted("stoneware")
    assert (quote.kind, text(quote)) == ("table", "6 |  | stoneware")
    assert shown_text(quote.blocks) == "Cones\nCone | Heat | Use\n6 |  | stoneware"


def test_a_term_within_a_long_entry_comes_with_its_own_definition() -> None:
    page = BlockWriter()
    with page.group():
        page.add("term", "<refname>, such as HEAD")
        with page.inside():
            page.add("definition", "A symbolic name of a commit. " * 50)
            page.add("term", "ORIG_HEAD")
            with page.inside():
                page.add("definition", "is made by commands that move your HEAD far.")
            page.add("term", "MERGE_HEAD")
            with page.inside():
                page.add("definition", "is what you are merging.")
    article = article_of(page)
    for words in ("ORIG_HEAD", "is made by commands"):
        own = text(quoted(words, article), article)
        assert own == "ORIG_HEAD\nis made by commands that move your HEAD far."


def test_what_announces_a_lone_term_is_quoted_with_it() -> None:
    page = BlockWriter()
    page.add("paragraph", "There is one option:")
    with page.group():
        page.add("term", "--hold")
    article = article_of(page)
    assert text(quoted("one option", article), article).startswith("There is one option:")


def test_code_is_shown_sign_for_sign_and_a_cell_is_no_footnote() -> None:
    page = BlockWriter()
    page.add("paragraph", "To read the first item [1]:")
    page.code("first = items[0]", language="python")
    article = article_of(page)
    start = article.text.index("items")
    quote = quote_around(article.outline(), start, start + 5, article.head.title)
    assert shown_text(quote.blocks) == "To read the first item (1):\nfirst = items[0]"


def test_an_option_comes_with_its_name() -> None:
    quote = quoted("Without it the kiln cools at once.")
    assert quote.kind == "definition"
    assert text(quote).startswith("--hold MINUTES\nKeeps the heat")
    assert quote.anchor == "hold"


def test_yes_and_no_come_with_their_question() -> None:
    assert text(quoted("Never.")) == "May I open the lid while it is hot?\nNever."
    quote = quoted("No.")
    assert (quote.kind, text(quote)) == ("faq", "Does it need water?\n\nNo.")


def test_a_short_paragraph_is_quoted_whole_and_a_long_one_from_what_answers_on() -> None:
    page = BlockWriter()
    page.add("paragraph", "It is red. It is hot.")
    page.add(
        "paragraph", "Much was built. " * 30 + "The kiln is old. " + "It is lit on Mondays. " * 30
    )
    article = article_of(page)
    assert text(quoted("It is hot.", article), article) == "It is red. It is hot."
    long = quoted("The kiln is old.", article)
    assert long.kind == "sentence"
    assert text(long, article).startswith("The kiln is old. It is lit on Mondays. It is lit")
    assert text(long, article).endswith("Mondays.")
    assert SHORT_PARAGRAPH - 50 < len(text(long, article)) <= SHORT_PARAGRAPH


def test_a_sentence_that_takes_back_the_one_before_it_is_quoted_too() -> None:
    page = BlockWriter()
    page.add("paragraph", "Rooms were let by the week. " * 20)
    page.add(
        "paragraph",
        "For years keys were left at the desk. They are now kept by each tenant. "
        + "And so on. " * 40,
    )
    article = article_of(page)
    assert "now kept by each tenant" in text(quoted("For years keys were left", article), article)


def test_characters_of_double_width_count_twice() -> None:
    page = BlockWriter()
    page.add("paragraph", "窑很旧。" + "每逢周一点火。" * 60)
    article = article_of(page)
    assert len(text(quoted("窑很旧。", article), article)) <= SHORT_PARAGRAPH // 2


def test_a_long_list_of_steps_is_cut_between_two_of_them_and_says_how_many_are_left() -> None:
    page = BlockWriter()
    page.add("paragraph", "Do this:")
    with page.group():
        for number in range(1, 31):
            page.item(
                f"Turn the wheel number {number} to the left until it clicks.", ordinal=number
            )
    article = article_of(page)
    quote = quoted("number 3 ", article)
    assert text(quote, article).endswith("until it clicks.")
    shown = sum(each.block.kind == "item" for each in quote.blocks)
    assert shown + quote.more == 30
    assert quote.span.end - quote.span.start <= MOST_CHARACTERS
    last = quoted("number 29 ", article)
    assert "number 29 " in text(last, article)


def test_code_comes_with_what_is_said_of_it() -> None:
    page = BlockWriter()
    page.add("paragraph", "Start the server:")
    page.code("kilnd --port 80", language="sh")
    article = article_of(page)
    quote = quoted("kilnd", article)
    assert quote.kind == "code"
    assert text(quote, article) == "Start the server:\n\nkilnd --port 80"


def test_the_name_of_a_file_stands_between_an_announcement_and_its_code() -> None:
    page = BlockWriter()
    page.add("paragraph", "It reads its settings there. To hold the heat, write:")
    page.add("paragraph", "kiln.toml")
    page.code("hold = 30", language="toml")
    page.add("paragraph", "That is all.")
    article = article_of(page)
    for words in ("To hold the heat", "kiln.toml", "hold = 30"):
        quote = quoted(words, article)
        assert quote.kind == "code"
        assert text(quote, article).startswith("It reads its settings there.")
        assert text(quote, article).endswith("kiln.toml\n\nhold = 30")


@given(pages(), st.integers(0, 400), st.integers(1, 40))
def test_any_words_are_within_their_quote_and_its_blocks_stand_in_the_text(
    page: BlockWriter, start: int, length: int
) -> None:
    article = article_of(page)
    words = some_words(article, start, length)
    if words is None:
        return
    quote = quote_around(article.outline(), words.start, words.end, TITLE)
    assert quote.span.start <= words.start
    assert quote.span.end >= words.end
    for shown in quote.blocks:
        assert article.text[shown.block.start : shown.block.end] == shown.words
