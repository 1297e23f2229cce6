"""Quotes as Markdown: read back by a Markdown reader they are what the article had."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from footnote.retrieval.answer import Citation
from footnote.retrieval.answering.quoting import quote_around
from footnote.retrieval.article import Article
from footnote.retrieval.quote_markdown import escaped, quote_markdown
from tests.support.pages import kiln_manual

PAGE = kiln_manual()
READER = MarkdownIt("commonmark").enable("table")


def citation(words: str, page: Article = PAGE) -> Citation:
    start = page.text.index(words)
    quote = quote_around(page.outline(), start, start + len(words), page.head.title)
    return Citation(
        1,
        page.head,
        "p",
        quote.span.start,
        quote.span.end,
        page.text[quote.span.start : quote.span.end],
        kind=quote.kind,
        blocks=quote.blocks,
    )


def test_steps_keep_their_numbers_and_their_code() -> None:
    html = READER.render(quote_markdown(citation("Set the cone.")))
    assert html.count("<li>") == 3
    assert '<code class="language-sh">kiln damper --open\n    --slowly\n</code>' in html


def test_a_row_stands_under_its_header_and_empty_cells_in_their_columns() -> None:
    html = " ".join(READER.render(quote_markdown(citation("stoneware"))).split())
    assert "<th>Cone</th> <th>Heat</th> <th>Use</th>" in html
    assert "<td>6</td> <td></td> <td>stoneware</td>" in html


def test_an_options_name_stands_out() -> None:
    html = READER.render(quote_markdown(citation("Switches")))
    assert html == "<p><strong>--quiet</strong></p>\n<p>Switches the beeper off.</p>\n"


@given(st.text(alphabet=st.sampled_from(list("ab*_`[]()<>#|!&~1.-+ \\")), max_size=30))
def test_no_words_of_an_article_become_markup(words: str) -> None:
    shown = " ".join(words.split())
    if not shown:
        return
    (paragraph, inline, _) = READER.parse(escaped(shown))
    assert paragraph.type == "paragraph_open"
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children or []) == shown
