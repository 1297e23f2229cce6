"""One long ingest of generated articles: its memory as it grows, killed once and resumed.

    python -m benchmarks.big_run --articles 30000

A file of that many different articles is written, never held in memory, and ingested by a process
of its own that is killed without warning (SIGKILL) at about the middle and started again. Vectors
are made by hashing: what is measured is the memory of reading, cutting and storing, and that the
second process embeds nothing that the first had stored. It fails if one article is missing, or if
catalog, full-text index and vectors do not agree at the end.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.hashing import DIMENSION, HashingBackend
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.ingesting.ingestion import ArticleOutcome, ingest
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library

PARAGRAPHS, SENTENCES, WORDS = 6, 5, 14
TOLD_EVERY = 500
VOCABULARY = 20_000


@dataclass
class Part:
    """What one process told: articles done, texts embedded and megabytes held, point by point."""

    points: list[tuple[int, int, int]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    stored: int = 0
    most: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """The articles this process had dealt with when it last told."""
        return self.points[-1][0] if self.points else 0


class CountingBackend(HashingBackend):
    """A hashing backend that counts the texts it is given."""

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit-norm rows of shape `(len(texts), dim)`."""
        self.texts += len(texts)
        return super().encode(texts)


def write_articles(path: Path, count: int) -> None:
    """Write a file of different articles, about 3 KB each, one at a time."""
    chance = random.Random(0)
    words = [
        f"{chance.choice('bdfglmnprstv')}{chance.randbytes(3).hex()}" for _ in range(VOCABULARY)
    ]
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            paragraphs = [
                " ".join(
                    " ".join(chance.choices(words, k=WORDS)).capitalize() + "."
                    for _ in range(SENTENCES)
                )
                for _ in range(PARAGRAPHS)
            ]
            article = {
                "title": " ".join(chance.choices(words, k=6)).capitalize(),
                "text": "\n\n".join(paragraphs),
                "url": f"https://orla.test/{number}",
            }
            lines.write(json.dumps(article) + "\n")


def open_library(home: Path, backend: HashingBackend) -> Library:
    """Open the library that grows."""
    embedder = Embedder(fingerprint="hashing:1", load=lambda: backend, dimension=DIMENSION)
    folder = home / "libraries" / "big"
    return Library.open(folder, RetrievalOptions(), create=True, embedder=embedder)


def work(home: Path, file: Path, told: Connection) -> None:
    """Ingest the file, telling every so many articles what has been done; runs in a process."""
    backend = CountingBackend()
    outcomes: Counter[str] = Counter()
    stored = 0

    def tell() -> None:
        told.send((outcomes, backend.texts, stored, *memory_mb()))

    def on_outcome(outcome: ArticleOutcome) -> None:
        nonlocal stored
        outcomes[outcome.kind] += 1
        stored += outcome.passages
        if outcomes.total() % TOLD_EVERY == 0:
            tell()

    with open_library(home, backend) as library:
        ingest(library, [file], on_outcome=on_outcome)
    tell()


def memory_mb() -> tuple[int, int]:
    """Return the megabytes this process holds in memory now, and the most it ever held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    lines = dict(line.split(":", 1) for line in status.splitlines())
    now, most = (int(lines[name].split()[0]) // 1000 for name in ("VmRSS", "VmHWM"))
    return now, most


def run(home: Path, file: Path, kill_at: int | None) -> Part:
    """Ingest in a process of its own, killed once it has told of so many articles."""
    context = multiprocessing.get_context("spawn")
    hearing, telling = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(home, file, telling))
    part, started = Part(), time.perf_counter()
    process.start()
    telling.close()
    while True:
        try:
            part.outcomes, texts, part.stored, held, part.most = hearing.recv()
        except EOFError:
            break
        part.points.append((part.outcomes.total(), texts, held))
        print(f"\r{part.done} articles, {held} MB ", end="", file=sys.stderr)
        if kill_at is not None and part.done >= kill_at:
            process.kill()
            kill_at = None
    process.join()
    part.seconds = time.perf_counter() - started
    return part


def faults(home: Path, articles: int, first: Part, second: Part) -> list[str]:
    """Return what went wrong: articles missing, embedded twice, or parts that do not agree."""
    with open_library(home, HashingBackend()) as library:
        counts = library.catalog.counts()
        found = [finding.sentence for finding in check(library)]
    print(f"{counts.articles:,} articles, {counts.passages:,} passages in the end")
    if counts.articles != articles:
        found.append(f"{articles - counts.articles} articles are missing")
    if second.outcomes["unchanged"] < first.done:
        found.append("the second process did again what the first had reported as stored")
    if (embedded := second.points[-1][1]) != second.stored:
        found.append(f"{embedded - second.stored} passages were embedded again")
    return found


def show(name: str, part: Part) -> None:
    """Print what one process held at some points of its way."""
    print(f"\n{name}: {part.seconds:.0f} s, {dict(part.outcomes)}")
    step = max(len(part.points) // 8, 1)
    for done, texts, held in part.points[step - 1 :: step]:
        print(f"  {done:>7,} articles, {texts:>8,} texts embedded, {held:4} MB")
    print(f"  at most {part.most} MB")


def main() -> int:
    """Write, ingest, kill, resume, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=30_000)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="footnote-big-"))
    try:
        file = home / "articles.jsonl"
        write_articles(file, asked.articles)
        print(f"{asked.articles:,} articles, {file.stat().st_size / 1e6:.0f} MB")
        first = run(home, file, asked.articles // 2)
        show("killed at about the middle", first)
        second = run(home, file, None)
        show("resumed", second)
        found = faults(home, asked.articles, first, second)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print("\n".join(found) or "no fault")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
