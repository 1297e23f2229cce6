"""Passages follow the shape of their article."""

from collections import Counter

from hypothesis import given

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.ingesting.chunking import chunk
from footnote.retrieval.options import ChunkingOptions
from footnote.retrieval.readers.block_writer import BlockWriter
from tests.support.pages import TITLE, article_of, kiln_manual, pages

SMALL = ChunkingOptions(target_chars=100, max_chars=200)
USUAL = ChunkingOptions()
PAGE = kiln_manual()


def holding(words: str, article: Article = PAGE, options: ChunkingOptions = USUAL) -> Passage:
    (found,) = [passage for passage in chunk(article, options) if words in passage.text]
    return found


def test_passages_are_cut_at_headings_and_know_them() -> None:
    passage = holding("The kiln fires clay.")
    assert (passage.text, passage.headings) == ("The kiln fires clay.", ())
    assert holding("Set the cone.").headings == ("First firing",)
    assert all("First firing" not in each.text for each in chunk(PAGE, USUAL))


def test_models_read_a_passage_below_its_title_and_headings() -> None:
    assert holding("Never.").in_context(TITLE).startswith(f"{TITLE} › Questions\nMay I open")


def test_what_announces_a_list_stays_with_it() -> None:
    passage = holding("To fire it")
    assert passage.text.endswith("3. Wait for six hours.")


def test_a_question_stays_with_its_answer_and_an_option_with_its_meaning() -> None:
    assert holding("Never.").text.startswith("May I open the lid")
    assert holding("Keeps the heat", options=SMALL).text.startswith("--hold MINUTES\n")


def test_each_option_of_any_length_is_a_passage_of_its_own() -> None:
    page = BlockWriter()
    for name in ("--dry", "--wet", "--cold"):
        page.add("term", name)
        page.add(
            "definition", f"With {name} the kiln is run as the label says. " + "It hums. " * 12
        )
    for name in ("-q", "-v"):
        page.add("term", name)
        page.add("definition", f"{name} is short.")
    texts = [each.text for each in chunk(article_of(page), USUAL)]
    assert [text.split("\n")[0] for text in texts[:2]] == ["--dry", "--wet"]
    assert "-q is short.\n" in texts[-1]
    assert texts[-1].endswith("-v is short.")


def test_later_rows_of_a_long_table_keep_the_row_that_heads_it() -> None:
    page = BlockWriter()
    page.add("paragraph", "Rents of the plots:")
    with page.group():
        page.row(["Plot", "Rent"], header=True)
        for number in range(1, 61):
            page.row([f"plot {number}", f"{10 * number} crowns a year"])
    article = article_of(page)
    passage = holding("plot 33 |", article, SMALL)
    assert passage.lead == "Rents of the plots:\nPlot | Rent"
    assert all(each.text.split("\n")[-1].endswith("a year") for each in chunk(article, SMALL))


def test_code_is_cut_between_lines_where_it_must_be() -> None:
    page = BlockWriter()
    page.code("\n".join(f"step_number_{number}(value)" for number in range(40)))
    for passage in chunk(article_of(page), SMALL):
        assert all(line.endswith("(value)") for line in passage.text.split("\n"))


def test_a_heading_with_nothing_below_it_can_still_be_found() -> None:
    page = BlockWriter()
    page.heading("Version 3", 2)
    page.heading("Version 2", 2)
    page.add("paragraph", "A new lid.")
    page.heading("Version 1", 2)
    texts = [passage.text for passage in chunk(article_of(page), USUAL)]
    assert texts == ["Version 3", "A new lid.", "Version 1"]


@given(pages())
def test_every_passage_is_an_exact_piece_and_only_headings_are_outside(page: BlockWriter) -> None:
    article = article_of(page)
    at, outside = 0, []
    for passage in chunk(article, SMALL):
        assert article.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert at <= passage.start
        assert 0 < len(passage.text) <= SMALL.max_chars
        outside.append(article.text[at : passage.start])
        at = passage.end
    outside.append(article.text[at:])
    headings = [article.text[b.start : b.end] for b in article.blocks if b.kind == "heading"]
    left = Counter("".join("".join(outside).split()))
    assert not left - Counter("".join("".join(headings).split()))
