"""What is piped in is read as what it looks like."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.seed_files import seed_files
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import READERS, StandardInput, find
from footnote.retrieval.readers.sources import looks_like, read_piped


def piped(content: bytes) -> list[RawPage | InputError]:
    return list(read_piped(READERS, BytesIO(content)))


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".jsonl", ".pdf", ".docx", ".epub"])
def test_every_kind_is_known_by_its_beginning(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "piped"
    path.write_bytes(seed_files()[ending][0])
    assert looks_like(path) == ending


def test_feeds_are_known_too() -> None:
    (entry,) = piped(seed_files()[".rss"][0])
    assert isinstance(entry, RawPage)
    assert entry.key == "https://post.example/bridge"


def test_the_same_content_is_the_same_article() -> None:
    (first,), (again,), (other,) = piped(b"It opened."), piped(b"It opened."), piped(b"It shut.")
    assert isinstance(first, RawPage)
    assert isinstance(again, RawPage)
    assert isinstance(other, RawPage)
    assert first.key == again.key != other.key
    assert (first.path, first.text) == (None, "It opened.")


def test_bad_lines_are_named_without_the_file_they_were_spooled_to() -> None:
    good = json.dumps({"title": "A", "text": "It opened."}).encode()
    bad, page = piped(b"{broken\n" + good + b"\n")
    assert str(bad).startswith("standard input, line 1: is not JSON")
    assert isinstance(page, RawPage)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02"])
def test_nothing_and_binary_data_are_one_sentence(content: bytes) -> None:
    (found,) = piped(content)
    assert isinstance(found, InputError)
    assert "standard input" in str(found)
    assert "/tmp" not in str(found)


def test_a_dash_stands_for_standard_input(tmp_path: Path) -> None:
    assert list(find(["-", "-"])) == [StandardInput()]
