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
from tests.support.ingested import descendants, first_worker, kept

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

DYING = """
import os, signal
from pathlib import Path
from footnote.retrieval.ingesting import encoders

class Dying(encoders._Worker):
    def _dies(self, when):
        mark = Path(os.environ["MARK"])
        if os.environ["DIES"] == when and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def __init__(self, *given):
        self._dies("starting")
        super().__init__(*given)

    def __call__(self, table):
        self._dies("working")
        return super().__call__(table)

encoders._Worker = Dying
"""
"""Before it: workers of which the first is killed, once."""


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
    return list(kept(home))


def environment(home: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    # Ray's workers give way to everything else, and beside other tests would wait for minutes.
    niceness = {"RAY_worker_niceness": "0"}
    return known | niceness | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}


def ingesting(
    home: Path, *arguments: str, before: str = "", **variables: str
) -> "subprocess.Popen[str]":
    """Begin the command; what it says besides goes into a file."""
    with (home / "stderr").open("w") as besides:
        return subprocess.Popen(
            [sys.executable, "-c", before + PROGRAM, "--home", str(home), "ingest", *arguments],
            env=environment(home) | variables,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=besides,
            text=True,
        )


def added(running: "subprocess.Popen[str]", home: Path) -> object:
    """Return how many articles the command says it added; it says nothing but JSON."""
    with running:
        told, _ = running.communicate(timeout=WITHIN_S)
    assert running.returncode == 0, (home / "stderr").read_text()
    return json.loads(told)["added"]


def test_two_workers_make_the_library_of_one_process(
    wire: Path, expected: list[object], tmp_path: Path
) -> None:
    running = ingesting(tmp_path, str(wire), "--workers", "2", "--json")
    assert added(running, tmp_path) == ARTICLES
    assert list(kept(tmp_path)) == expected


@pytest.mark.parametrize("dies", ["starting", "working"])
def test_a_worker_that_dies_is_followed_by_another(
    dies: str, wire: Path, expected: list[object], tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    running = ingesting(
        tmp_path, str(wire), "--workers", "1", "--json", before=DYING, DIES=dies, MARK=str(mark)
    )
    assert added(running, tmp_path) == ARTICLES
    assert mark.exists()
    assert list(kept(tmp_path)) == expected


def test_a_killed_command_loses_nothing(wire: Path, expected: list[object], tmp_path: Path) -> None:
    with ingesting(tmp_path, str(wire), "--workers", "1", "--json") as running:
        first_worker(running)
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
    assert list(kept(tmp_path)) == expected


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
