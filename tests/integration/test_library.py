"""A library on disk with real Chroma: writes, other processes, damage and repair."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from retrieval.chroma import translated
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryMismatch
from retrieval.freshness import FreshVectors
from retrieval.health import check, repair
from retrieval.library import Library, library_folder
from retrieval.options import ChunkingOptions, ModelOptions, RetrievalOptions
from retrieval.question import Filters
from tests.support.shelf import (
    CountingBackend,
    counting_embedder,
    make_article,
    open_shelf,
    shelve,
)

pytestmark = pytest.mark.integration

BRIDGE = make_article("bridge", "The bridge and the bridge again.\nA school.")
FERRY = make_article("ferry", "The ferry.", source="Tidende", published=date(2022, 6, 2))
COUNCIL = make_article("council", "The council met.", source=None, published=None)


@pytest.fixture
def chroma_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is answered from the catalog's copy of the vectors."""
    monkeypatch.setattr("retrieval.freshness._SCANNED_FIRST", -1)
    monkeypatch.setattr("retrieval.freshness._SCANNED_IN_NEED", -1)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY, COUNCIL)
        yield library


def nearest(
    library: Library, text: str, limit: int = 1, filters: Filters | None = None
) -> list[str]:
    def read() -> list[str]:
        hits = library.nearest(library.embedder.embed_query(text), limit, filters)
        found = library.passages_by_ids([passage_id for passage_id, _ in hits])
        return [passage.text for passage, _ in found]

    return library.steady(read)


def in_another_process(home: Path, call: str) -> None:
    script = (
        "from pathlib import Path\n"
        "from tests.support.shelf import *\n"
        f"with open_shelf(Path({str(home)!r})) as library:\n    {call}\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def fill_in_another_process(home: Path) -> None:
    """Shelve the bridge, the ferry and the council, for tests that damage Chroma's files.

    A connection of this process that closes late would write Chroma's log over the damage.
    """
    articles = (
        r"make_article('bridge', 'The bridge and the bridge again.\nA school.')",
        "make_article('ferry', 'The ferry.', source='Tidende')",
        "make_article('council', 'The council met.', source=None, published=None)",
    )
    in_another_process(home, f"shelve(library, {', '.join(articles)})")


def test_the_nearest_passage_comes_first_with_its_cosine(shelf: Library) -> None:
    hits = shelf.nearest(shelf.embedder.embed_query("bridge bridge"), 4)
    assert shelf.passages_by_ids([hits[0][0]])[0][1] == BRIDGE.head
    assert hits[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [similarity for _, similarity in hits] == sorted(
        (similarity for _, similarity in hits), reverse=True
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(source="TIDENDE"), ["The ferry."]),
        (Filters(since=date(2022, 6, 1)), ["The ferry."]),
        (Filters(until=date(2022, 6, 1)), ["A school.", "The bridge and the bridge again."]),
        (Filters(since=date(2022, 5, 1), until=date(2022, 6, 1), source="nobody"), []),
    ],
)
def test_filters_hold_for_vectors_too(
    shelf: Library, filters: Filters, expected: list[str]
) -> None:
    assert sorted(nearest(shelf, "council", 9, filters)) == expected


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        assert library.nearest([1.0, 0, 0, 0, 0], 5) == []
        assert library.heads() == []
        assert library.generation == 0


def test_a_changed_article_leaves_nothing_of_the_old_one(shelf: Library) -> None:
    shelve(shelf, make_article("bridge", "A school instead."))
    assert nearest(shelf, "bridge", 9).count("The bridge and the bridge again.") == 0
    assert shelf.vectors.ids() == set(shelf.catalog.passage_ids())
    assert check(shelf) == []


def test_forgetting_names_what_was_there(shelf: Library) -> None:
    assert shelf.forget(["id-ferry", "id-nobody", "id-ferry"]) == ["id-ferry"]
    assert shelf.article("id-ferry") is None
    assert shelf.catalog.lexical_search(["ferry"], 5) == []
    assert len(shelf.vectors.ids()) == 3
    assert check(shelf) == []


def test_what_is_forgotten_is_in_no_file(tmp_path: Path, shelf: Library) -> None:
    secret = make_article("secret", "Zanzibarium\n" + "ferry council " * 500, title="Quuxville")
    shelve(shelf, secret)
    shelf.forget(["id-secret"])
    for path in tmp_path.rglob("*"):
        content = path.read_bytes().lower() if path.is_file() else b""
        assert b"zanzibarium" not in content, path
        assert b"quuxvill" not in content, path
        assert b"/news/secret" not in content, path


def test_a_replaced_text_is_in_no_file_after_tidying(tmp_path: Path, shelf: Library) -> None:
    shelve(shelf, make_article("secret", "Zanzibarium was here."))
    shelve(shelf, make_article("secret", "It was not."))
    shelf.tidy()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"zanzibarium" not in path.read_bytes().lower(), path


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
    monkeypatch.setattr("retrieval.freshness._ADDED_BEFORE_REOPENING", 1)
    assert nearest(shelf, "council council") == ["The council met."]
    in_another_process(tmp_path, 'shelve(library, make_article("new", "council!\\ncouncil?"))')
    assert set(nearest(shelf, "council", 3)) == {"The council met.", "council!", "council?"}
    assert len(shelf.vectors.ids()) == 6


def test_vectors_made_again_by_another_process_are_found(
    tmp_path: Path, shelf: Library, chroma_only: None
) -> None:
    assert nearest(shelf, "ferry") == ["The ferry."]
    delete_chroma(tmp_path / "libraries" / "shelf" / "chroma")
    in_another_process(
        tmp_path, "shelve(library)\n    from retrieval.health import repair; repair(library)"
    )
    assert nearest(shelf, "ferry") == ["The ferry."]
    assert nearest(shelf, "bridge bridge") == ["The bridge and the bridge again."]


