"""Catalogs as earlier versions left them, opened by this one."""

import sqlite3
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from footnote.retrieval.catalog import UNSIGNED, SqliteCatalog
from footnote.retrieval.catalog.sqlite import schema
from footnote.retrieval.errors import LibraryError
from tests.support.shelf import make_article, make_passages, open_shelf

FROZEN = Path(__file__).parents[3] / "data" / "catalogs"
EARLIER = sorted(FROZEN.glob("schema-*.sql"))


def thaw(frozen: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(frozen.read_text(encoding="utf-8"))


def tables(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as db:
        return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def test_every_earlier_schema_is_frozen() -> None:
    assert len(EARLIER) == len(schema.MIGRATIONS) - 1


@pytest.mark.parametrize("frozen", EARLIER, ids=lambda path: path.stem)
def test_an_earlier_catalog_keeps_everything_and_becomes_like_a_new_one(
    tmp_path: Path, frozen: Path
) -> None:
    path = tmp_path / "catalog.sqlite3"
    thaw(frozen, path)
    catalog = SqliteCatalog(path)
    ferry = catalog.article("id-ferry")
    assert ferry is not None
    assert ferry.head.authors == ("Runa Halvorsen",)
    assert [passage.id for passage in catalog.passages("id-ferry")] == ["p-1", "p-2"]
    assert {name for name, _ in catalog.lexical_search(["ninety"], 5)} == {"p-2", "p-3"}
    assert {block.kind for block in ferry.blocks} == {"paragraph"}
    assert catalog.counts().shapeless == catalog.counts().articles
    assert catalog.generation == 2
    assert catalog.loose_vectors(5) == (["p-old"], [])
    assert catalog.problems() == []
    assert catalog.words_agree()
    with catalog.writing() as writer:
        new = make_article("new", "A bridge.")
        writer.put(new, make_passages(new))
        assert writer.remove("id-ferry-again")
    assert catalog.counts().shapeless == catalog.counts().articles - 1
    catalog.close()
    SqliteCatalog(tmp_path / "new.sqlite3").close()
    assert tables(path) == tables(tmp_path / "new.sqlite3")


@pytest.mark.parametrize("frozen", EARLIER, ids=lambda path: path.stem)
def test_articles_from_before_signatures_are_signed_by_the_next_ingest(
    tmp_path: Path, frozen: Path
) -> None:
    folder = tmp_path / "libraries" / "shelf"
    folder.mkdir(parents=True)
    thaw(frozen, folder / "catalog.sqlite3")
    with open_shelf(tmp_path) as library:
        assert library.catalog.meta()[UNSIGNED] == "1"
        assert library.catalog.signatures(["id-ferry"]) == {}
        library.sign_all()
        signature = library.catalog.signatures(["id-ferry"])["id-ferry"]
        assert library.catalog.neighbours(signature) == ["id-ferry", "id-ferry-again"]
        assert UNSIGNED not in library.catalog.meta()


def _open(path: Path) -> None:
    SqliteCatalog(path).close()


def test_several_processes_may_open_an_earlier_catalog_at_once(tmp_path: Path) -> None:
    for attempt in range(3):
        path = tmp_path / f"{attempt}.sqlite3"
        thaw(EARLIER[0], path)
        with get_context("fork").Pool(4) as processes:
            processes.map(_open, [path] * 4, chunksize=1)
        with closing(SqliteCatalog(path)) as catalog:
            assert catalog.counts().articles == 2


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.sqlite3"
    thaw(EARLIER[-1], path)
    before = tables(path)
    broken = (*schema.MIGRATIONS[:-1], "CREATE TABLE half (a); CREATE TABLE half (a);\n")
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(LibraryError):
        SqliteCatalog(path)
    assert tables(path) == before
    monkeypatch.undo()
    with closing(SqliteCatalog(path)) as catalog:
        assert catalog.counts().articles == 2
