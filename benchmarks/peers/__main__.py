"""Cold start, ingestion, questions, memory and quality of Footnote and its peers, in one run.

    python -m benchmarks.peers --work /tmp/peers

Every system has an environment of its own under `--work` (made at the first run, some minutes) and
every measurement a process of its own. All are given the same passages. Ingestion is measured on
the first articles, each system embedding them itself with all-MiniLM-L6-v2; quality on all of
them, where the peers' indexes are built from vectors of the same model made once. Systems take
turns in every round; what is printed are medians, wall-clock and (in brackets) processor time.
"""

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.environments import ENVIRONMENTS
from benchmarks.peers.passages import MODEL, prepare
from evaluation.normalisation import contains_answer
from retrieval.models import resolve
from retrieval.options import ModelOptions

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "realtimeqa-dev"
PEERS = ("langchain", "txtai", "llamaindex")
QUESTION = "Which continent will soon require a single common charging standard?"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the clock and of processors, and its peak of memory."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


@dataclass(slots=True)
class Figures:
    """What was measured of one system, round by round."""

    cold: list[Cost] = field(default_factory=list)
    ingest: list[tuple[Cost, float]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    cpu: float = 0.0
    megabytes: float = 0.0
    quality: tuple[float, ...] = ()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, default=Path("/tmp/footnote-peers"))
    parser.add_argument("--articles", type=Path, default=DATA / "articles.jsonl")
    parser.add_argument("--questions", type=Path, default=DATA / "questions.jsonl")
    parser.add_argument("--slice", type=int, default=40, help="articles ingested by every system")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args()
    run = Run(asked.work.absolute(), asked.articles.absolute(), asked.questions.absolute())
    for name, environment in ENVIRONMENTS.items():
        print(f"{name}: {environment.versions(run.environments)}")
    figures = {name: Figures() for name in ("footnote", "words", *PEERS)}
    run.build()
    for _ in range(asked.rounds):
        for name in ("footnote", *PEERS):
            figures[name].cold.append(run.cold(name))
    for _ in range(asked.rounds):
        for name in ("footnote", *PEERS):
            figures[name].ingest.append(run.ingest(name, asked.slice))
    for name, found in figures.items():
        run.ask_all(name, found)
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps(summary(figures), indent=1), encoding="utf-8")
    return 0


