"""Ingestion from real files into a real library, with vectors made in the head."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval.article import Passage
from footnote.retrieval.embedding import Vectors
from footnote.retrieval.errors import ModelDamaged
from footnote.retrieval.ingesting.chunking import chunk
from footnote.retrieval.ingesting.ingestion import ArticleOutcome, IngestReport, ingest
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Entry, Library
from tests.support.shelf import CountingBackend, open_shelf

pytestmark = pytest.mark.integration

BRIDGE = "The new bridge over the Orla opens in May. The mayor will cut a ribbon on Saturday."
FERRY = "The old ferry stops in June. It has crossed the river for ninety years."


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bridge.txt").write_text(f"Bridge opens\n\n{BRIDGE}\n")
    (folder / "ferry.md").write_text(f"# Ferry stops\n\n{FERRY}\n")
    lines = [
        {"title": "Council", "text": "The council met on Tuesday.", "url": "https://orla.test/1"},
        {"title": "School", "text": "The school has a new roof.", "url": "https://orla.test/2"},
    ]
    (folder / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        yield library


def run(library: Library, *sources: Path) -> tuple[IngestReport, list[ArticleOutcome]]:
    outcomes: list[ArticleOutcome] = []
    return ingest(library, sources, on_outcome=outcomes.append), outcomes


def texts_embedded(library: Library) -> int:
    backend = library.embedder.backend
    assert isinstance(backend, CountingBackend)
    return len(backend.texts_seen)


def test_articles_go_in_and_come_out(shelf: Library, pages: Path) -> None:
    report, outcomes = run(shelf, pages)
    assert (report.added, report.found) == (4, 4)
    assert report.passages == shelf.catalog.counts().passages == 4
    assert {outcome.title for outcome in outcomes} == {
        "Bridge opens",
        "Ferry stops",
        "Council",
        "School",
    }
    for head in shelf.heads():
        article = shelf.article(head.id)
        assert article is not None
        for passage in shelf.passages(head.id):
            assert article.text[passage.start : passage.end] == passage.text
    assert check(shelf) == []


def test_a_second_run_embeds_nothing(shelf: Library, pages: Path) -> None:
    run(shelf, pages)
    before, generation = texts_embedded(shelf), shelf.generation
    report, outcomes = run(shelf, pages)
    assert (report.unchanged, report.found, report.passages) == (4, 4, 0)
    assert {outcome.kind for outcome in outcomes} == {"unchanged"}
    assert texts_embedded(shelf) == before
    assert shelf.generation == generation


def test_a_changed_file_replaces_its_article(shelf: Library, pages: Path, tmp_path: Path) -> None:
    run(shelf, pages)
    (pages / "bridge.txt").write_text("Bridge opens\n\nIt opens in July, said Zanzibar Quux.\n")
    report, _ = run(shelf, pages)
    assert (report.changed, report.unchanged) == (1, 3)
    (pages / "bridge.txt").write_text("Bridge opens\n\nIt opens in August.\n")
    run(shelf, pages)
    assert len(shelf.heads()) == 4
    assert check(shelf) == []
    library = tmp_path / "libraries"
    assert not any(b"zanzibar" in f.read_bytes().lower() for f in library.rglob("*") if f.is_file())


def test_what_cannot_be_read_is_skipped_with_its_reason(shelf: Library, pages: Path) -> None:
    (pages / "empty.txt").write_text("")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 40)
    with (pages / "wire.jsonl").open("a") as wire:
        wire.write('{"title": "half\n')
        wire.write(json.dumps({"title": "After", "text": "The line after is read."}) + "\n")
    report, outcomes = run(shelf, pages, pages / "nowhere.txt")
    assert (report.added, report.skipped) == (5, 4)
    skipped = {outcome.origin: outcome.reason for outcome in outcomes if outcome.reason}
    assert len(skipped) == 4
    assert any(origin.endswith("wire.jsonl, line 3") for origin in skipped)
    assert any(origin.endswith("nowhere.txt") for origin in skipped)


def test_the_first_of_two_with_one_key_stays(shelf: Library, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    lines = [{"title": name, "text": "Ships.", "url": "https://orla.test/1"} for name in "AB"]
    wire.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for added, unchanged in ((1, 0), (0, 1)):
        report, _ = run(shelf, wire)
        assert (report.added, report.unchanged, report.skipped) == (added, unchanged, 1)
    assert [head.title for head in shelf.heads()] == ["A"]


def test_text_no_database_can_hold_stops_nothing(shelf: Library, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    odd = '{"title": "Odd \\ud800", "text": "Half a \\udc00 pair and a \\u0000 nul."}\n'
    wire.write_text(odd + '{"title": "Fine", "text": "All is well."}\n')
    report, _ = run(shelf, wire)
    assert report.found == 2
    assert "Fine" in {head.title for head in shelf.heads()}
    assert check(shelf) == []


def test_nothing_found_is_an_empty_report(shelf: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report, outcomes = run(shelf, tmp_path / "empty")
    assert (report.found, outcomes) == (0, [])


def test_progress_knows_the_whole_before_the_end(shelf: Library, pages: Path) -> None:
    found: list[int] = []
    told: list[int] = []
    ingest(shelf, [pages], on_found=found.append, on_outcome=lambda outcome: told.append(found[-1]))
    assert told == [4, 4, 4, 4]


def test_several_readers_store_the_same_as_one(tmp_path: Path, pages: Path) -> None:
    for number in range(20):
        (pages / f"p{number:02}.html").write_text(
            f"<html><title>Page {number}</title><body><article><p>{FERRY} Number {number}."
            "</p></article></body></html>"
        )
    (pages / "empty.txt").write_text("")
    found = []
    for jobs in (1, 3):
        with open_shelf(tmp_path / str(jobs)) as library:
            outcomes: list[ArticleOutcome] = []
            ingest(library, [pages], jobs=jobs, on_outcome=outcomes.append)
            texts = [library.article(head.id) for head in library.heads()]
            found.append((outcomes, texts))
    assert found[0] == found[1]
    assert len(found[0][1]) == 24


def test_a_reader_that_takes_its_process_down_loses_its_file_only(
    shelf: Library, pages: Path, tmp_path: Path
) -> None:
    plugin = tmp_path / "site" / "sitecustomize.py"
    plugin.parent.mkdir()
    plugin.write_text(
        "import os\n"
        "import footnote.retrieval.readers.plain as plain\n"
        "import footnote.retrieval.readers as readers\n"
        "def read(path):\n"
        "    if path.name == 'bomb.txt':\n"
        "        os._exit(9)\n"
        "    return plain.read(path)\n"
        "readers.READERS['.txt'] = read\n"
    )
    (pages / "bomb.txt").write_text("Boom\n\nThis one kills its reader.\n")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from footnote.retrieval.ingesting.ingestion import ingest\n"
        "from tests.support.shelf import open_shelf\n"
        "if __name__ == '__main__':\n"
        "    with open_shelf(Path(sys.argv[1])) as library:\n"
        "        told = []\n"
        "        report = ingest(library, [sys.argv[2]], jobs=2, on_outcome=told.append)\n"
        "        print(report.added, report.skipped, *[t.reason for t in told if t.reason])\n"
    )
    program = tmp_path / "program.py"
    program.write_text(script)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "home"), str(pages)],
        env={**os.environ, "PYTHONPATH": f"{plugin.parent}:{root}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("4 1 ends the process that reads it"), done.stderr


def _wire(folder: Path, numbers: range) -> Path:
    """Write stories of one site, each with the site's line about its newsletter."""
    wire = folder / "site.jsonl"
    lines = [
        {
            "title": f"Story {number}",
            "text": f"Story {number} begins.\nPrinted on seaweed.\nIt ends at {number}.",
            "url": f"https://post.test/{number}",
        }
        for number in numbers
    ]
    wire.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return wire


