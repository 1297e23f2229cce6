"""Word files: what their reader sees is read, in its order, with its numbers and columns."""

import zipfile
from pathlib import Path

import pytest

from footnote.retrieval.readers.word_styles import shown
from tests.support.reading import pages, refusal
from tests.support.shape import shape
from tests.support.word_files import cell, paragraph, run, table, word_file


def test_what_wraps_words_does_not_hide_them_and_what_was_deleted_is_gone(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtContent>{run('40 marks')}</w:sdtContent></w:sdt>"
    inserted = (
        f"<w:ins>{run(' a year')}</w:ins><w:del><w:r><w:delText> a day</w:delText></w:r></w:del>"
    )
    tagged = (
        f"<w:smartTag>{run(', due at ')}</w:smartTag><w:hyperlink>{run('the quay')}</w:hyperlink>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DATE </w:instrText></w:r>'
        f"{run(' on 3 May')}<w:r><w:noBreakHyphen/></w:r>{run('ish')}"
    )
    unseen = run("secret", "<w:vanish/>") + run("ten", "<w:strike/>") + run("", '<w:b w:val="0"/>')
    path = word_file(
        tmp_path / "lease.docx",
        f"<w:sdt><w:sdtContent>{paragraph('The tenant is the club.')}</w:sdtContent></w:sdt>",
        paragraph(run("The rent is ") + control + inserted + tagged + field + unseen),
        paragraph("<w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom>"),
    )
    (page,) = pages(path)
    assert page.text.split("\n\n") == [
        "The tenant is the club.",
        "The rent is 40 marks a year, due at the quay on 3 May-ish",
    ]
    assert not page.scraped
    assert page.authors == ("Ada Quill", "Ben Oar")


def test_a_text_box_is_read_once_and_notes_stand_at_the_end(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('The box says more.')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    path = word_file(
        tmp_path / "boxes.docx",
        paragraph(run("Repairs are told beside") + f"<w:r>{both}</w:r>" + note),
        paragraph("The end."),
        footnotes=f'<w:footnote w:id="2">{paragraph("As voted in 2019.")}</w:footnote>'
        f'<w:footnote w:id="0">{paragraph("separator")}</w:footnote>',
    )
    (page,) = pages(path)
    assert page.text.split("\n\n") == [
        "Repairs are told beside",
        "The box says more.",
        "The end.",
        "As voted in 2019.",
    ]


def test_numbers_are_those_that_word_shows(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "steps.docx",
        paragraph("Fees", "berschrift1", number="2"),
        paragraph("Open the lid.", "Liste"),
        paragraph("With care.", number="1", level=1),
        paragraph("Slowly.", number="1", level=1),
        paragraph("A word on lids.", "ListContinue"),
        paragraph("Shut the lid.", "Liste"),
        paragraph("Go home."),
        paragraph("A coat", number="3"),
        paragraph("A hat", number="3", level=2),
    )
    (page,) = pages(path)
    assert shape(page) == [
        ("h1", "1. Fees"),
        ("item", "2. Open the lid."),
        (".item", "2.a) With care."),
        (".item", "2.b) Slowly."),
        ("..paragraph", "A word on lids."),
        ("item", "3. Shut the lid."),
        ("paragraph", "Go home."),
        ("item", "• A coat"),
        (".item", "1. A hat"),
    ]
    assert [block.ordinal for block in page.blocks][1:4] == [2, 1, 2]


def test_headings_are_told_by_outline_level_whatever_the_style_is_called(tmp_path: Path) -> None:
    contents = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    path = word_file(
        tmp_path / "rules.docx",
        f"<w:sdt>{contents}</w:sdtPr><w:sdtContent>{paragraph('Mooring 3')}</w:sdtContent></w:sdt>",
        paragraph("Rules of the slip", "Titel"),
        paragraph("Mooring\t3", "Verz1"),
        paragraph("Mooring", "berschrift1"),
        paragraph("Long boats", "Haus"),
        paragraph("def f():", "Code"),
        paragraph("    return 1", "Code"),
        title="Microsoft Word - rules_v3.doc",
    )
    (page,) = pages(path)
    assert page.title == "Rules of the slip"
    assert shape(page) == [
        ("h1", "Rules of the slip"),
        ("h1", "Mooring"),
        ("h2", "Long boats"),
        ("code", "def f():\n    return 1"),
    ]


def test_cells_keep_their_columns(tmp_path: Path) -> None:
    inner = table(cell("Dinghy") + cell("4 marks"), cell("Yacht") + cell("11 marks"))
    listed = paragraph("until nine", number="3") + paragraph("from ten", number="3")
    path = word_file(
        tmp_path / "fares.docx",
        table(
            cell("Zone") + cell("Child") + cell("Adult"),
            cell("North", '<w:vMerge w:val="restart"/>') + cell("2") + cell("2"),
            cell("", "<w:vMerge/>") + cell("") + cell("3"),
            cell("Free on Sundays", '<w:gridSpan w:val="3"/>'),
            cell("Fees") + cell(f"{inner}<w:p/>") + cell(listed),
            look="0020",
        ),
    )
    (page,) = pages(path)
    assert shape(page) == [
        ("header", "Zone | Child | Adult"),
        ("row", "North | 2 | 2"),
        ("row", "North |  | 3"),
        ("row", "Free on Sundays |  | "),
        ("row", "Fees | Dinghy, 4 marks; Yacht, 11 marks | until nine; from ten"),
    ]


def test_a_frame_of_one_column_is_no_table(tmp_path: Path) -> None:
    path = word_file(tmp_path / "frame.docx", table(cell(paragraph("One.") + paragraph("Two."))))
    (page,) = pages(path)
    assert shape(page) == [("paragraph", "One."), ("paragraph", "Two.")]


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    ended = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('The slip is ')}</w:p>"
    path = word_file(tmp_path / "slip.docx", ended, paragraph("shut in winter."))
    assert pages(path)[0].text == "The slip is shut in winter."


def test_the_strict_kind_of_file_is_read_like_the_other(tmp_path: Path) -> None:
    body = (paragraph("Ice", "berschrift1"), paragraph("The slip is shut."))
    plain = pages(word_file(tmp_path / "a.docx", *body))[0]
    strict = pages(word_file(tmp_path / "b.docx", *body, strict=True))[0]
    assert (strict.text, strict.blocks) == (plain.text, plain.blocks)
    assert strict.title == "Ice"


@pytest.mark.parametrize(
    ("stated", "shown_title"),
    [("Rules for boats", "Rules for boats"), ("untitled", "Ferry rules"), ("", "Ferry rules")],
)
def test_a_file_without_headings_is_named_by_its_property_or_its_name(
    tmp_path: Path, stated: str, shown_title: str
) -> None:
    path = word_file(tmp_path / "ferry_rules.docx", paragraph("Bring a coat."), title=stated)
    assert pages(path)[0].title == shown_title


def test_a_file_of_a_program_is_read_though_its_picture_is_damaged(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Bring a coat.", style="List Bullet")
    document.add_paragraph("Board.", style="List Number")
    path = tmp_path / "timetable.docx"
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        picture = archive.getinfo("docProps/thumbnail.jpeg")
    content = bytearray(path.read_bytes())
    content[picture.header_offset + 30 + len(picture.filename) + 40] ^= 1
    path.write_bytes(content)
    (page,) = pages(path)
    assert shape(page) == [("item", "• Bring a coat."), ("item", "1. Board.")]
    assert page.places is not None
    assert page.authors == ()


def test_a_file_without_words_says_so(tmp_path: Path) -> None:
    assert "has no text" in refusal(word_file(tmp_path / "empty.docx", paragraph(" ")))


def test_entities_in_any_part_are_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "bomb.docx", paragraph("Words."))
    bomb = '<!DOCTYPE w:styles [<!ENTITY a "ha">]><w:styles xmlns:w="x">&a;</w:styles>'
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"word/styles.xml": bomb.encode()}).items():
            archive.writestr(name, content)
    assert "entities" in refusal(path)


def test_letters_and_romans_count_as_word_counts() -> None:
    assert [shown(n, "upperRoman") for n in (4, 9, 1994)] == ["IV", "IX", "MCMXCIV"]
    assert [shown(n, "lowerLetter") for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert shown(0, "upperRoman") == "0"
    assert shown(7, "decimalZero") == "07"