class Run:
    """The processes of one run over one folder of work."""

    def __init__(self, work: Path, articles: Path, questions: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self.work, self.articles, self.questions = work, articles, questions
        self.environments = work / "environments"
        self.passages = prepare(work, articles)
        self.model = str(resolve(MODEL, ModelOptions()).folder)
        lines = self.passages.read_text(encoding="utf-8").splitlines()
        self.rows: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def build(self) -> None:
        """Build every peer's index of all passages, unless it is there."""
        vectors = str(self.work / "vectors.npy")
        for name in PEERS:
            if not self._store(name).exists():
                self._child(name, "build", "--passages", str(self.passages), "--vectors", vectors)

    def cold(self, name: str) -> Cost:
        """Return what one question costs from nothing."""
        if name != "footnote":
            return self._child(name, "ask", "--question", QUESTION)
        code = "from bot.cli import main; main()"
        command = ["-c", code, "--home", str(self.work), "--library", "real", "ask", QUESTION]
        return self._process(name, command)

    def ingest(self, name: str, articles: int) -> tuple[Cost, float]:
        """Return what it costs to index the first articles, and the passages a second of it."""
        some = self.work / "slice.jsonl"
        with self.articles.open(encoding="utf-8") as lines:
            some.write_text("".join(itertools.islice(lines, articles)), encoding="utf-8")
        names = list(dict.fromkeys(row["article"] for row in self.rows))[:articles]
        first = sum(row["article"] in names for row in self.rows)
        store = self.work / "ingested"
        shutil.rmtree(store, ignore_errors=True)
        files = ["--passages", str(self.passages), "--articles", str(some), "--first", str(first)]
        cost = self._child(name, "ingest", *files, store=store)
        told = json.loads(cost.output)
        return cost, told["passages"] / told["seconds"]

    def ask_all(self, name: str, figures: Figures) -> None:
        """Ask all questions of one process, and judge what it found."""
        cost = self._child(name, "questions", "--questions", str(self.questions))
        told = json.loads(cost.output)
        figures.milliseconds, figures.cpu = told["milliseconds"], told["cpu"]
        figures.megabytes = cost.megabytes
        texts = {row["id"]: row["text"] for row in self.rows}
        lines = self.questions.read_text(encoding="utf-8").splitlines()
        answers = [json.loads(line)["answers"] for line in lines]
        ranks = [
            next((i for i, one in enumerate(ids, 1) if contains_answer(texts[one], gold)), 0)
            for ids, gold in zip(told["ids"], answers, strict=True)
        ]
        reciprocal = statistics.mean(1 / rank if rank else 0 for rank in ranks)
        hits = [statistics.mean(0 < rank <= depth for rank in ranks) for depth in (1, 5, 10)]
        figures.quality = (reciprocal, *hits)

    def _store(self, name: str) -> Path:
        return self.work if name in {"footnote", "words"} else self.work / "stores" / name

    def _child(self, name: str, action: str, *arguments: str, store: Path | None = None) -> Cost:
        place = store or self._store(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        command = ["-m", "benchmarks.peers.child", name, action, "--model", self.model]
        return self._process(name, [*command, "--store", str(place), *arguments])

    def _process(self, name: str, command: Sequence[str]) -> Cost:
        python = ENVIRONMENTS.get(name, ENVIRONMENTS["footnote"]).python(self.environments)
        quiet = {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(python), *command], cwd=ROOT, env={**os.environ, **quiet},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        output = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{name} failed: {' '.join(command)}")
        last = output.strip().splitlines()[-1]
        return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, last)


def summary(figures: dict[str, Figures]) -> dict[str, dict[str, Any]]:
    """Return medians by system."""
    found: dict[str, dict[str, Any]] = {}
    for name, one in figures.items():
        p50, p95 = np.percentile(one.milliseconds, (50, 95))
        row: dict[str, Any] = {"p50": p50, "p95": p95, "cpu": one.cpu, "memory": one.megabytes}
        row["quality"] = one.quality
        if one.cold:
            row["cold"] = statistics.median(cost.seconds for cost in one.cold)
            row["cold cpu"] = statistics.median(cost.cpu for cost in one.cold)
            row["cold memory"] = max(cost.megabytes for cost in one.cold)
            row["ingest"] = statistics.median(rate for _, rate in one.ingest)
            row["ingest memory"] = max(cost.megabytes for cost, _ in one.ingest)
            pairs = zip(one.ingest, figures["footnote"].ingest, strict=True)
            row["ingest ratio"] = statistics.median(ours / rate for (_, rate), (_, ours) in pairs)
            colds = zip(one.cold, figures["footnote"].cold, strict=True)
            row["cold ratio"] = statistics.median(mine.seconds / our.seconds for mine, our in colds)
        found[name] = row
    return found


def table(figures: dict[str, Figures]) -> str:
    """Return the medians as Markdown."""
    lines = [
        "| system | cold question | MB | ingested a second | MB | question p50 / p95 | MB "
        "| MRR@10 | hit@1 | hit@5 | hit@10 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in summary(figures).items():
        cells = ["", "", "", ""]
        if "cold" in row:
            cells = [
                f"{row['cold']:.1f} s ({row['cold cpu']:.1f}), {row['cold ratio']:.1f} ×",
                f"{row['cold memory']:.0f}",
                f"{row['ingest']:.1f}, 1 / {row['ingest ratio']:.2f}",
                f"{row['ingest memory']:.0f}",
            ]
        latency = f"{row['p50']:.0f} / {row['p95']:.0f} ms (cpu {row['cpu']:.0f})"
        cells += [latency, f"{row['memory']:.0f}", *(f"{value:.3f}" for value in row["quality"])]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
