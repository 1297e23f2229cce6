"""A library that follows its folders: real files, a real watcher, vectors made in the head."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from footnote.retrieval.ingesting.mirroring import Mirror, MirrorReport
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.shelf import open_shelf

pytestmark = pytest.mark.integration

WAIT_SECONDS = 60.0


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "sub").mkdir(parents=True)
    (pages / "bridge.txt").write_text("Bridge opens\n\nThe bridge opens in May, the mayor said.\n")
    (pages / "sub" / "ferry.txt").write_text("Ferry stops\n\nThe ferry stops in June, they said.\n")
    lines = [{"title": name, "text": f"The {name} met."} for name in ("Council", "School")]
    (pages / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return pages


def titles(library: Library) -> set[str]:
    return {head.title for head in library.heads()}


def follow(library: Library, folder: Path, *, forget: bool = True) -> MirrorReport:
    return Mirror(library, [folder], forget=forget).run()


def test_what_is_deleted_in_the_folder_is_forgotten_only_when_asked(
    shelf: Library, folder: Path
) -> None:
    follow(shelf, folder)
    shutil.rmtree(folder / "sub")
    assert follow(shelf, folder, forget=False).forgotten == ()
    assert "Ferry stops" in titles(shelf)
    assert len(follow(shelf, folder).forgotten) == 1
    assert titles(shelf) == {"Bridge opens", "Council", "School"}
    assert check(shelf) == []


def test_an_article_that_has_left_its_file_is_forgotten(shelf: Library, folder: Path) -> None:
    follow(shelf, folder)
    (folder / "wire.jsonl").write_text(json.dumps({"title": "Council", "text": "The Council met."}))
    assert len(follow(shelf, folder).forgotten) == 1
    assert "School" not in titles(shelf)


def test_a_file_that_cannot_be_read_whole_keeps_its_articles(shelf: Library, folder: Path) -> None:
    follow(shelf, folder)
    (folder / "wire.jsonl").write_text('{"title": "Council", "text": "The Coun')
    (folder / "bridge.txt").write_bytes(b"")
    assert follow(shelf, folder).forgotten == ()
    assert {"Council", "School", "Bridge opens"} <= titles(shelf)


@pytest.mark.parametrize("gone", ["emptied", "removed"])
def test_a_folder_that_looks_unmounted_makes_nothing_forgotten(
    shelf: Library, folder: Path, gone: str
) -> None:
    mirror = Mirror(shelf, [folder], forget=True)
    mirror.run()
    shutil.rmtree(folder)
    if gone == "emptied":
        folder.mkdir()
    report = mirror.run()
    assert (report.forgotten, report.kept) == ((), (str(folder),))
    assert len(titles(shelf)) == 4


def test_an_article_that_stands_in_another_file_too_stays(shelf: Library, folder: Path) -> None:
    line = json.dumps({"title": "Gull", "text": "It sat.", "url": "https://post.test/gull"})
    (folder / "a.jsonl").write_text(line)
    follow(shelf, folder)
    (folder / "b.jsonl").write_text(line)
    (folder / "a.jsonl").unlink()
    follow(shelf, folder)
    assert "Gull" in titles(shelf)


def test_changes_are_followed_while_they_happen(shelf: Library, folder: Path) -> None:
    mirror = Mirror(shelf, [folder], forget=True)
    mirror.run()
    stop = threading.Event()
    reports: list[MirrorReport] = []
    thread = threading.Thread(target=lambda: reports.extend(mirror.watch(stop)), daemon=True)
    thread.start()

    def until(true: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while not true():
            assert time.monotonic() < end
            time.sleep(0.1)

    def added() -> bool:
        # Written again until it is seen: the watcher may not be looking yet.
        (folder / "school.txt").write_text("School\n\nThe school has a new roof, they said.\n")
        time.sleep(0.5)
        return any(report.report.added for report in reports) or len(titles(shelf)) == 5

    until(added)
    moved = folder.parent / "moved"
    moved.mkdir()
    (moved / "council.txt").write_text("Council meets\n\nThe council met at noon, they said.\n")
    moved.rename(folder / "moved")
    until(lambda: "Council meets" in titles(shelf))
    (folder / "bridge.txt").unlink()
    until(lambda: "Bridge opens" not in titles(shelf))
    stop.set()
    thread.join(WAIT_SECONDS)
    assert not thread.is_alive()
    assert check(shelf) == []
