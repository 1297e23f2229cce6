"""The same articles embedded by one process and by Ray's workers: speed, and what came of it.

    python -m benchmarks.ray_workers ../shared/data/realtimeqa-dev/articles.jsonl MORE.jsonl

Each way is the command `footnote ingest` in a home of its own. In the last one a worker is killed
(SIGKILL) in the middle. Libraries are the same where every id, hash, passage and vector is. The
seconds are those of the whole command, the start of Python and Ray included.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.ingested import first_worker, kept


@dataclass(frozen=True, slots=True)
class Way:
    """Who embeds: so many workers of Ray's, none for the process itself."""

    name: str
    workers: int
    kill_at: float = 0.0
    """Seconds after the first worker is there; 0 for never."""


def main() -> None:
    """Ingest in every way, and compare what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--kill-at", type=float, default=60.0)
    arguments = parser.parse_args()
    ways = [Way("one process", 0)]
    ways += [Way(f"{count} of Ray's workers", count) for count in arguments.workers]
    most = max(arguments.workers)
    ways.append(Way(f"{most}, one of them killed", most, arguments.kill_at))
    expected = None
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            seconds = _ingest(way, Path(folder), arguments.sources)
            count, content = _content(Path(folder))
        expected = expected or content
        same = "the same library" if content == expected else "ANOTHER library"
        print(
            f"{way.name}: {count} passages in {seconds:.0f} s, {count / seconds:.0f} a second, "
            f"{same} ({content[:16]})",
            flush=True,
        )


def _ingest(way: Way, home: Path, sources: Sequence[Path]) -> float:
    command = [
        "-c",
        "from footnote.bot.cli import main; main()",
        "--home",
        str(home),
        "ingest",
        *map(str, sources),
        "--json",
    ]
    if way.workers:
        command += ["--workers", str(way.workers)]
    started = time.perf_counter()
    running = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    if way.kill_at:
        victim = first_worker(running)
        time.sleep(way.kill_at)
        os.kill(victim, signal.SIGKILL)
        print(f"killed {victim} after {time.perf_counter() - started:.0f} s", flush=True)
    if running.wait():
        raise SystemExit(f"footnote ingest ended with status {running.returncode}")
    return time.perf_counter() - started


def _content(home: Path) -> tuple[int, str]:
    """Return how many passages there are, and a SHA-256 of everything kept of the articles."""
    digest, count = hashlib.sha256(), 0
    for article, passages, vectors in kept(home):
        count += len(passages)
        digest.update(repr((article, passages)).encode())
        digest.update(repr(vectors).encode())
    return count, digest.hexdigest()


if __name__ == "__main__":
    main()
