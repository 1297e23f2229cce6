"""Every kind of file is read, and every kind of broken file ends in one sentence."""

import json
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import json_lines
from tests.support.reading import pages, refusal


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
    assert bridge.text == "It opened.\n\nIt shut."
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
