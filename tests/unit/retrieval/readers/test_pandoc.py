"""Office formats read through pandoc, and the limits it runs in."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from footnote.retrieval.readers import pandoc
from tests.support.reading import pages, refusal
from tests.support.shape import shape


def test_rich_text_has_lists_by_their_marks_and_real_tables(tmp_path: Path) -> None:
    path = tmp_path / "ferry_fares.rtf"
    path.write_text(
        r"{\rtf1\ansi\deff0 \pard Fares of the ferry:\par \pard \bullet  Dogs ride free.\par"
        "\n"
        r"\trowd\cellx2000\cellx4000 \pard\intbl North\cell\pard\intbl \cell\row"
        "\n"
        r"\trowd\cellx2000\cellx4000 \pard\intbl South\cell\pard\intbl 3 \u8364 ?\cell\row"
        "\n"
        r"\pard The end.\par}"
    )
    (page,) = pages(path)
    assert page.title == "Ferry fares"
    assert shape(page) == [
        ("paragraph", "Fares of the ferry:"),
        ("item", "• Dogs ride free."),
        ("row", "North | "),
        ("row", "South | 3 €"),
        ("paragraph", "The end."),
    ]


def opendocument(path: Path, body: str, **parts: str) -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    content = (
        f'<office:document-content {names}><office:automatic-styles><style:style style:name="P1" '
        'style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = f"<office:document-styles {names}/>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {"content.xml": content, "styles.xml": styles, **parts}.items():
            archive.writestr(name, text)
    return path


def test_an_opendocument_is_named_by_its_title_style(tmp_path: Path) -> None:
    body = (
        '<text:p text:style-name="P1">Rules of the slip</text:p>'
        '<text:h text:outline-level="1">Fees</text:h><text:p>Two marks.</text:p>'
    )
    (page,) = pages(opendocument(tmp_path / "a.odt", body))
    assert page.title == "Rules of the slip"
    assert shape(page) == [
        ("h1", "Rules of the slip"),
        ("h1", "Fees"),
        ("paragraph", "Two marks."),
    ]


def test_bombs_in_an_opendocument_are_refused(tmp_path: Path) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert "entities" in refusal(opendocument(tmp_path / "a.odt", "", **{"meta.xml": entities}))
    zeros = BytesIO()
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", "0" * 30_000_000)
    (tmp_path / "b.odt").write_bytes(zeros.getvalue())
    assert "unpacks to" in refusal(tmp_path / "b.odt")


def test_what_is_no_document_of_its_kind_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")
    assert "cannot be read" in refusal(tmp_path / "a.ipynb")
    (tmp_path / "a.org").write_text("#+TITLE:\n# a comment\n")
    assert "has no text" in refusal(tmp_path / "a.org")


def test_a_document_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.rst").write_text("Words.\n")
    monkeypatch.setattr(pandoc, "SECONDS", 0)
    assert "too large or too tangled" in refusal(tmp_path / "a.rst")
    monkeypatch.setattr(pandoc, "SECONDS", 45)
    monkeypatch.setattr(pandoc, "MAX_TREE_BYTES", 20)
    assert "too large or too tangled" in refusal(tmp_path / "a.rst")


def test_without_pandoc_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_program", lambda: None)
    (tmp_path / "a.rst").write_text("Words.\n")
    assert "pip install 'footnote-bot[formats]'" in refusal(tmp_path / "a.rst")