def test_lines_of_a_site_are_learnt_once_and_unchanged_articles_stay_so(
    shelf: Library, tmp_path: Path
) -> None:
    report, _ = run(shelf, _wire(tmp_path, range(10)))
    assert report.added == 10
    texts = [shelf.article(head.id).text for head in shelf.heads()]  # type: ignore[union-attr]
    assert sum("seaweed" in text for text in texts) == 1
    again, _ = run(shelf, _wire(tmp_path, range(10)))
    assert (again.unchanged, again.changed) == (10, 0)
    later, outcomes = run(shelf, _wire(tmp_path, range(12)))
    assert (later.unchanged, later.added) == (10, 2)
    added = [shelf.article(item.article_id or "") for item in outcomes if item.kind == "added"]
    assert all(item is not None and "seaweed" not in item.text for item in added)
    assert check(shelf) == []


def test_while_a_batch_is_embedded_the_next_is_read_and_the_one_before_it_stored(
    shelf: Library, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.ingesting.ingestion._BATCH_ARTICLES", 1)
    embedded_before_the_next_was_read: list[bool] = []
    read, stored = threading.Semaphore(0), threading.Semaphore(0)

    def chunk_and_tell(*arguments: Any) -> list[Passage]:
        read.release()
        return chunk(*arguments)

    commit, encode = shelf.commit, shelf.embedder.encode

    def commit_and_tell(entries: Sequence[Entry]) -> None:
        commit(entries)
        stored.release()

    def encode_late(texts: Sequence[str]) -> Vectors:
        number = len(embedded_before_the_next_was_read)
        last = number == 3
        there = read.acquire(timeout=20) and (last or read.acquire(timeout=20))
        there = there and (number == 0 or stored.acquire(timeout=20))
        if not last:
            read.release()
        embedded_before_the_next_was_read.append(not there)
        return encode(texts)

    monkeypatch.setattr("footnote.retrieval.ingesting.ingestion.chunk", chunk_and_tell)
    monkeypatch.setattr(shelf, "commit", commit_and_tell)
    monkeypatch.setattr(shelf.embedder, "encode", encode_late)
    report, outcomes = run(shelf, pages)
    assert report.added == len(outcomes) == 4
    assert embedded_before_the_next_was_read == [False] * 4
    assert check(shelf) == []


def test_a_model_that_fails_ends_the_run_and_what_was_stored_stays(
    shelf: Library, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.ingesting.ingestion._BATCH_ARTICLES", 1)
    encode, calls = shelf.embedder.encode, iter(range(9))

    def encode_twice(texts: Sequence[str]) -> Vectors:
        if next(calls) == 2:
            raise ModelDamaged("The model is damaged.")
        return encode(texts)

    monkeypatch.setattr(shelf.embedder, "encode", encode_twice)
    with pytest.raises(ModelDamaged):
        run(shelf, pages)
    assert shelf.catalog.counts().articles == 2
    assert check(shelf) == []
    monkeypatch.undo()
    assert run(shelf, pages)[0].added == 2
