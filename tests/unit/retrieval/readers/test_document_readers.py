"""PDF, Word and EPUB: read with their places, and refused in one sentence where broken."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from retrieval.text.places import Places
from tests.support.reading import pages, refusal


def pdf_of(*texts: str) -> bytes:
    """Write the smallest PDF that shows one line of text a page."""
    bodies = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    bodies.append(f"<</Type/Pages/Count {len(texts)}/Kids[{kids}]>>")
    bodies.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number, text in enumerate(texts):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        font = "/Resources<</Font<</F1 3 0 R>>>>"
        bodies.append(f"<</Type/Page/Parent 2 0 R{font}/Contents {5 + 2 * number} 0 R>>")
        bodies.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    content, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    start = len(content)
    content += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    content += f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return content.encode("latin-1")


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


def test_a_pdf_gives_every_line_its_page(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of("The lighthouse opened.", "", "It closed again."))
    (page,) = pages(path)
    assert page.text == "The lighthouse opened.\nIt closed again."
    assert page.places == Places("page", [1, 3])
    assert page.published is None


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    texts = [f"Annual report 2024) Tj 0 -20 Td (Fact {n}.) Tj 0 -20 Td (Page {n}" for n in "1234"]
    path.write_bytes(pdf_of(*texts))
    (page,) = pages(path)
    assert page.text.split("\n") == ["Fact 1.", "Fact 2.", "Fact 3.", "Fact 4."]


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of("", ""))
    assert "text recognition" in refusal(path)


def test_a_book_gives_its_chapters_in_reading_order(tmp_path: Path) -> None:
    gull, crab = pages(epub_at(tmp_path / "tales.epub"))
    assert (gull.title, crab.title) == ("Harbour Tales: The Gull", "Harbour Tales: The Crab")
    assert gull.text == "The Gull\nA gull sat down."
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


@pytest.mark.parametrize("ending", [".epub", ".docx", ".pdf"])
@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"plain words", b"%PDF-1.7\n\x00\x01"])
def test_a_damaged_document_is_one_sentence(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"broken{ending}"
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path}: ")
