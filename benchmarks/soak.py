"""Two writers and four readers on one library, each a process of its own, for some minutes.

    python -m benchmarks.soak --minutes 10

Writers ingest, change and delete; readers search by vector and by word all the while. It fails if
any of them meets an error, if a reader is given an article more than two seconds after its
deletion or replacement was committed, or if it cannot find one that was committed before it asked.
The clock starts when all six are ready.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benchmarks.hashing import hashing_embedder
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vector_store import Entry

WRITERS, READERS = 2, 4
ARTICLES_A_WRITER = 60
LATE_S = 2.0
PAUSE_S = 0.02

Message = tuple[str, Any]
Work = Callable[[Path, int, Callable[[], float], "Queue[Message]"], None]
"""What one process does; the third argument waits for the others and returns when to stop."""


def open_library(home: Path) -> Library:
    """Open the library everybody works on."""
    folder = home / "libraries" / "soak"
    return Library.open(folder, RetrievalOptions(), create=True, embedder=hashing_embedder())


def make_entry(library: Library, number: int, version: int) -> Entry:
    """Return an article whose every passage names it and its version."""
    name = f"a{number}v{version}"
    lines = [f"{name} part {part} of the ferry story" for part in range(5)]
    text = "\n".join(lines)
    article = Article(ArticleHead(f"a{number}", f"Title {name}"), f"k{number}", text, name)
    starts = [sum(len(line) + 1 for line in lines[:part]) for part in range(5)]
    passages = [
        Passage(f"{name}p{part}", f"a{number}", part, start, start + len(line), line)
        for part, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]
    return Entry(article, passages, library.embedder.embed_documents(lines))


def write(home: Path, writer: int, ready: Callable[[], float], told: "Queue[Message]") -> None:
    """Change and delete this writer's own articles, telling when each version came and went."""
    chance = random.Random(writer)
    versions: dict[int, int] = {}
    there: set[int] = set()
    latest = home / f"latest-{writer}.json"
    with open_library(home) as library:
        library.commit([make_entry(library, writer * 1000 + ARTICLES_A_WRITER, 1)])
        until = ready()
        while time.time() < until:
            numbers = chance.sample(range(ARTICLES_A_WRITER), chance.randint(1, 12))
            numbers = [writer * 1000 + number for number in numbers]
            gone = [f"a{n}v{versions[n]}" for n in numbers if n in there]
            began = time.time()
            if chance.random() < 0.3:
                library.forget([f"a{number}" for number in numbers])
                there -= set(numbers)
            else:
                for number in numbers:
                    versions[number] = versions.get(number, 0) + 1
                library.commit([make_entry(library, n, versions[n]) for n in numbers])
                there |= set(numbers)
                latest.with_suffix(".new").write_text(
                    json.dumps([f"a{numbers[0]}v{versions[numbers[0]]}", time.time()])
                )
                latest.with_suffix(".new").replace(latest)
            ended = time.time()
            told.put(("gone", [(name, (began, ended)) for name in gone]))
            time.sleep(chance.uniform(0, 0.2))
    told.put(("done", None))


def read(home: Path, reader: int, ready: Callable[[], float], told: "Queue[Message]") -> None:
    """Search all the while; tell when each version was last seen, and what was not found."""
    chance = random.Random(100 + reader)
    last_seen: dict[str, float] = {}
    not_found: list[tuple[str, float]] = []
    slowest = 0.0
    searches = 0
    with open_library(home) as library:
        search(library, "imports before the clock starts")
        until = ready()
        while time.time() < until:
            latest = home / f"latest-{chance.randrange(WRITERS)}.json"
            if not latest.exists():
                time.sleep(0.05)
                continue
            name, _ = json.loads(latest.read_text())
            started = time.time()
            found = library.steady(lambda _, name=name: search(library, name))
            slowest = max(slowest, time.time() - started)
            for each in found:
                last_seen[each] = started
            if name not in found:
                not_found.append((name, time.time()))
            searches += 1
            time.sleep(PAUSE_S)
    told.put(("read", (last_seen, not_found, searches, slowest)))
    told.put(("done", None))


