"""Every kind of file is read, and every kind of broken file ends in one sentence."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from retrieval import readers
from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.places import Places
from retrieval.readers import json_lines


def pages(path: Path) -> list[RawPage]:
    found = list(readers.read(path))
    assert not [item for item in found if isinstance(item, InputError)]
    return [item for item in found if isinstance(item, RawPage)]


def refusal(path: Path) -> str:
    (found,) = readers.read(path)
    assert isinstance(found, InputError)
    return str(found)


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


def test_places_of_text_markdown_and_tables_are_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n\ntwo")
    (tmp_path / "a.md").write_text(
        "---\ntitle: x\n---\n# Head\n\nBody\nmore\n\n| a |\n|---|\n| b |\n\n```\ncode\nmore\n```\n"
    )
    (tmp_path / "a.csv").write_text('title,text\nx,"one\ntwo"\ny,three\n')
    found = {}
    for name in ("a.txt", "a.md", "a.csv"):
        for page in pages(tmp_path / name):
            assert page.places is not None
            found[name, page.title] = [
                (line, number)
                for line, number in zip(page.text.split("\n"), page.places.numbers, strict=True)
                if line
            ]
    assert list(found.values()) == [
        [("one", 1), ("two", 3)],
        [("Head", 4), ("Body more", 6), ("a", 9), ("b", 11), ("code", 14), ("more", 15)],
        [("one", 2), ("two", 2)],
        [("three", 4)],
    ]


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of("", ""))
    assert "text recognition" in refusal(path)


def test_a_word_file_gives_title_lists_and_tables_in_order(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Ferry timetable", 0)
    document.add_paragraph("Boats leave daily.")
    document.add_paragraph("Bring a coat", style="List Bullet")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Harbour", "08:15"
    document.core_properties.author = "Ada Quill; Ben Oar"
    path = tmp_path / "timetable.docx"
    document.save(str(path))
    (page,) = pages(path)
    assert page.title == "Ferry timetable"
    assert page.places is not None
    assert list(page.places.numbers) == [1, 2, 3, 4, 4]
    assert [line for line in page.text.split("\n") if line][1:] == [
        "Boats leave daily.",
        "• Bring a coat",
        "Harbour | 08:15",
    ]
    assert page.authors == ("Ada Quill", "Ben Oar")
    assert (page.published, page.updated) == (None, None)


def test_a_damaged_picture_in_a_word_file_is_one_sentence(tmp_path: Path) -> None:
    import docx

    path = tmp_path / "timetable.docx"
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        picture = archive.getinfo("docProps/thumbnail.jpeg")
    content = bytearray(path.read_bytes())
    content[picture.header_offset + 30 + len(picture.filename) + 40] ^= 1
    path.write_bytes(content)
    assert "is not a Word file" in refusal(path)


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


def test_rows_of_a_table_are_articles(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(
        'Title;Text;Published;Desk\nBridge;"It opened;\nlate.";2024-05-01;city\nEmpty;;;\n'
        "Late;Words.;yesterday-ish;\n"
    )
    bridge, empty, late = readers.read(path)
    assert isinstance(bridge, RawPage)
    assert bridge.text == "It opened;\nlate."
    assert bridge.published == date(2024, 5, 1)
    assert bridge.metadata == {"desk": "city"}
    assert isinstance(empty, InputError)
    assert empty.line == 4
    assert isinstance(late, InputError)
    assert late.line == 5
    assert "not a date" in str(late)


def test_a_table_without_text_says_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text("a,b\n1,2\n")
    assert "named “text”" in refusal(path)


RSS = """<rss version="2.0"><channel><title>Harbour Post</title>
<item><title>Bridge &amp; tunnel</title><link>https://www.post.example/bridge</link>
<pubDate>Tue, 02 Jan 2024 23:30:00 -0500</pubDate>
<description>&lt;p&gt;It opened.&lt;/p&gt;&lt;p&gt;It shut.&lt;/p&gt;</description></item>
<item><title>Nothing</title></item></channel></rss>"""


def test_entries_of_a_feed_are_articles_dated_as_written(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text(RSS)
    bridge, nothing = readers.read(path)
    assert isinstance(bridge, RawPage)
    assert (bridge.title, bridge.key) == ("Bridge & tunnel", "https://www.post.example/bridge")
    assert bridge.text == "It opened.\nIt shut."
    assert (bridge.published, bridge.updated) == (date(2024, 1, 2), None)
    assert isinstance(nothing, InputError)


def test_xml_that_is_no_feed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "settings.xml"
    path.write_text("<settings/>")
    assert "not an RSS or Atom feed" in refusal(path)


def test_bad_lines_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = {"title": "Bridge", "text": "It opened.", "published": "2024-05-01", "desk": "city"}
    path.write_text(
        "\n".join(["{broken", json.dumps(good), '{"title": "x"}', "[1]", '{"text": 3}'])
    )
    found = list(readers.read(path))
    assert [item.line for item in found if isinstance(item, InputError)] == [1, 3, 4, 5]
    (page,) = [item for item in found if isinstance(item, RawPage)]
    assert page.metadata == {"desk": "city"}
    assert page.key == f"{path}#2"


def test_a_line_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_LINE_BYTES", 200)
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"text": "x" * 1000}) + "\n" + json.dumps({"text": "Short."}) + "\n")
    long, short = readers.read(path)
    assert isinstance(long, InputError)
    assert isinstance(short, RawPage)


def test_front_matter_becomes_fields_and_markup_goes(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text(
        "---\ntitle: Bridge\ndate: 2024-05-01\nauthor: Ada Quill\ndesk: city\n---\n"
        "# Bridge\n\nIt **opened** [today](https://x.example). ![p](p.png)\n\n- one\n- two\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n"
    )
    (page,) = pages(path)
    assert (page.title, page.published) == ("Bridge", date(2024, 5, 1))
    assert page.authors == ("Ada Quill",)
    assert page.metadata == {"desk": "city"}
    lines = [line for line in page.text.split("\n") if line]
    assert lines == ["Bridge", "It opened today.", "• one", "• two", "a | b", "1 | 2"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"a\x00b", "binary"), (b"caf\xe9 au lait", "byte 3")],
)
def test_a_text_file_that_is_no_text_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(content)
    assert said in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Zoë sat.\r\nDown.".encode(encoding))
    assert pages(path)[0].text == "Zoë sat.\nDown."


def test_folders_are_searched_once_hidden_files_and_loops_aside(tmp_path: Path) -> None:
    (tmp_path / "a" / ".git").mkdir(parents=True)
    (tmp_path / "a" / ".git" / "x.txt").write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a" / "one.TXT").write_text("x")
    (tmp_path / "a" / "picture.png").write_text("x")
    found = list(readers.find([tmp_path, str(tmp_path / "a" / "*.TXT"), tmp_path / "missing"]))
    assert found[0] == (tmp_path / "a" / "one.TXT").resolve()
    assert isinstance(found[1], InputError)
    assert len(found) == 2
