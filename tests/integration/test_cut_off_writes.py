"""What the next writer does after one that never came to its end."""

from pathlib import Path

import pytest

from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.shelf import make_article, open_shelf, shelve

pytestmark = pytest.mark.integration

MARK = "write.unfinished"


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    library = open_shelf(tmp_path)
    shelve(library, make_article("ferry", "The ferry."))
    return library


def empty_full_text_index(shelf: Library) -> None:
    with shelf.catalog.writing() as writer:
        writer._db.execute("INSERT INTO words (words) VALUES ('delete-all')")


def test_a_write_leaves_its_mark_only_when_it_is_cut_off(shelf: Library) -> None:
    assert not (shelf.folder / MARK).exists()
    with pytest.raises(RuntimeError, match="power"), shelf.locked():
        raise RuntimeError("power cut")
    assert (shelf.folder / MARK).exists()
    shelve(shelf, make_article("school", "The school."))
    assert not (shelf.folder / MARK).exists()


def test_looking_at_a_library_does_not_take_the_mark_away(shelf: Library) -> None:
    (shelf.folder / MARK).touch()
    check(shelf)
    shelf.remember("place", "mill")
    assert (shelf.folder / MARK).exists()


def test_a_full_text_index_left_wrong_is_mended_by_the_next_write(shelf: Library) -> None:
    empty_full_text_index(shelf)
    (shelf.folder / MARK).touch()
    shelve(shelf, make_article("school", "The school."))
    assert check(shelf) == []
    assert len(shelf.catalog.lexical_search(["ferry"], 5)) == 1


def test_broken_vectors_are_made_again_without_being_loaded(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as shelf:
        shelve(shelf, make_article("ferry", "The ferry."))
        folder = shelf.folder
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    (folder / MARK).touch()
    with open_shelf(tmp_path) as shelf:
        shelve(shelf, make_article("school", "The school."))
        assert check(shelf) == []


def test_after_a_finished_write_nothing_is_compared(shelf: Library) -> None:
    empty_full_text_index(shelf)
    shelve(shelf, make_article("school", "The school."))
    assert not shelf.catalog.lexical_search(["ferry"], 5)
