"""Pages of a wiki: one a file, or many in an export."""

from datetime import date
from pathlib import Path

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from tests.support.reading import pages, refusal
from tests.support.shape import shape

MILL = """{{Infobox mill
| name = Mill of Tarrow
| built_in = 1820, by [[Ada Quill|Quill]]
}}
'''The mill''' is {{convert|12|m}} high.<ref>{{cite web|url=x}}</ref> {{Stub}}

== Wheel ==
{| class="wikitable"
! Year !! Width
|-
| rowspan=2 | 1900 || 3 m
|-
|
|}
# Lift it.
<gallery>
File:a.png|The wheel in 1900
</gallery>
[[Category:Mills]]"""


def export(path: Path, *written: str) -> Path:
    path.write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo>'
        "<base>https://tarrow.example/wiki/Main_Page</base></siteinfo>"
        + "".join(f"<page>{page}</page>" for page in written)
        + "</mediawiki>"
    )
    return path


def written(title: str, text: str, inner: str = "<ns>0</ns>") -> str:
    shown = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<title>{title}</title>{inner}<revision><timestamp>2024-05-01T10:00:00Z</timestamp>"
        f"<text>{shown}</text></revision>"
    )


def test_a_page_has_its_box_of_facts_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "Mill_of_Tarrow.mediawiki"
    path.write_text(MILL)
    (page,) = pages(path)
    assert page.title == "Mill of Tarrow"
    assert shape(page) == [
        ("row", "name | Mill of Tarrow"),
        ("row", "built in | 1820, by Quill"),
        ("paragraph", "The mill is 12 m high."),
        ("h2", "Wheel"),
        ("header", "Year | Width"),
        ("row", "1900 | 3 m"),
        ("row", "1900 | "),
        ("item", "1. Lift it."),
        ("item", "• The wheel in 1900"),
    ]


def test_an_export_gives_its_articles_with_their_addresses(tmp_path: Path) -> None:
    path = export(
        tmp_path / "dump.xml",
        written("Mill & wheel", MILL).replace("Mill & wheel", "Mill &amp; wheel"),
        written("Talk:Mill", "Words.", "<ns>1</ns>"),
        written("Old mill", "#REDIRECT [[Mill]]", '<ns>0</ns><redirect title="Mill"/>'),
        written("Help:Boats", "Row.", "<ns>12</ns>"),
        written("Empty", "{{Stub}}"),
    )
    mill, boats, empty = readers.read(path)
    assert isinstance(mill, RawPage)
    assert (mill.title, mill.updated) == ("Mill & wheel", date(2024, 5, 1))
    assert mill.url == mill.key == "https://tarrow.example/wiki/Mill_%26_wheel"
    assert isinstance(boats, RawPage)
    assert boats.text == "Row."
    assert isinstance(empty, InputError)
    assert str(empty) == f"{path}, page 5: has no text"


def test_an_export_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = export(tmp_path / "dump.xml", written("Mill", "It turns."))
    path.write_text(path.read_text().replace("</mediawiki>", "<page><title>Wh"))
    mill, broken = readers.read(path)
    assert isinstance(mill, RawPage)
    assert isinstance(broken, InputError)
    assert "breaks off after 1 pages" in str(broken)


def test_an_export_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "ha">]><mediawiki><page/></mediawiki>')
    assert "entities" in refusal(path)
