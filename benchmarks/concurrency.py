"""One to thirty-two askers in one process: answers a second, waiting, and the event loop's lag.

    python -m benchmarks.concurrency --home ~/.footnote --askers 1 2 4 8 16 32

Every asker takes the next question from one list and reads its answer through `chain.astream`,
until the list is done; every level begins with empty memories. Meanwhile a ticker on the same loop
wishes to run every five milliseconds: how much later it runs is the lag, which is what a chat
front end would feel. The operating system's own delays are part of it, so a ticker in a process of
its own, which shares nothing with the askers but the processors, is measured at the same time: what
the loop lags more is ours.
"""

import argparse
import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.figures import keep
from footnote.retrieval import Footnote, Question

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev"
TICK_S = 0.005
LATE_MS = 50.0
PERCENTILES = (99, 99.9, 100)
HEAD = "99 / 99.9 / 100 % (above 50)"
TICKER = f"""
import asyncio, json, sys, time, threading
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set())).start()
lags = []
async def tick():
    while not ended.is_set():
        due = time.perf_counter() + {TICK_S}
        await asyncio.sleep({TICK_S})
        lags.append((time.perf_counter() - due) * 1000)
asyncio.run(tick())
print(json.dumps(lags))
"""


@dataclass
class Level:
    """What one number of askers met with."""

    askers: int
    seconds: float = 0.0
    cpu: float = 0.0
    waited_ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)
    machine_ms: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return the figures by name."""
        found: dict[str, float] = {"askers": self.askers}
        if self.waited_ms:
            found["rate"] = len(self.waited_ms) / self.seconds
            found["p50"], found["p95"] = np.percentile(self.waited_ms, (50, 95))
            found["cpu"] = self.cpu / len(self.waited_ms)
        for name, lags in (("lag", self.lags_ms), ("machine", self.machine_ms)):
            for percent in PERCENTILES:
                found[f"{name} {percent}"] = float(np.percentile(lags, percent))
            found[f"{name} late"] = sum(lag > LATE_MS for lag in lags) / len(lags)
        return found


def row(figures: dict[str, float]) -> str:
    """Return the figures of one number of askers as a row of a Markdown table."""
    asked = [f"{figures['rate']:.2f}", f"{figures['p50']:.0f}", f"{figures['p95']:.0f}"]
    lags = [
        " / ".join(f"{figures[f'{name} {percent}']:.0f}" for percent in PERCENTILES)
        + f" ({figures[f'{name} late']:.2%})"
        for name in ("lag", "machine")
    ]
    cells = [f"{figures['askers']:.0f}", *asked, f"{figures['cpu']:.2f}", *lags]
    return "| " + " | ".join(cells) + " |"


@contextmanager
def machine_ticker(level: Level) -> Iterator[None]:
    """Have another process note how late the machine lets it run, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", TICKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield
    finally:
        told, _ = process.communicate("")
        level.machine_ms = json.loads(told)


async def tick(level: Level) -> None:
    """Note how late this loop lets a ticker run, until cancelled."""
    while True:
        due = time.perf_counter() + TICK_S
        await asyncio.sleep(TICK_S)
        level.lags_ms.append((time.perf_counter() - due) * 1000)


async def ask(footnote: Footnote, waiting: list[Question], level: Level) -> None:
    """Take questions and read their answers until there are none left."""
    while waiting:
        question = waiting.pop()
        started = time.perf_counter()
        first = True
        async for _ in footnote.chain.astream(question):
            if first:
                level.first_ms.append((time.perf_counter() - started) * 1000)
                first = False
        level.waited_ms.append((time.perf_counter() - started) * 1000)


async def measure(footnote: Footnote, questions: list[Question], level: Level) -> None:
    """Fill in what the askers of a level meet with."""
    ticker = asyncio.create_task(tick(level))
    started, cpu = time.perf_counter(), time.process_time()
    waiting = list(questions)
    await asyncio.gather(*(ask(footnote, waiting, level) for _ in range(level.askers)))
    level.seconds, level.cpu = time.perf_counter() - started, time.process_time() - cpu
    ticker.cancel()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, default=Path("~/.footnote"))
    parser.add_argument("--library", default="default")
    parser.add_argument("--questions", type=Path, default=DATA / "questions.jsonl")
    parser.add_argument("--first", type=int, default=64, help="questions asked at every level")
    parser.add_argument("--askers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args()
    lines = asked.questions.read_text(encoding="utf-8").splitlines()[: asked.first]
    records = [json.loads(line) for line in lines]
    questions = [Question(r["question"], date.fromisoformat(r["asked"])) for r in records]
    print(f"Lags: {HEAD}.", end="\n\n")
    print("| askers | answers/s | p50 ms | p95 ms | CPU s | loop's lag ms | machine's lag ms |")
    print("|---|---|---|---|---|---|---|")
    results = []
    for askers in asked.askers:
        with Footnote.open(asked.home, asked.library) as footnote:
            footnote.warm_up()
            footnote.ask(Question("Is it warm?", date.max))
            gc.collect()
            gc.freeze()  # as the Discord bot does once it is warm
            level = Level(askers)
            with machine_ticker(level):
                asyncio.run(measure(footnote, questions, level))
        results.append(level.figures())
        print(row(results[-1]), flush=True)
    if asked.json:
        keep(asked.json, json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
