"""What only a catalog in a file has: deletion down to the bytes, an index of its own, damage."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.catalog.sqlite import schema
from footnote.retrieval.errors import LibraryDamaged, LibraryError
from tests.support.catalogs import BRIDGE, FERRY, UNDATED, found, put
from tests.support.shelf import make_article, make_passages


@pytest.fixture
def newsstand(tmp_path: Path) -> Iterator[SqliteCatalog]:
    opened = SqliteCatalog(tmp_path / "catalog.sqlite3")
    put(opened, BRIDGE, FERRY, UNDATED)
    yield opened
    opened.close()


def test_deleted_words_are_in_no_file(tmp_path: Path, newsstand: SqliteCatalog) -> None:
    secret = make_article("secret", "Zanzibarium was found.\n" + "Padding follows here. " * 400)
    put(newsstand, secret)
    newsstand.scrub()
    assert in_files(tmp_path, b"Zanzibarium")
    with newsstand.writing() as writer:
        writer.remove("id-secret")
        writer.merge_words()
    newsstand.scrub()
    for word in (b"Zanzibarium", b"zanzibarium", b"anzibarium"):
        assert not in_files(tmp_path, word)


def test_an_index_merged_thousands_of_times_stays_whole(newsstand: SqliteCatalog) -> None:
    words = " ".join(f"word{number}" for number in range(1000))  # more than one page of the index
    put(newsstand, make_article("words", words))
    for _ in range(22):
        with newsstand.writing() as writer:
            for _ in range(100):
                writer.put(FERRY, make_passages(FERRY))
                writer.merge_words()
    newsstand.close()
    reopened = SqliteCatalog(newsstand.path)
    assert reopened.words_agree()
    assert found(reopened, "ferry") == {"The old ferry stops in June."}
    reopened.close()


def test_an_index_that_cannot_be_opened_is_made_again(newsstand: SqliteCatalog) -> None:
    newsstand.close()
    with closing(sqlite3.connect(newsstand.path)) as db, db:
        db.execute("UPDATE words_data SET block = x'000000009fffffff' WHERE id = 10")
    reopened = SqliteCatalog(newsstand.path)
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        found(reopened, "ferry")
    assert not reopened.words_agree()
    with reopened.writing() as writer:
        writer.rebuild_words()
    assert reopened.words_agree()
    assert found(reopened, "ferry") == {"The old ferry stops in June."}
    reopened.close()


def test_a_writer_does_not_wait_for_a_reader(newsstand: SqliteCatalog) -> None:
    with closing(sqlite3.connect(newsstand.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        (before,) = reader.execute("SELECT count(*) FROM articles").fetchone()
        put(newsstand, make_article("late", "Late news."))
        assert newsstand.counts().articles == before + 1
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (before,)


def in_files(folder: Path, word: bytes) -> bool:
    return any(word in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_file_that_is_no_catalog_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "shelf" / "catalog.sqlite3"
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(LibraryDamaged, match="The catalog of the library shelf cannot be read"):
        SqliteCatalog(path)


def test_a_newer_catalog_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(LibraryError, match="made by a newer Footnote"):
        SqliteCatalog(path)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be used"):
        SqliteCatalog(tmp_path / "nowhere" / "catalog.sqlite3")
