"""Passages embedded by Ray: the same library as one process makes, whatever dies on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from footnote.retrieval.footnote import Footnote
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.health import check

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples" / "articles").glob("*.txt"))
ARTICLES = 40
WITHIN_S = 300

PROGRAM = """
from footnote.bot.cli import main
from footnote.retrieval.ingesting import encoders, ingestion
encoders._BATCHES_A_WORKER, ingestion._BATCH_ARTICLES = 2, 5
main()
"""
"""The command, with rounds and commits that are many and small."""


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of some hundred passages in all, each of a site of its own: none is chrome."""
    folder = tmp_path_factory.mktemp("wire")
    texts = [sample.read_text(encoding="utf-8") for sample in SAMPLES]
    lines = [
        {
            "title": f"Paper {number}",
            "text": "\n\n".join(
                f"On day {number} it was said. {texts[(number + step) % len(texts)]}"
                for step in range(4)
            ),
            "url": f"https://wire-{number}.test/",
        }
        for number in range(ARTICLES)
    ]
    path = folder / "wire.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(wire: Path, tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    home = tmp_path_factory.mktemp("own")
    with Footnote.open(home, create=True) as footnote:
        assert footnote.ingest([wire]).added == ARTICLES
        assert sum(len(footnote.passages(head.id)) for head in footnote.articles()) > 150
    return content(home)


def content(home: Path) -> list[object]:
    """Return all that a library keeps of its articles: ids, hashes, passages, vectors' bytes."""
    with Footnote.open(home) as footnote:
        catalog = footnote.library.catalog
        assert check(footnote.library) == []
        return [
            (footnote.article(head.id), passages, [catalog.vectors([p.id]) for p in passages])
            for head in sorted(footnote.articles(), key=lambda head: head.id)
            for passages in [footnote.passages(head.id)]
        ]


def environment(home: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    return known | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def descendants(root: int) -> dict[int, str]:
    """Return the processes below one, with their command lines."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    below, found = {root}, {}
    for _ in range(6):
        for pid, parent, command in (row for row in rows if len(row) == 3):
            if int(parent) in below and int(pid) not in below:
                below.add(int(pid))
                found[int(pid)] = command
    return found


def first_worker(running: "subprocess.Popen[str]") -> int:
    while running.poll() is None:
        for pid, command in descendants(running.pid).items():
            if command.startswith("ray::MapWorker"):
                return pid
        time.sleep(0.2)
    pytest.fail(f"it ended with {running.returncode} before it had a worker")


def ingesting(home: Path, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
    """Begin the command; what it says besides goes into a file."""
    with (home / "stderr").open("w") as besides:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--home", str(home), "ingest", *arguments],
            env=environment(home) | variables,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=besides,
            text=True,
        )


def test_two_workers_make_the_library_of_one_process(
    wire: Path, expected: list[object], tmp_path: Path
) -> None:
    with ingesting(tmp_path, str(wire), "--workers", "2", "--json") as running:
        told, _ = running.communicate(timeout=WITHIN_S)
    assert json.loads(told)["added"] == ARTICLES, "nothing but JSON is on standard output"
    assert content(tmp_path) == expected


@pytest.mark.parametrize("victim", ["worker", "ingest"])
def test_a_killed_process_loses_nothing(
    victim: str, wire: Path, expected: list[object], tmp_path: Path
) -> None:
    with ingesting(tmp_path, str(wire), "--workers", "1", "--json") as running:
        first = first_worker(running)
        if victim == "worker":
            time.sleep(1)
            os.kill(first, signal.SIGKILL)
            told, _ = running.communicate(timeout=WITHIN_S)
            assert json.loads(told)["added"] == ARTICLES, "nothing but JSON is on standard output"
        else:
            while stored(tmp_path) == 0:
                assert running.poll() is None
                time.sleep(0.1)
            left = descendants(running.pid)
            running.send_signal(signal.SIGKILL)
            running.wait()
            gone_by = time.monotonic() + 180
            while any(map(alive, left)) and time.monotonic() < gone_by:
                time.sleep(0.2)
            assert not [left[pid] for pid in left if alive(pid)], "Ray ends with who started it"
            assert 0 < stored(tmp_path) < ARTICLES
            with Footnote.open(tmp_path) as footnote:
                report = footnote.ingest([wire])
            assert (report.found, report.skipped) == (ARTICLES, 0)
            assert report.unchanged > 0
    assert content(tmp_path) == expected


def stored(home: Path) -> int:
    if not (home / "libraries" / "default" / "catalog.sqlite3").exists():
        return 0
    with Footnote.open(home, options=RetrievalOptions()) as footnote:
        return len(footnote.articles())


def alive(pid: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(shown) and not shown.startswith("Z")


def test_a_cluster_that_is_not_there_is_a_sentence(tmp_path: Path, wire: Path) -> None:
    with ingesting(tmp_path, str(wire), "--workers", "1", RAY_ADDRESS="nonsense") as running:
        assert running.wait(WITHIN_S) == 1
    said = (tmp_path / "stderr").read_text()
    assert "footnote: Ray does not start" in said
    assert "Traceback" not in said
