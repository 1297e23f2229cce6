"""A page of documentation with every kind of block, and pages of any blocks for property tests."""

from hypothesis import strategies as st

from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.blocks import Block, BlockKind, Span
from footnote.retrieval.readers.block_writer import BlockWriter

TITLE = "Kiln manual"


def kiln_manual() -> Article:
    """Return the page: steps, a table, options, questions, code, a nested list."""
    page = BlockWriter()
    page.heading(TITLE, 1)
    page.add("paragraph", "The kiln fires clay.")
    page.heading("First firing", 2, anchor="first-firing")
    page.add("paragraph", "To fire it for the first time:")
    with page.group():
        page.item("Open the damper.", ordinal=1)
        with page.inside():
            page.code("kiln damper --open\n    --slowly\n", language="sh")
        page.item("Set the cone.", ordinal=2)
        page.item("Wait for six hours.", ordinal=3)
    page.heading("Cones", 2, anchor="cones")
    page.add("paragraph", "The cones and what they are for:")
    with page.group():
        page.row(["Cone", "Heat", "Use"], header=True)
        page.row(["06", "998 °C", "earthenware"])
        page.row(["6", "", "stoneware"])
    page.heading("Options", 2, anchor="options")
    with page.group():
        page.add("term", "--hold MINUTES", anchor="hold")
        with page.inside():
            page.add("definition", "Keeps the heat after the last ramp.")
            page.add("definition", "Without it the kiln cools at once.")
        page.add("term", "--quiet")
        with page.inside():
            page.add("definition", "Switches the beeper off.")
    page.heading("Does it need water?", 2, anchor="water")
    page.add("paragraph", "No.")
    page.heading("Questions", 2)
    with page.group():
        page.add("question", "May I open the lid while it is hot?")
        with page.inside():
            page.add("answer", "Never.")
    return article_of(page)


def article_of(page: BlockWriter, title: str = TITLE) -> Article:
    """Return an article of what was written."""
    text, blocks, _ = page.page()
    return Article(ArticleHead("a1", title), "key", text, "hash", blocks=blocks)


_WORDS = st.text(alphabet=st.sampled_from(list("abcü漢. :?|•1\n")), max_size=40)
_PROSE: list[BlockKind] = ["paragraph", "term", "definition", "question", "answer", "callout"]


@st.composite
def pages(draw: st.DrawFn) -> BlockWriter:
    """Draw a page of up to twenty blocks of any kind, some of them in groups."""
    page = BlockWriter()
    for _ in range(draw(st.integers(0, 8))):
        if draw(st.booleans()):
            _write(page, draw)
            continue
        with page.group():
            _write(page, draw)
            with page.inside():
                _write(page, draw)
            _write(page, draw)
    return page


def _write(page: BlockWriter, draw: st.DrawFn) -> None:
    words = draw(_WORDS)
    match draw(st.sampled_from(["heading", "prose", "item", "step", "row", "code"])):
        case "heading":
            page.heading(words, draw(st.integers(1, 6)))
        case "item":
            page.item(words)
        case "step":
            page.item(words, ordinal=draw(st.integers(1, 99)))
        case "row":
            page.row(draw(st.lists(_WORDS, max_size=4)), header=draw(st.booleans()))
        case "code":
            page.code(words)
        case _:
            page.add(draw(st.sampled_from(_PROSE)), words)


def some_words(article: Article, start: int, length: int) -> Span | None:
    """Return up to `length` characters within one block that is no heading, chosen by `start`.

    None where the article has no such block.
    """
    blocks = [block for block in article.outline().blocks if block.kind != "heading"]
    if not blocks:
        return None
    block = blocks[start % len(blocks)]
    first = min(block.start + start % 7, block.end - 1)
    return Span(first, min(first + length, block.end))


def whole(blocks: tuple[Block, ...], text: str) -> bool:
    """Tell whether blocks stand in order, apart, and leave nothing but white space out."""
    at, outside = 0, ""
    for block in blocks:
        if not at <= block.start < block.end <= len(text):
            return False
        outside += text[at : block.start]
        at = block.end
    return not (outside + text[at:]).strip()
