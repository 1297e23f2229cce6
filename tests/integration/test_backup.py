"""Backups: taken while running, put back while others read, beside another Chroma."""

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from footnote.retrieval.errors import LibraryError, LibraryMismatch
from footnote.retrieval.storage.copying import back_up, restore
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.shelf import (
    CountingBackend,
    counting_embedder,
    make_article,
    open_shelf,
    shelve,
)

pytestmark = pytest.mark.integration

BRIDGE = make_article("bridge", "The bridge and the bridge again.\nA school.")
FERRY = make_article("ferry", "The ferry.")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY)
        yield library


def texts_embedded(library: Library) -> int:
    backend = library.embedder.backend
    assert isinstance(backend, CountingBackend)
    return len(backend.texts_seen)


def test_a_restored_library_is_what_it_was(tmp_path: Path, shelf: Library) -> None:
    back_up(shelf, tmp_path / "shelf.backup")
    shelf.forget(["id-ferry"])
    shelve(shelf, make_article("bridge", "Other words."), make_article("council", "New."))
    before = shelf.generation
    restore(shelf, tmp_path / "shelf.backup")
    assert {head.id for head in shelf.heads()} == {"id-bridge", "id-ferry"}
    assert shelf.article("id-bridge") == BRIDGE
    assert shelf.generation > before
    assert check(shelf) == []


def test_a_restore_elsewhere_embeds_nothing(tmp_path: Path, shelf: Library) -> None:
    back_up(shelf, tmp_path / "shelf.backup")
    with open_shelf(tmp_path / "elsewhere") as other:
        restore(other, tmp_path / "shelf.backup")
        assert other.article("id-ferry") == FERRY
        assert check(other) == []
        assert texts_embedded(other) == 0
        assert other.catalog.meta()["id"] != shelf.catalog.meta()["id"]
        assert other.nearest(other.embedder.embed_query("ferry"), 1)


def test_running_readers_see_a_restore(tmp_path: Path, shelf: Library) -> None:
    back_up(shelf, tmp_path / "shelf.backup")
    with open_shelf(tmp_path) as reader:
        shelf.forget(["id-ferry"])
        assert len(reader.heads()) == 1
        restore(shelf, tmp_path / "shelf.backup")
        assert len(reader.heads()) == 2
        ferry = reader.nearest(reader.embedder.embed_query("ferry"), 1)[0][0]
        assert reader.passages_by_ids([ferry])[0][1] == FERRY.head


def test_readers_go_on_during_backup_and_restore(tmp_path: Path, shelf: Library) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            with open_shelf(tmp_path) as reader:
                while not done.is_set():
                    assert reader.article("id-bridge") == BRIDGE
                    assert reader.catalog.lexical_search(["bridge"], 3)
        except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(5):
        back_up(shelf, tmp_path / "shelf.backup")
        restore(shelf, tmp_path / "shelf.backup")
    done.set()
    thread.join()
    assert failures == []


def test_a_failed_backup_leaves_the_old_one(
    tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shelf.backup"
    back_up(shelf, file)
    before = file.read_bytes()

    def full_disk(*anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full_disk)
    with pytest.raises(LibraryError, match="No space left on device"):
        back_up(shelf, file)
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["libraries", "shelf.backup"]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half a zip"])
def test_what_is_no_backup_is_refused(tmp_path: Path, shelf: Library, content: bytes) -> None:
    file = tmp_path / "broken.backup"
    file.write_bytes(content)
    with pytest.raises(LibraryError, match="is not a whole Footnote backup"):
        restore(shelf, file)
    assert len(shelf.heads()) == 2


def test_a_torn_backup_is_refused_and_changes_nothing(tmp_path: Path, shelf: Library) -> None:
    file = tmp_path / "shelf.backup"
    back_up(shelf, file)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(LibraryError, match="is not a whole Footnote backup"):
        restore(shelf, file)
    assert check(shelf) == []


def test_a_backup_of_another_model_is_refused(tmp_path: Path, shelf: Library) -> None:
    back_up(shelf, tmp_path / "shelf.backup")
    with (
        open_shelf(tmp_path / "other", embedder=counting_embedder("other:1")) as other,
        pytest.raises(LibraryMismatch),
    ):
        restore(other, tmp_path / "shelf.backup")


def test_a_copy_left_by_a_killed_backup_does_not_outlive_a_deletion(
    tmp_path: Path, shelf: Library
) -> None:
    left = shelf.folder / ".copy-of-a-killed-process" / "catalog.sqlite3"
    left.parent.mkdir()
    left.write_text("The ferry.")
    shelf.forget(["id-ferry"])
    assert not left.parent.exists()
