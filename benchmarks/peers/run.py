"""The processes of a run: one system doing one thing, its time and memory taken from outside."""

import itertools
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.environments import ENVIRONMENTS
from benchmarks.peers.passages import Prepared
from benchmarks.peers.systems import LIBRARY, PEERS_MODEL
from benchmarks.processes import measured
from footnote.evaluation.metrics import contains_answer
from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions

ROOT = Path(__file__).parents[2]
PEERS = ("langchain", "txtai", "llamaindex")
OURS = ("footnote", "footnote-minilm", "words")
QUESTION = "Which continent will soon require a single common charging standard?"

Figures = dict[str, float]
"""What a process took: `seconds` on the clock, `cpu` seconds, `megabytes` at most, and more."""


class Run:
    """The processes of one run over one folder of work."""

    def __init__(self, prepared: Prepared, articles: Path, questions: Path) -> None:
        self.prepared, self.articles, self.questions = prepared, articles, questions
        self.work = prepared.work
        self.environments = self.work / "environments"
        self.model = str(resolve(PEERS_MODEL, ModelOptions()).folder)
        lines = prepared.passages.read_text(encoding="utf-8").splitlines()
        self.rows: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def build(self) -> None:
        """Build every peer's index of all passages, unless it is there."""
        files = ["--passages", str(self.prepared.passages), "--vectors", str(self.prepared.vectors)]
        for name in PEERS:
            if not self._store(name).exists():
                self._child(name, "build", *files)

    def cold(self, name: str) -> Figures:
        """Return what one question costs from nothing."""
        if name != "footnote":
            return self._child(name, "ask", "--question", QUESTION)[0]
        code = "from footnote.bot.cli import main; main()"
        home = ["--home", str(self._store(name)), "--library", LIBRARY]
        return self._process(name, ["-c", code, *home, "ask", QUESTION])[0]

    def ingest(self, name: str, articles: int) -> Figures:
        """Return what it costs to index the first articles, and the passages a second of it."""
        some = self.work / "slice.jsonl"
        with self.articles.open(encoding="utf-8") as lines:
            some.write_text("".join(itertools.islice(lines, articles)), encoding="utf-8")
        names = list(dict.fromkeys(row["article"] for row in self.rows))[:articles]
        first = sum(row["article"] in names for row in self.rows)
        store = self.work / "ingested"
        shutil.rmtree(store, ignore_errors=True)
        files = ["--passages", str(self.prepared.passages), "--articles", str(some)]
        figures, told = self._child(name, "ingest", *files, "--first", str(first), store=store)
        return {**figures, "rate": told["passages"] / told["seconds"]}

    def ask_all(self, name: str) -> tuple[Figures, list[list[int]]]:
        """Ask all questions of one process; return its figures and, a question, the gold ranks."""
        figures, told = self._child(name, "questions", "--questions", str(self.questions))
        p50, p95 = np.percentile(told["milliseconds"], (50, 95))
        texts = {row["id"]: row["text"] for row in self.rows}
        lines = self.questions.read_text(encoding="utf-8").splitlines()
        answers = [json.loads(line)["answers"] for line in lines]
        ranks = [
            [rank for rank, one in enumerate(ids, 1) if contains_answer(texts[one], gold)]
            for ids, gold in zip(told["ids"], answers, strict=True)
        ]
        asked = {"p50": float(p50), "p95": float(p95), "cpu": told["cpu"]}
        return {**figures, **asked}, ranks

    def _store(self, name: str) -> Path:
        if name == "footnote-minilm":
            return self.prepared.minilm
        return self.work if name in OURS else self.work / "stores" / name

    def _child(
        self, name: str, action: str, *arguments: str, store: Path | None = None
    ) -> tuple[Figures, dict[str, Any]]:
        place = store or self._store(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        command = ["-m", "benchmarks.peers.child", name, action, "--model", self.model]
        figures, output = self._process(name, [*command, "--store", str(place), *arguments])
        told: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
        return figures, told

    def _process(self, name: str, command: Sequence[str]) -> tuple[Figures, str]:
        python = ENVIRONMENTS.get(name, ENVIRONMENTS["footnote"]).python(self.environments)
        quiet = {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
        cost, output = measured([str(python), *command], cwd=ROOT, environment=quiet)
        return cost._asdict(), output
