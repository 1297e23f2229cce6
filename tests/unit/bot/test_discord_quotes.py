"""Quotes as Discord shows them, and fences that no message leaves open."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.bot.discord.rendering.markup import LIMIT, split, units
from footnote.bot.discord.rendering.quotes import quote_lines
from footnote.retrieval.answer import Citation
from footnote.retrieval.answering.quoting import quote_around
from footnote.retrieval.article import Article
from footnote.retrieval.readers.block_writer import BlockWriter
from tests.support.pages import article_of, kiln_manual, pages

PAGE = kiln_manual()
MARK = "**\\[1\\]**"


def citation(words: str, page: Article = PAGE, **facts: int) -> Citation:
    start = page.text.index(words)
    quote = quote_around(page.outline(), start, start + len(words), page.head.title)
    text = page.text[quote.span.start : quote.span.end]
    return Citation(
        1,
        page.head,
        "p",
        quote.span.start,
        quote.span.end,
        text,
        kind=quote.kind,
        blocks=quote.blocks,
        more=quote.more,
        **facts,
    )


def test_steps_are_numbered_and_their_code_is_fenced() -> None:
    lines = quote_lines(citation("Set the cone."), MARK, "en")
    assert lines == [
        "> To fire it for the first time:",
        "> 1. Open the damper.",
        "> ```sh",
        "> kiln damper --open",
        ">     --slowly",
        "> ```",
        "> 2. Set the cone.",
        f"> 3. Wait for six hours. {MARK}",
    ]


def test_an_item_with_a_mark_of_its_own_gets_no_second() -> None:
    page = BlockWriter()
    with page.group():
        page.item("the form", ordinal=1, mark="a)")
        page.item("the lease", ordinal=2, mark="b)")
    lines = quote_lines(citation("the lease", article_of(page)), MARK, "en")
    assert lines == ["> a) the form", f"> b) the lease {MARK}"]


def test_a_row_stands_in_columns_under_its_header() -> None:
    lines = quote_lines(citation("stoneware"), MARK, "en")
    assert lines[1:] == [
        "> ```",
        "> Cone │ Heat │ Use",
        "> ─────┼──────┼──────────",
        "> 6    │      │ stoneware",
        "> ```",
        f"> {MARK}",
    ]


def test_a_wide_row_names_each_cell() -> None:
    page = BlockWriter()
    with page.group():
        page.row(["Plan", "What it is for"], header=True)
        page.row(["basic", "a *single* kiln " * 9])
    lines = quote_lines(citation("basic", article_of(page)), MARK, "en")
    assert lines[0] == "> - **Plan:** basic"
    assert lines[1].startswith("> - **What it is for:** a \\*single\\* kiln")


def test_the_answering_words_are_bold_and_the_others_inert() -> None:
    start = PAGE.text.index("six hours")
    shown = quote_lines(
        citation("Set the cone.", answer_start=start, answer_end=start + 9), MARK, "en"
    )
    assert shown[-1] == f"> 3. Wait for **six hours**. {MARK}"


def test_code_cannot_end_its_fence() -> None:
    page = BlockWriter()
    page.code("one\n```\n@everyone")
    lines = quote_lines(citation("one", article_of(page)), MARK, "en")
    assert lines == ["> ```", "> one", "> ˋˋˋ", "> @everyone", "> ```", f"> {MARK}"]


@given(pages(), st.integers(0, 50))
def test_whatever_is_quoted_fits_and_leaves_no_fence_open(page: BlockWriter, place: int) -> None:
    article = article_of(page)
    blocks = [block for block in article.blocks if block.kind != "heading"]
    if not blocks:
        return
    block = blocks[place % len(blocks)]
    quote = quote_around(article.outline(), block.start, block.end)
    text = article.text[quote.span.start : quote.span.end]
    shown = Citation(
        1, article.head, "p", quote.span.start, quote.span.end, text, blocks=quote.blocks
    )
    for part in split("\n".join(quote_lines(shown, MARK, "en"))):
        check(part)


@given(st.lists(st.sampled_from(["> ```py", "> ```", "> " + "x" * 900, "> y = 1", "a " * 700])))
def test_long_code_goes_on_in_a_fence_of_its_own(lines: list[str]) -> None:
    opened = False
    written = []
    for line in lines:
        if line.startswith("> ```"):
            line = "> ```" if opened else line  # noqa: PLW2901 - a fence is closed without a name
            opened = not opened
        written.append(line)
    if opened:
        written.append("> ```")
    for part in split("\n".join(written)):
        check(part)


def check(part: str) -> None:
    assert units(part) <= LIMIT
    assert sum(line.removeprefix("> ").startswith("```") for line in part.split("\n")) % 2 == 0