def search(library: Library, name: str) -> set[str]:
    """Return the versions found by a vector and by words."""
    vector = library.embedder.embed_query(f"{name} part 2 of the ferry story")
    ids = [passage_id for passage_id, _ in library.nearest(vector, 10)]
    ids += [passage_id for passage_id, _ in library.catalog.lexical_search(["ferry"], 10)]
    return {passage.text.split()[0] for passage, _ in library.passages_by_ids(ids)}


def guarded(
    work: Work, home: Path, number: int, all_ready: Barrier, seconds: float, told: "Queue[Message]"
) -> None:
    """Run one process's part and tell of the error that ended it, if one did."""

    def ready() -> float:
        all_ready.wait()
        return time.time() + seconds

    try:
        work(home, number, ready, told)
    except BaseException as error:  # noqa: BLE001 - told to the parent, which fails
        all_ready.abort()
        told.put(("error", f"{work.__name__}: {type(error).__name__}: {error}"))
        told.put(("done", None))


def listen(told: "Queue[Message]") -> tuple[dict[str, tuple[float, float]], list[Any], list[str]]:
    """Collect what all processes tell until the last is done."""
    gone: dict[str, tuple[float, float]] = {}
    reads: list[Any] = []
    faults: list[str] = []
    running = WRITERS + READERS
    while running:
        kind, content = told.get()
        if kind == "gone":
            gone.update(content)
        elif kind == "read":
            reads.append(content)
        elif kind == "error":
            faults.append(content)
        else:
            running -= 1
    return gone, reads, faults


def late(reads: list[Any], gone: dict[str, tuple[float, float]], faults: list[str]) -> float:
    """Return how long after its deletion an article was seen, noting what was wrong."""
    worst = 0.0
    for last_seen, not_found, _, _ in reads:
        for name, seen in last_seen.items():
            worst = max(worst, seen - gone.get(name, (seen, seen))[1])
        faults += [f"{n} not found" for n, at in not_found if gone.get(n, (at, at))[0] >= at]
    if worst > LATE_S:
        faults.append(f"an article was found {worst:.2f} s after it had gone")
    if not gone or not all(searches for _, _, searches, _ in reads):
        faults.append("nothing was deleted, or a reader never searched: too short a time")
    return worst


def run(home: Path, seconds: float) -> tuple[dict[str, tuple[float, float]], list[Any], list[str]]:
    """Have all processes work for so long; return what they told."""
    context = multiprocessing.get_context("spawn")
    told: Queue[Message] = context.Queue()
    all_ready = context.Barrier(WRITERS + READERS)
    parts: list[tuple[Work, int]] = [(write, number) for number in range(WRITERS)]
    parts += [(read, number) for number in range(READERS)]
    processes = [
        context.Process(target=guarded, args=(work, home, number, all_ready, seconds, told))
        for work, number in parts
    ]
    for process in processes:
        process.start()
    result = listen(told)
    for process in processes:
        process.join()
    return result


def main() -> int:
    """Run for as long as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=10.0)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="footnote-soak-"))
    open_library(home).close()
    gone, reads, faults = run(home, asked.minutes * 60)
    worst = late(reads, gone, faults)
    with open_library(home) as library:
        faults += [finding.sentence for finding in check(library)]
        counts = library.catalog.counts()
        commits = library.generation
    shutil.rmtree(home, ignore_errors=True)  # Chroma may still be closing its files
    slowest = max((r[3] for r in reads), default=0.0)
    for fault in faults[:20]:
        print(fault)
    print(
        f"{asked.minutes:g} minutes: {commits} commits, {sum(r[2] for r in reads)} searches "
        f"(slowest {slowest:.2f} s), {counts.articles} articles left, {len(gone)} versions gone; "
        f"seen at most {worst:.2f} s after deletion; {len(faults)} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
