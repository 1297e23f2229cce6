"""Tables: CSV as spreadsheets write it, Excel workbooks, slides."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from tests.support.reading import pages, refusal
from tests.support.shape import shape


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\ntitle;text\nLock;Opens, says Ada, at 9; always.\n".replace("9; a", "9, a"),
        '"sep=,"\ntitle,text\nLock,"Opens, says Ada, at 9, always."\n',
        "title\ttext\nLock\tOpens, says Ada, at 9, always.\n",
        "title;text\nLock;Opens, says Ada, at 9, always.\n",
    ],
)
def test_the_sign_between_cells_is_found(tmp_path: Path, content: str) -> None:
    path = tmp_path / "news.csv"
    path.write_text(content)
    (page,) = pages(path)
    assert (page.title, page.text) == ("Lock", "Opens, says Ada, at 9, always.")
    assert page.places is not None
    assert page.places.numbers == [content.count("\n")]


def test_another_table_is_one_article_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "ferry-fares.csv"
    path.write_text('Zone,Child,Adult\nNorth,,2\n\nSouth,"3, or\nfree",3\n')
    (page,) = pages(path)
    assert page.title == "Ferry fares"
    assert shape(page) == [
        ("header", "Zone | Child | Adult"),
        ("row", "North |  | 2"),
        ("row", "South | 3, or free | 3"),
    ]
    assert page.places is not None
    assert list(page.places.numbers) == [1, 2, 4]


def test_a_table_of_figures_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text("1,2\n3,4\n")
    assert shape(pages(path)[0]) == [("row", "1 | 2"), ("row", "3 | 4")]


def test_huge_cells_and_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text(f"a,b\n1,{'x' * 40_000}\n")
    assert "line 2: has a cell of 40,000 characters" in refusal(path)
    path.write_text("a,b\n" + "x," * 2_000)
    assert "has a row of 2,001 cells" in refusal(path)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tides"
    for row in (
        ["Tides of Tarrow"],
        [],
        ["Place", "Day", "Height", "Share", "Note"],
        ["North", date(2024, 5, 1), 3.5, 0.25],
        [None, None, 12, 1, "=A1"],
    ):
        sheet.append(row)
    sheet["D4"].number_format = "0%"
    book.create_sheet("Empty")
    book.create_sheet("Secret").append(["hidden"])
    book["Secret"].sheet_state = "hidden"
    book.properties.creator = "Ada Quill"
    book.save(path)
    return path


def test_a_workbook_has_a_heading_a_sheet_and_its_columns(tmp_path: Path) -> None:
    (page,) = pages(workbook(tmp_path / "tide_tables.xlsx"))
    assert (page.title, page.authors) == ("Tide tables", ("Ada Quill",))
    assert shape(page) == [
        ("h1", "Tides"),
        ("paragraph", "Tides of Tarrow"),
        ("header", "Place | Day | Height | Share | Note"),
        ("row", "North | 2024-05-01 | 3.5 | 25% | "),
        ("row", " |  | 12 | 1 | "),
    ]


def slides(path: Path) -> Path:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Harbour plan"
    first.placeholders[1].text = "For the board"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Costs"
    frame = second.placeholders[1].text_frame
    frame.text = "Dredging"
    inner = frame.add_paragraph()
    inner.text, inner.level = "2 million", 1
    table = second.shapes.add_table(3, 2, 0, Inches(6), Inches(3), Inches(1)).table
    for row, cells in enumerate((("Year", "Sum"), ("2024", ""), ("", "5"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    second.notes_slide.notes_text_frame.text = "Say that it is late."
    deck.save(str(path))
    return path


def test_slides_have_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    (page,) = pages(slides(tmp_path / "plan.pptx"))
    assert page.title == "Harbour plan"
    assert shape(page) == [
        ("h1", "Harbour plan"),
        ("paragraph", "For the board"),
        ("h2", "Costs"),
        ("item", "• Dredging"),
        (".item", "• 2 million"),
        ("header", "Year | Sum"),
        ("row", "2024 | "),
        ("row", "2024 | 5"),
        ("paragraph", "Say that it is late."),
    ]
    assert page.places is not None
    assert page.places.unit == "page"
    assert set(page.places.numbers) == {1, 2}


def changed(path: Path, name: str, content: bytes) -> Path:
    """Put other content into one part of an archive."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(path) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in {*before.namelist(), name}:
            after.writestr(part, content if part == name else before.read(part))
    path.write_bytes(packed.getvalue())
    return path


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda folder: workbook(folder / "a.xlsx"), "xl/sharedStrings.xml"),
        (lambda folder: slides(folder / "a.pptx"), "ppt/slides/slide1.xml"),
    ],
)
def test_bombs_in_office_files_are_refused(tmp_path: Path, make, part: str) -> None:  # type: ignore[no-untyped-def]
    path = changed(make(tmp_path), part, b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>')
    assert "entities" in refusal(path)
    assert "unpacks to" in refusal(changed(make(tmp_path), "zeros.bin", b"0" * 40_000_000))
    assert "cannot be parsed" in refusal(changed(make(tmp_path), part, b"<x>"))