def test_articles_of_later_days_are_left_out_and_undated_ones_are_not(shelf: Library) -> None:
    until_may = Filters(not_after=date(2022, 5, 31))
    assert nearest(shelf, "ferry", 9, until_may).count("The ferry.") == 0
    assert len(nearest(shelf, "ferry", 9, until_may)) == 3
    assert "The council met." in nearest(shelf, "council", 9, until_may)
    assert nearest(shelf, "ferry", 9, Filters(not_after=date(2022, 6, 2)))[0] == "The ferry."


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
    monkeypatch.setattr("retrieval.locking.WAIT_S", 0.1)
    with (
        open_shelf(tmp_path) as other,
        other.locked(),
        pytest.raises(LibraryBusy, match="Another process is writing to the library shelf"),
    ):
        shelf.forget(["id-ferry"])
    assert shelf.forget(["id-ferry"]) == ["id-ferry"]


def delete_chroma(chroma: Path) -> None:
    shutil.rmtree(chroma)


def scribble_on_chroma(chroma: Path) -> None:
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


def test_a_repair_is_seen_by_those_who_read_meanwhile(tmp_path: Path, shelf: Library) -> None:
    with open_shelf(tmp_path) as reader:
        assert nearest(reader, "ferry") == ["The ferry."]
        shelf.vectors.drop()
        repair(shelf)
        shelve(shelf, make_article("new", "ferry ferry ferry"))
        assert nearest(reader, "ferry ferry ferry") == ["ferry ferry ferry"]


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


def test_another_embedding_model_is_refused(tmp_path: Path, shelf: Library) -> None:
    with pytest.raises(LibraryMismatch, match="made with the embedding model counting, but other"):
        open_shelf(tmp_path, embedder=counting_embedder("other:2"))
    with pytest.raises(LibraryMismatch, match="other weights"):
        open_shelf(tmp_path, embedder=counting_embedder("counting:2"))


def test_another_chunker_is_refused(tmp_path: Path, shelf: Library) -> None:
    options = RetrievalOptions(chunking=ChunkingOptions(target_chars=300))
    with pytest.raises(LibraryMismatch, match="300 to 1400 characters"):
        Library.open(shelf.folder, options, embedder=counting_embedder())


def test_a_library_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"There is no library shelf in .* yet"):
        open_shelf(tmp_path, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(LibraryError, match=r"cannot be written .* Choose another with --home"):
        open_shelf(home)


def test_listing_and_reading_need_no_model(tmp_path: Path, shelf: Library) -> None:
    options = RetrievalOptions(models=ModelOptions(hub=False)).model_copy(
        update={"embedding": RetrievalOptions().embedding.model_copy(update={"model": "gone"})}
    )
    with Library.open(shelf.folder, options) as library:
        assert len(library.heads()) == 3


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a\\b", "/abs"])
def test_names_that_leave_the_home_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="is no name for a library"):
        library_folder(tmp_path, name)


def test_notes_are_remembered(tmp_path: Path, shelf: Library) -> None:
    shelf.remember("threshold", "-5.9")
    with open_shelf(tmp_path) as other:
        assert other.remembered("threshold") == "-5.9"
        other.remember("threshold", None)
    assert shelf.remembered("threshold") is None


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


@pytest.mark.parametrize(
    ("scanned", "fetched"), [(4000, 4000), (0, 4000), (0, 0)], ids=["scan", "fetch", "chroma"]
)
def test_every_way_of_filtering_finds_the_same(
    shelf: Library, monkeypatch: pytest.MonkeyPatch, scanned: int, fetched: int
) -> None:
    monkeypatch.setattr("retrieval.filtering.SCANNED", scanned)
    monkeypatch.setattr("retrieval.filtering.MOST_FETCHED", fetched)
    articles = [
        make_article(
            f"n{n}",
            f"{'ferry ' * (n % 7)}{'bridge ' * (n % 5)}{'council ' * (n % 3)}.",
            source=f"Source {n % 4}",
            published=date(2022, 1, 1 + n % 28),
        )
        for n in range(105)
    ]
    shelve(shelf, *articles)
    filters = Filters(source="source 1", since=date(2022, 1, 5), until=date(2022, 1, 20))
    vector = shelf.embedder.embed_query("ferry ferry bridge")
    hits = shelf.nearest(vector, 8, filters)
    assert shelf.nearest(vector, 8, replace(filters, not_after=date(2022, 1, 20))) == hits
    allowed = {head.id for head in shelf.heads(filters)}
    joined = shelf.passages_by_ids([passage_id for passage_id, _ in hits])
    assert len(joined) == 8
    assert {head.id for _, head in joined} <= allowed
    texts = [shelf.passages(article_id)[0].text for article_id in allowed]
    best = sorted(np.array(shelf.embedder.embed_documents(texts)) @ np.array(vector))[-8:]
    assert [similarity for _, similarity in hits] == pytest.approx(best[::-1], abs=1e-5)


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


def test_the_first_question_does_not_wait_for_chroma(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY)
    with open_shelf(tmp_path) as library:
        first = library.nearest(library.embedder.embed_query("ferry"), 3)
        library.nearest(library.embedder.embed_query("ferry"), 2)
        assert not library.vectors.is_open
        library.nearest(library.embedder.embed_query("bridge"), 3)
        assert library.vectors.is_open
        second = library.nearest(library.embedder.embed_query("ferry"), 3)
        assert [name for name, _ in first] == [name for name, _ in second]
        assert [s for _, s in first] == pytest.approx([s for _, s in second], abs=1e-5)
    with open_shelf(tmp_path) as library:
        library.warm_up()
        assert library.vectors.is_open
