"""A library that lost or spoilt something: told, answered from all the same, and mended."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from footnote.retrieval.errors import LibraryDamaged, LibraryError
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.chroma import translated
from footnote.retrieval.storage.freshness import FreshVectors
from footnote.retrieval.storage.health import check, repair
from footnote.retrieval.storage.library import Library
from tests.support.shelf import (
    BRIDGE,
    COUNCIL,
    FERRY,
    CountingBackend,
    fill_in_another_process,
    make_article,
    nearest,
    open_shelf,
    shelve,
)

pytestmark = pytest.mark.integration


def delete_chroma(chroma: Path) -> None:
    shutil.rmtree(chroma)


def scribble_on_chroma(chroma: Path) -> None:
    # A log that the process before left behind would still hold all pages, and heal the file.
    for log in chroma.glob("chroma.sqlite3-*"):
        log.unlink()
    (chroma / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)


def delete_the_index(chroma: Path) -> None:
    for folder in chroma.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [delete_chroma, scribble_on_chroma])
@pytest.mark.usefixtures("chroma_only")
def test_damaged_vectors_are_told_and_mended(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    fill_in_another_process(tmp_path)
    damage(tmp_path / "libraries" / "shelf" / "chroma")
    with open_shelf(tmp_path) as library:
        with pytest.raises(LibraryDamaged, match="footnote --library shelf doctor --repair"):
            nearest(library, "ferry")
        assert [finding.kind for finding in check(library)] == ["vectors unusable"]
        progress: list[tuple[int, int]] = []
        repair(library, on_progress=lambda done, of: progress.append((done, of)))
        assert progress == [(4, 4)]
        assert nearest(library, "ferry") == ["The ferry."]
        assert check(library) == []


def test_missing_and_orphaned_vectors_are_found_and_mended(shelf: Library) -> None:
    ferry = shelf.passages("id-ferry")[0]
    shelf.vectors.delete([ferry.id])
    in_catalog_only = make_article("orphan", "bridge")
    shelve(shelf, in_catalog_only)
    with shelf.catalog.writing() as writer:
        writer.remove("id-orphan")
        writer.unmark(list(shelf.vectors.ids()))
    assert [finding.kind for finding in check(shelf)] == ["vectors missing", "vectors orphaned"]
    repair(shelf)
    assert check(shelf) == []
    assert nearest(shelf, "ferry") == ["The ferry."]


def test_a_full_text_index_that_differs_is_mended(shelf: Library) -> None:
    with shelf.catalog.writing() as writer:
        writer._db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    assert [finding.kind for finding in check(shelf)] == ["words differ"]
    repair(shelf)
    assert check(shelf) == []
    assert len(shelf.catalog.lexical_search(["ferry"], 5)) == 1


@pytest.mark.parametrize("damage", [delete_chroma, scribble_on_chroma])
def test_a_writer_mends_damaged_vectors_without_embedding(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    fill_in_another_process(tmp_path)
    damage(tmp_path / "libraries" / "shelf" / "chroma")
    with open_shelf(tmp_path) as library:
        library.forget(["id-council"])
        backend = library.embedder.backend
        assert isinstance(backend, CountingBackend)
        assert backend.texts_seen == []
        assert nearest(library, "ferry") == ["The ferry."]
        assert check(library) == []


@pytest.mark.usefixtures("chroma_only")
def test_an_index_that_lost_its_files_is_noticed(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        # Chroma saves its index to files only after its first thousand vectors.
        lines = "\n".join(f"{'ferry ' * (n % 40)}{'bridge ' * (n // 40)}" for n in range(1200))
        shelve(library, make_article("long", lines.strip() + " end"))
    delete_the_index(tmp_path / "libraries" / "shelf" / "chroma")
    with open_shelf(tmp_path) as library:
        with pytest.raises(LibraryDamaged):
            nearest(library, "ferry")
        repair(library)
        assert check(library) == []


def test_an_older_catalog_put_back_is_mended_by_the_next_write(tmp_path: Path) -> None:
    catalog = tmp_path / "libraries" / "shelf" / "catalog.sqlite3"
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY)
    old = catalog.read_bytes()
    with open_shelf(tmp_path) as library:
        shelve(library, make_article("bridge", "A school."), COUNCIL)
        library.forget(["id-ferry"])
    catalog.write_bytes(old)
    with open_shelf(tmp_path) as library:
        assert [finding.kind for finding in check(library)] == [
            "vectors missing",
            "vectors orphaned",
        ]
        shelve(library, make_article("new", "council council"))
        assert check(library) == []
        assert nearest(library, "ferry") == ["The ferry."]


def test_a_full_disk_is_not_taken_for_damage(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.errors import InternalError

    def fail(rows: object) -> None:
        with translated(shelf.vectors.folder, shelf.options.vectors):
            raise InternalError("Failed to apply logs to the metadata segment")

    monkeypatch.setattr(shelf.vectors, "add", fail)
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=0))
    with pytest.raises(LibraryError, match="The disk is full"):
        shelve(shelf, make_article("new", "council"))
    monkeypatch.undo()
    assert len(shelf.heads()) == 3
    shelve(shelf, make_article("new", "council"))
    assert check(shelf) == []


@pytest.mark.parametrize(
    ("step", "before", "survivor"),
    [
        ("add", True, "The ferry."),
        ("add", False, "The ferry."),
        ("sweep", True, "The new ferry."),
        ("sweep", False, "The new ferry."),
    ],
)
def test_stopped_between_two_steps_it_has_the_old_or_the_new_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, *, before: bool, survivor: str
) -> None:
    with open_shelf(tmp_path) as library:
        shelve(library, FERRY, BRIDGE)
        whole = getattr(FreshVectors, step)

        def stop(self: FreshVectors, *arguments: object) -> None:
            if not before:
                whole(self, *arguments)
            raise KeyboardInterrupt

        monkeypatch.setattr(FreshVectors, step, stop)
        with pytest.raises(KeyboardInterrupt):
            shelve(library, make_article("ferry", "The new ferry."))
        monkeypatch.undo()
        assert nearest(library, "ferry") == [survivor]
    with open_shelf(tmp_path) as library:
        assert nearest(library, "ferry") == [survivor]
        shelve(library, COUNCIL)
        assert nearest(library, "ferry") == [survivor]
        assert check(library) == []


@pytest.mark.parametrize("damage", [delete_chroma, scribble_on_chroma])
def test_questions_are_answered_while_chroma_is_broken(
    tmp_path: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    fill_in_another_process(tmp_path)
    damage(tmp_path / "libraries" / "shelf" / "chroma")
    with open_shelf(tmp_path) as library:
        for _ in range(3):
            assert nearest(library, "ferry") == ["The ferry."]
            assert nearest(library, "council") == ["The council met."]
        assert nearest(library, "ferry", 5, Filters(source="Orla Herald"))[0] != "The ferry."
    assert [record.getMessage() for record in caplog.records if "doctor --repair" in record.message]
    assert len(caplog.records) == 1


def test_as_many_vectors_as_passages_are_not_yet_the_same(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY)
    with open_shelf(tmp_path) as library:
        lost, strange = library.passages("id-ferry")[0], make_article("strange", "ferry")
        library.vectors.delete([lost.id])
        shelve(library, strange)
        with library.catalog.writing() as writer:
            writer.remove("id-strange")
            writer.unmark(list(library.vectors.ids()))
            writer.next_generation()
        library.vectors.delete([lost.id])
        assert library.vectors.count() == library.catalog.counts().passages
    with open_shelf(tmp_path) as library:
        shelve(library, COUNCIL)
        assert library.vectors.ids() == set(library.catalog.passage_ids())
        assert check(library) == []
