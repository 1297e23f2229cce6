"""A web page gives its main text whole, and only what it declares or shows of itself."""

from datetime import date

from footnote.retrieval.article import Article
from footnote.retrieval.cleaning import clean
from footnote.retrieval.readers.html import _tree, _without_deep_tables, parse_html

TEXT = (
    "<p>The bridge over the Weir was opened on Monday by the mayor, who cut a ribbon of silk.</p>"
    "<p>It had been closed for two years, and the ferryman had grown rich in the meantime.</p>"
)


def article(body: str, head: str = "") -> Article:
    markup = (
        f"<html><head><title>Bridge opens | Post</title>{head}</head><body>{body}</body></html>"
    )
    return clean(parse_html(markup, origin="a page"))


def test_a_page_without_a_date_stays_without() -> None:
    found = article(f"<article><h1>Bridge opens</h1>{TEXT}</article><footer>© 2019 Post</footer>")
    assert (found.head.title, found.head.published, found.head.updated) == (
        "Bridge opens",
        None,
        None,
    )


def test_a_shown_byline_and_time_are_read_with_their_zone() -> None:
    found = article(
        '<article><h1>Bridge opens</h1><p class="m">By Ada Quill</p>'
        f'<p><time datetime="2024-03-05T06:30:00+01:00">5 March 2024</time></p>{TEXT}</article>'
    )
    assert found.head.authors == ("Ada Quill",)
    assert found.head.published == date(2024, 3, 5)
    assert found.metadata["published_at"] == "2024-03-05T06:30:00+01:00"
    assert found.text.startswith("Bridge opens\n\nThe bridge over")


def test_declared_authors_and_days_go_before_shown_ones() -> None:
    head = (
        '<meta name="citation_author" content="Quill, Ada">'
        '<meta name="citation_author" content="Oar, Ben">'
        '<meta property="article:published_time" content="2024-03-05T06:30:00Z">'
        '<meta property="article:modified_time" content="2024-03-07">'
    )
    found = article(f"<article><h1>Bridge opens</h1><p>By Cy Reed</p>{TEXT}</article>", head)
    assert found.head.authors == ("Ada Quill", "Ben Oar")
    assert (found.head.published, found.head.updated) == (date(2024, 3, 5), date(2024, 3, 7))


def test_days_of_comments_and_other_articles_are_not_the_pages() -> None:
    found = article(
        f"<article><h1>Bridge opens</h1>{TEXT}</article><section class='comments'>"
        "<p>Ann</p><p>3 May 2020</p><p>Lovely.</p></section><aside><h3>More</h3>"
        "<p>Published 4 May 2020</p><p>Updated 5 May 2020</p><p>Updated 6 May 2020</p></aside>"
    )
    assert (found.head.published, found.head.updated) == (None, None)


def test_headings_and_list_items_between_paragraphs_are_kept() -> None:
    found = article(
        f"<article><h1>Bridge opens</h1>{TEXT}<h2>What to bring</h2><ul><li>A coat</li><li>A coin"
        f"</li></ul>{TEXT.replace('bridge', 'gate')}<div class='related'><p>Gull sits</p></div>"
        "</article>"
    )
    short = [block for block in found.blocks if block.end - block.start < 30]
    assert [(block.kind, found.text[block.start : block.end]) for block in short] == [
        ("heading", "Bridge opens"),
        ("heading", "What to bring"),
        ("item", "• A coat"),
        ("item", "• A coin"),
    ]


def test_a_blog_named_in_the_top_heading_does_not_give_the_title() -> None:
    markup = (
        "<html><head><title>Brolliana: The umbrella census</title></head><body><h1>Brolliana</h1>"
        f"<h3>The umbrella census</h3>{TEXT}</body></html>"
    )
    assert parse_html(markup, origin="a page").title == "The umbrella census"


def test_tables_within_hundreds_of_tables_keep_their_words_and_reach_the_extractor_flat() -> None:
    depth = 150
    deep = "<table><tr><td>" * depth + "The lock opens at six." + "</td></tr></table>" * depth
    said = "<p>The tide turns at nine on the days the board names in its yearly notice.</p>"
    markup = f"<html><body><article>{said * 3}{deep}</article></body></html>"
    flat = _without_deep_tables(_tree(markup))
    assert len(flat.xpath("//table")) == 8
    assert "The lock opens at six." in flat.text_content()
    assert "The lock opens at six." in parse_html(markup, origin="a page").text
