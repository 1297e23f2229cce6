"""PDF, Word and EPUB: read with their places, and refused in one sentence where broken."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.support.reading import pages, refusal

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour Tales</dc:title>
<dc:creator>Ada Quill</dc:creator><dc:date>2019-03-02</dc:date></metadata>
<manifest><item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CHAPTER = "<html><head><title>x</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


def epub_at(path: Path, **parts: str) -> Path:
    content = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/one.xhtml": CHAPTER.format("The Gull", "A gull <b>sat</b> down."),
        "OEBPS/two.xhtml": CHAPTER.format("The Crab", "A crab stood up."),
        **parts,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def test_a_book_gives_its_chapters_in_reading_order(tmp_path: Path) -> None:
    gull, crab = pages(epub_at(tmp_path / "tales.epub"))
    assert (gull.title, crab.title) == ("Harbour Tales: The Gull", "Harbour Tales: The Crab")
    assert gull.text == "The Gull\n\nA gull sat down."
    assert gull.authors == ("Ada Quill",)
    assert gull.published == date(2019, 3, 2)
    assert gull.key != crab.key


def test_entities_in_a_book_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><package>&b;</package>'
    assert "entities" in refusal(epub_at(tmp_path / "bomb.epub", **{"OEBPS/book.opf": bomb}))


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = epub_at(tmp_path / "bomb.epub", **{"OEBPS/zeros.bin": "0" * 40_000_000})
    assert "unpacks to" in refusal(path)


def test_a_book_that_points_outside_itself_lacks_a_part(tmp_path: Path) -> None:
    package = PACKAGE.replace("one.xhtml", "../../../etc/passwd")
    assert "lacks its part" in refusal(epub_at(tmp_path / "t.epub", **{"OEBPS/book.opf": package}))


@pytest.mark.parametrize("ending", [".epub", ".docx", ".odt", ".pptx", ".xlsx"])
def test_zip_bombs_and_entities_are_refused_in_every_container(tmp_path: Path, ending: str) -> None:
    parts = {
        ".epub": "META-INF/container.xml",
        ".docx": "word/document.xml",
        ".odt": "content.xml",
        ".pptx": "ppt/presentation.xml",
        ".xlsx": "xl/workbook.xml",
    }
    path = tmp_path / f"bomb{ending}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(parts[ending], "0" * 40_000_000)
    assert "unpacks to" in refusal(path)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(parts[ending], laughs)
    assert "entities" in refusal(path)


@pytest.mark.parametrize("ending", [".epub", ".docx", ".pdf", ".odt", ".pptx", ".xlsx", ".rtf"])
@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"plain words", b"%PDF-1.7\n\x00\x01"])
def test_a_damaged_document_is_one_sentence(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"broken{ending}"
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path}: ")
