"""One to thirty-two askers in one process: answers a second, waiting, and the event loop's lag.

    python -m benchmarks.concurrency --home ~/.footnote --askers 1 2 4 8 16 32

Every asker takes the next question from one list and reads its answer through `chain.astream`,
until the list is done; every level begins with empty memories. Meanwhile a ticker on the same loop
wishes to run every five milliseconds: how much later it runs is the lag, which is what a chat
front end would feel. On a busy machine the operating system's own delays are part of it, so the
lag of an idle loop, with nobody asking, is measured first.
"""

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from retrieval import Footnote, Question

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev"
TICK_S = 0.005
IDLE_S = 5.0


@dataclass
class Level:
    """What one number of askers met with."""

    askers: int
    seconds: float = 0.0
    cpu: float = 0.0
    waited_ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return the figures as a row of a Markdown table."""
        lag = f"{np.percentile(self.lags_ms, 99):.0f} | {max(self.lags_ms):.0f}"
        if not self.waited_ms:
            return f"| nobody | | | | | {lag} |"
        p50, p95 = np.percentile(self.waited_ms, (50, 95))
        rate = len(self.waited_ms) / self.seconds
        cpu = self.cpu / len(self.waited_ms)
        return f"| {self.askers} | {rate:.2f} | {p50:.0f} | {p95:.0f} | {cpu:.2f} | {lag} |"


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


async def measure(footnote: Footnote, questions: list[Question], askers: int) -> Level:
    """Return the figures of one number of askers; none measures the idle loop."""
    level = Level(askers)
    ticker = asyncio.create_task(tick(level))
    started, cpu = time.perf_counter(), time.process_time()
    if askers:
        waiting = list(questions)
        await asyncio.gather(*(ask(footnote, waiting, level) for _ in range(askers)))
    else:
        await asyncio.sleep(IDLE_S)
    level.seconds, level.cpu = time.perf_counter() - started, time.process_time() - cpu
    ticker.cancel()
    return level


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, default=Path("~/.footnote"))
    parser.add_argument("--library", default="default")
    parser.add_argument("--questions", type=Path, default=DATA / "questions.jsonl")
    parser.add_argument("--first", type=int, default=64, help="questions asked at every level")
    parser.add_argument("--askers", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    asked = parser.parse_args()
    lines = asked.questions.read_text(encoding="utf-8").splitlines()[: asked.first]
    records = [json.loads(line) for line in lines]
    questions = [Question(r["question"], date.fromisoformat(r["asked"])) for r in records]
    print("| askers | answers/s | p50 ms | p95 ms | CPU s | loop lag 99 % ms | worst ms |")
    print("|---|---|---|---|---|---|---|")
    for askers in (0, *asked.askers):
        with Footnote.open(asked.home, asked.library) as footnote:
            footnote.warm_up()
            footnote.ask(Question("Is it warm?", date.max))
            print(asyncio.run(measure(footnote, questions, askers)).row(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
