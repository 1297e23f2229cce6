"""All that an ingestion left in a library, and the processes that are at it meanwhile."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.storage.health import check


def kept(home: Path) -> Iterator[tuple[Article, list[Passage], list[tuple[str, list[float]]]]]:
    """Yield each article, by id, with its passages and vectors by their ids; all is sound."""
    with Footnote.open(home) as footnote:
        catalog = footnote.library.catalog
        assert check(footnote.library) == []
        for head in sorted(footnote.articles(), key=lambda head: head.id):
            passages = footnote.passages(head.id)
            vectors = catalog.vectors([passage.id for passage in passages])
            yield footnote.article(head.id), passages, sorted(vectors.items())


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


def first_worker(running: "subprocess.Popen[Any]") -> int:
    """Wait for the first of Ray's workers below a process, and return its id."""
    while running.poll() is None:
        for pid, command in descendants(running.pid).items():
            if command.startswith("ray::MapWorker"):
                return pid
        time.sleep(0.2)
    pytest.fail(f"it ended with {running.returncode} before it had a worker")
