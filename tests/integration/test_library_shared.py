"""One library, several processes and threads: each sees what the others wrote, at once."""

import shutil
import threading
from pathlib import Path

import pytest

from footnote.retrieval.errors import LibraryBusy
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.health import check, repair
from footnote.retrieval.storage.library import Library
from tests.support.shelf import in_another_process, make_article, nearest, open_shelf, shelve

pytestmark = pytest.mark.integration


def test_what_another_process_changes_is_seen_without_opening_chroma_again(
    tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nearest(shelf, "council council") == ["The council met."]
    opened: list[bool] = []
    monkeypatch.setattr(shelf.vectors, "close", lambda: opened.append(True))
    in_another_process(tmp_path, 'shelve(library, make_article("new", "council, council!"))')
    assert nearest(shelf, "council council") == ["council, council!"]
    assert nearest(shelf, "council council", 2, Filters(source="Orla Herald"))[0][:7] == "council"
    in_another_process(tmp_path, 'library.forget(["id-ferry"])')
    assert nearest(shelf, "ferry", 9).count("The ferry.") == 0
    assert not opened


def test_a_number_that_another_passage_may_get_is_not_counted_on(
    tmp_path: Path, shelf: Library
) -> None:
    assert nearest(shelf, "council council") == ["The council met."]
    assert shelf.catalog.passages("id-council")
    in_another_process(tmp_path, 'library.forget(["id-council"])')
    in_another_process(tmp_path, 'shelve(library, make_article("new", "school council council!"))')
    assert nearest(shelf, "school council council") == ["school council council!"]


def test_much_that_is_new_is_worth_opening_chroma_again(
    tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.freshness._ADDED_BEFORE_REOPENING", 1)
    assert nearest(shelf, "council council") == ["The council met."]
    in_another_process(tmp_path, 'shelve(library, make_article("new", "council!\\ncouncil?"))')
    assert set(nearest(shelf, "council", 3)) == {"The council met.", "council!", "council?"}
    assert len(shelf.vectors.ids()) == 6


def test_vectors_made_again_by_another_process_are_found(
    tmp_path: Path, shelf: Library, chroma_only: None
) -> None:
    assert nearest(shelf, "ferry") == ["The ferry."]
    shutil.rmtree(tmp_path / "libraries" / "shelf" / "chroma")
    mending = "from footnote.retrieval.storage.health import repair; repair(library)"
    in_another_process(tmp_path, f"shelve(library)\n    {mending}")
    assert nearest(shelf, "ferry") == ["The ferry."]
    assert nearest(shelf, "bridge bridge") == ["The bridge and the bridge again."]


def test_another_processes_articles_are_seen(tmp_path: Path, shelf: Library) -> None:
    assert nearest(shelf, "council council") == ["The council met."]
    in_another_process(tmp_path, 'shelve(library, make_article("new", "council, council!"))')
    assert nearest(shelf, "council council") == ["council, council!"]
    assert len(shelf.heads()) == 4


def test_another_processes_deletions_are_seen_at_once(tmp_path: Path, shelf: Library) -> None:
    assert nearest(shelf, "ferry") == ["The ferry."]
    in_another_process(tmp_path, 'library.forget(["id-ferry"])')
    assert "The ferry." not in nearest(shelf, "ferry", 9)


def test_two_processes_take_turns_writing(tmp_path: Path, shelf: Library) -> None:
    for number in range(3):
        in_another_process(
            tmp_path, f'shelve(library, make_article("theirs{number}", "ferry {number}"))'
        )
        shelve(shelf, make_article(f"ours{number}", f"bridge {number}"))
    assert len(shelf.heads()) == 9
    assert check(shelf) == []


def test_threads_read_while_one_writes(shelf: Library) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                assert nearest(shelf, "ferry")
        except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        shelve(shelf, make_article("turning", f"ferry number {number}"))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_a_writer_that_never_finishes_is_told_of(
    tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.locking.WAIT_S", 0.1)
    with (
        open_shelf(tmp_path) as other,
        other.locked(),
        pytest.raises(LibraryBusy, match="Another process is writing to the library shelf"),
    ):
        shelf.forget(["id-ferry"])
    assert shelf.forget(["id-ferry"]) == ["id-ferry"]


def test_a_repair_is_seen_by_those_who_read_meanwhile(tmp_path: Path, shelf: Library) -> None:
    with open_shelf(tmp_path) as reader:
        assert nearest(reader, "ferry") == ["The ferry."]
        shelf.vectors.drop()
        repair(shelf)
        shelve(shelf, make_article("new", "ferry ferry ferry"))
        assert nearest(reader, "ferry ferry ferry") == ["ferry ferry ferry"]
