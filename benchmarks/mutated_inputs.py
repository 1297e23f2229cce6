"""Give every reader thousands of damaged files, and look for tracebacks, hangs and greed.

    python -m benchmarks.mutated_inputs --inputs 10000

Each file is read, cleaned and cut into passages in a process that may have 1 GB of memory. What it
may do is yield pages or refuse with a sentence (`InputError`). Anything else is a fault: another
error, more than 10 s of processor time (or a minute of waiting), a process that dies or runs out of
memory. Inputs that lead to a fault are kept in the folder given with `--keep`. The same seed makes
the same inputs.
"""

import argparse
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.mutations import mutated
from benchmarks.seed_files import seed_files

MEMORY = 1024**3
PROCESSOR_SECONDS = 10.0
WAIT_SECONDS = 60.0
"""On a busy machine a file may wait for its turn; what it may not do is work that long."""

START_SECONDS = 120.0


@dataclass(frozen=True)
class Outcome:
    """What became of one input; `seconds` of processor time, `memory` the peak so far in bytes."""

    pages: int = 0
    refused: int = 0
    seconds: float = 0.0
    memory: int = 0
    fault: str = ""


@dataclass
class Tally:
    """What became of the inputs of one kind of file."""

    inputs: int = 0
    pages: int = 0
    refused: int = 0
    slowest: float = 0.0
    memory: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.inputs += 1
        self.pages += outcome.pages
        self.refused += outcome.refused
        self.slowest = max(self.slowest, outcome.seconds)
        self.memory = max(self.memory, outcome.memory)
        if outcome.fault:
            self.faults.append(outcome.fault)


def _take(path: Path) -> tuple[int, int]:
    """Return how many pages and how many refusals a file gave, all pages cut into passages."""
    from footnote.retrieval import readers
    from footnote.retrieval.cleaning import clean
    from footnote.retrieval.errors import InputError
    from footnote.retrieval.ingesting.chunking import chunk
    from footnote.retrieval.options import ChunkingOptions

    pages = refusals = 0
    for page in readers.read(path):
        if isinstance(page, InputError):
            refusals += 1
            continue
        try:
            article = clean(page)
        except InputError:
            refusals += 1
            continue
        for passage in chunk(article, ChunkingOptions()):
            assert article.text[passage.start : passage.end] == passage.text
        pages += 1
    return pages, refusals


def _work(connection: Connection) -> None:
    """Take files named by the other side until it hangs up; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    connection.send("ready")
    while True:
        try:
            path = Path(connection.recv())
        except EOFError:
            return
        fault = ""
        counts = (0, 0)
        # When it runs out, the system ends the process, whatever library it is in.
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
        started = time.process_time()
        try:
            counts = _take(path)
        except BaseException:  # noqa: BLE001 - finding them is what this is for
            fault = traceback.format_exc(limit=-8)
        seconds = time.process_time() - started
        signal.setitimer(signal.ITIMER_PROF, 0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        connection.send(Outcome(*counts, seconds, peak, fault))


class Reading:
    """A process that reads files, replaced when it hangs or dies."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._start()

    def _start(self) -> None:
        self._connection, other = self._context.Pipe()
        self._process = self._context.Process(target=_work, args=(other,), daemon=True)
        self._process.start()
        other.close()
        if not self._connection.poll(START_SECONDS):
            raise RuntimeError("the reading process does not start")
        self._connection.recv()

    def read(self, path: Path) -> Outcome:
        """Return what became of a file."""
        self._connection.send(str(path))
        try:
            if self._connection.poll(WAIT_SECONDS):
                return self._connection.recv()  # type: ignore[no-any-return]
            fault = f"no answer after {WAIT_SECONDS:.0f} s"
        except (EOFError, ConnectionResetError):
            self._process.join()
            late = self._process.exitcode == -signal.SIGPROF
            fault = f"more than {PROCESSOR_SECONDS:.0f} s" if late else "the process died"
        self.close()
        self._start()
        return Outcome(fault=fault)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def run(inputs: int, seed: int, keep: Path | None, kinds: Sequence[str] = ()) -> dict[str, Tally]:
    """Return what became of `inputs` damaged files, the kinds taking turns."""
    seeds = seed_files()
    endings = sorted(kinds or seeds)
    tallies: dict[str, Tally] = defaultdict(Tally)
    reading = Reading()
    with tempfile.TemporaryDirectory() as folder:
        for ending in endings:  # the libraries load here, outside of the timing
            warm = Path(folder) / f"sound{ending}"
            warm.write_bytes(seeds[ending][0])
            reading.read(warm)
        for number in range(inputs):
            ending = endings[number % len(endings)]
            chance = random.Random(f"{seed} {number}")
            content = mutated(chance.choice(seeds[ending]), seeds[ending], chance)
            path = Path(folder) / f"input{ending}"
            path.write_bytes(content)
            outcome = reading.read(path)
            tally = tallies[ending]
            tally.add(outcome)
            if outcome.fault and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{number}{ending}").write_bytes(content)
                (keep / f"{number}{ending}.fault").write_text(outcome.fault)
    reading.close()
    return dict(tallies)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path)
    options.add_argument("--kinds", nargs="*", default=(), help="file endings, such as .pdf")
    given = options.parse_args()
    tallies = run(given.inputs, given.seed, given.keep, given.kinds)
    print(
        f"{'kind':11}{'inputs':>8}{'pages':>8}{'refused':>9}{'slowest s':>11}{'MB':>6}{'faults':>8}"
    )
    for ending, tally in tallies.items():
        print(
            f"{ending:11}{tally.inputs:8}{tally.pages:8}{tally.refused:9}{tally.slowest:11.2f}"
            f"{tally.memory // 1024**2:6}{len(tally.faults):8}"
        )
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    for fault in dict.fromkeys(faults):
        print(f"\n{fault}")
    print(f"{sum(tally.inputs for tally in tallies.values())} inputs, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
