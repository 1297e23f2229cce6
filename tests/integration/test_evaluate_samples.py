"""`footnote evaluate` on the samples: contract, gate, comparison, threshold; real models."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval.assembly import CALIBRATION_NOTE
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.library import Library

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
GATE = "hit@10=0.9,mrr@10=0.8,answer_recall=0.6,citation_recall=1,quote_fidelity=1"
QUESTIONS = 12


def evaluate(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return footnote(home, "evaluate", *arguments)


def footnote(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if "FOOTNOTE" not in name}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from footnote.bot.cli import main; main()",
            *arguments,
            "--home",
            str(home),
        ],
        cwd=ROOT,
        env={**environment, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluate") / "home"


@pytest.fixture(scope="module")
def report(home: Path) -> Path:
    return home.parent / "report"


@pytest.fixture(scope="module")
def gated(home: Path, report: Path) -> "subprocess.CompletedProcess[str]":
    return evaluate(
        home, "samples/fixtures.jsonl", "--articles", "samples/articles", "--json",
        "--limit", str(QUESTIONS), "--report", str(report), "--fail-under", GATE,
    )  # fmt: skip


def test_the_samples_stay_above_the_gate(gated: "subprocess.CompletedProcess[str]") -> None:
    assert gated.returncode == 0, gated.stderr


def test_a_script_gets_the_contracts_object(
    gated: "subprocess.CompletedProcess[str]", report: Path
) -> None:
    found: dict[str, Any] = json.loads(gated.stdout)
    assert list(found) == ["n", "metrics", "intervals", "by_question", "settings"]
    assert found["n"] == QUESTIONS
    assert found["metrics"].keys() >= {
        "hit@1", "hit@5", "hit@10", "mrr@10", "answer_recall", "answer_recall@1sentence",
        "exact_match", "f1", "citation_precision", "citation_recall", "quote_fidelity",
        "refusal_precision", "refusal_recall", "refusal_auroc", "false_answer_rate",
        "latency_p50_ms", "latency_p95_ms",
    }  # fmt: skip
    assert found["metrics"]["quote_fidelity"] == 1.0
    assert found["metrics"]["false_answer_rate"] is None, "all of these are answerable"
    low, high = found["intervals"]["mrr@10"]
    assert low <= found["metrics"]["mrr@10"] <= high
    assert Path(found["by_question"]) == report / "by_question.jsonl"
    assert found["settings"]["articles"] > 10


def test_the_report_holds_every_question_and_no_half_run(
    gated: "subprocess.CompletedProcess[str]", report: Path
) -> None:
    assert gated.returncode == 0, gated.stderr
    assert sorted(path.name for path in report.iterdir()) == [
        "by_question.jsonl", "index.html", "report.md", "result.json",
    ]  # fmt: skip
    assert (report / "index.html").read_text("utf-8").count("<details") == QUESTIONS


@pytest.fixture(scope="module")
def town(home: Path) -> Path:
    """A library of its own, of few articles."""
    done = footnote(
        home,
        "ingest",
        "samples/articles/ferry-aground.txt",
        "samples/articles/ferry-timetable.md",
    )
    assert done.returncode == 0, done.stderr
    return home


def test_a_broken_bound_and_lost_questions_are_named_for_ci(
    town: Path, gated: "subprocess.CompletedProcess[str]", report: Path
) -> None:
    assert gated.returncode == 0, gated.stderr
    done = evaluate(
        town, "samples/fixtures.jsonl", "--limit", "2", "--fail-under", "exact_match=0.9",
        "--compare", str(report / "result.json"),
    )  # fmt: skip
    assert done.returncode == 1
    assert "exact_match is 0.0000, below the 0.9 asked for." in " ".join(done.stderr.split())
    assert "hit@10: 1.000 against 1.000 (difference +0.000" in done.stdout
    assert "| quote_fidelity | 1.000 |" in done.stdout


def test_a_calibrated_threshold_stays_with_the_library(town: Path, tmp_path: Path) -> None:
    questions = tmp_path / "ferry.jsonl"
    asked = {"asked": "2023-06-15"}
    known = {"question": "How many passengers were on the Saint Orla?", "answers": ["43"]}
    unknown = {"question": "Who won the chess championship of Peru?", "answers": []}
    questions.write_text(
        json.dumps({"id": "known", **known, **asked})
        + "\n"
        + json.dumps({"id": "unknown", **unknown, **asked}),
        encoding="utf-8",
    )
    done = evaluate(town, str(questions), "--calibrate", "0", "--json")
    assert done.returncode == 0, done.stderr
    assert "Refusal threshold of the library default" in done.stderr
    assert json.loads(done.stdout)["metrics"]["refusal_auroc"] == 1.0
    with Library.open(town / "libraries" / "default", RetrievalOptions()) as library:
        note = json.loads(library.remembered(CALIBRATION_NOTE) or "{}")
    assert "1 answerable of which 1.000 are answered" in note["provenance"]
    assert "ferry.jsonl at 0% false answers" in note["provenance"]


def test_faulty_fixtures_and_unknown_metrics_are_refused_before_any_work(
    home: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "1", "question": "Who?", "anwsers": []}\n{"id"\n', encoding="utf-8")
    done = evaluate(home, str(broken))
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 1: unknown key `anwsers`; did you mean `answers`?" in done.stderr
    assert "line 2: is not a JSON object" in done.stderr
    done = evaluate(home, "samples/fixtures.jsonl", "--fail-under", "speed=9")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“speed=9” is none" in " ".join(done.stderr.split())
