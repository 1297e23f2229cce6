"""Ingestion stopped by hand or killed: it goes on where it was."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from footnote.retrieval.ingesting.ingestion import ArticleOutcome, ingest
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.shelf import open_shelf

pytestmark = pytest.mark.integration


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        yield library


def test_interrupting_leaves_what_was_committed(
    shelf: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.ingesting.ingestion._BATCH_ARTICLES", 2)
    wire = tmp_path / "wire.jsonl"
    lines = [{"title": f"T{n}", "text": f"Ferry number {n}."} for n in range(10)]
    wire.write_text("".join(json.dumps(line) + "\n" for line in lines))

    def stop_after_four(outcome: ArticleOutcome) -> None:
        if len(shelf.heads()) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(shelf, [wire], on_outcome=stop_after_four)
    assert len(shelf.heads()) == 4
    report = ingest(shelf, [wire])
    assert (report.unchanged, report.added) == (4, 6)
    assert check(shelf) == []


SCRIPT = """
import sys
from pathlib import Path
from footnote.retrieval.ingesting import ingestion
from tests.support.shelf import open_shelf
ingestion._BATCH_ARTICLES = 1
with open_shelf(Path(sys.argv[1])) as library:
    print("ready", flush=True)
    ingestion.ingest(library, [sys.argv[2]])
print("done", flush=True)
"""


def test_killed_at_any_point_it_goes_on_where_it_was(tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), str(wire)]
    for attempt in range(6):
        lines = [
            {"title": f"T{n}", "text": f"Ferry {n}, state {attempt}.", "url": f"https://o.test/{n}"}
            for n in range(60)
        ]
        wire.write_text("".join(json.dumps(line) + "\n" for line in lines))
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.15 + 0.13 * attempt)
            process.send_signal(signal.SIGKILL)
        with open_shelf(tmp_path) as library:
            states = {library.article(head.id).text for head in library.heads()}  # type: ignore[union-attr]
            assert all(text.startswith("Ferry ") and text.endswith(".") for text in states)
    with open_shelf(tmp_path) as library:
        report = ingest(library, [wire])
        assert report.found == 60
        assert len(library.heads()) == 60
        assert check(library) == []
