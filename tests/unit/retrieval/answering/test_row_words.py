"""Rows are read in sentences, and what is read of them is found again in the article."""

from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answering.row_words import row_words
from tests.support.tables import table_outline


def test_each_cell_is_said_of_the_first_under_its_columns_name() -> None:
    outline = table_outline([["Plan", "Price", "Seats"], ["Sedge", "9 crowns", "5"]])
    words = row_words(outline, 1)
    assert words.text == "Plan Sedge. The Price of Sedge is 9 crowns. The Seats of Sedge is 5."


def test_the_words_that_answer_are_found_in_the_article() -> None:
    outline = table_outline([["Plan", "Price", "Seats"], ["Sedge", "9 crowns", "5"]])
    words = row_words(outline, 1)
    for said, stands in (("9 crowns", "9 crowns"), ("9 crowns. The Seats", "9 crowns"), ("5", "5")):
        at = words.text.index(said)
        span = words.span(at, at + len(said))
        assert outline.text[span.start : span.end] == stands
    nothing = words.text.index("The Seats of")
    empty = words.span(nothing, nothing + len("The Seats of"))
    assert empty.start == empty.end


def test_rows_without_names_or_first_cells_are_read_cell_by_cell() -> None:
    bare = table_outline([["Sedge", "9 crowns"]], header=False)
    assert row_words(bare, 0).text == "Sedge; 9 crowns"
    without = table_outline([["Plan", "Price", "Seats"], ["", "9 crowns", "5"]])
    assert row_words(without, 1).text == "Price: 9 crowns; Seats: 5"
    russian = table_outline([["Маршрут", "Цена"], ["Первый", "три рубля"]])
    assert row_words(russian, 1).text == "Маршрут: Первый; Цена: три рубля"


def test_each_language_says_cells_in_its_own_way() -> None:
    chinese = table_outline([["线路", "票价"], ["一号线", "三元"]])
    assert row_words(chinese, 1).text == "线路 一号线. 票价: 三元."


CELLS = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=6))


@given(st.lists(CELLS.filter(any), min_size=2, max_size=4))
def test_every_piece_stands_in_the_article(rows: list[list[str]]) -> None:
    outline = table_outline(rows)
    for place in range(1, len(outline.blocks)):
        words = row_words(outline, place)
        for at, piece in words.pieces:
            said = words.text[at : at + piece.end - piece.start]
            assert said == outline.text[piece.start : piece.end]
        assert words.span(0, len(words.text)).end <= len(outline.text)
