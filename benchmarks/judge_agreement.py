"""How far a judging model agrees with people who marked the same answers.

    python -m benchmarks.judge_agreement VERDICTS.jsonl --model PROVIDER:MODEL [--base-url URL]
    python -m benchmarks.judge_agreement VERDICTS.jsonl --marks MARKS.jsonl

VERDICTS has lines `{"id", "question", "gold", "answer", "verdict"}`. Given are the share of equal
marks and Cohen's kappa (1960), which leaves out what would agree by chance. MARKS (`{"id",
"mark"}`) takes the place of a model.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from footnote.evaluation.fixtures import Fixture
from footnote.evaluation.judge import MARKS, Judge
from footnote.prompts import load_prompt
from footnote.retrieval.answering.chat_model import ChatModel
from footnote.retrieval.options import GenerationOptions

SAME = {
    "correct": "correct",
    "defensible": "correct",
    "partial": "partly",
    "wrong_answer": "wrong",
    "beside": "wrong",
    "wrong_refusal": "refused",
    "right_refusal": "refused",
}
"""What people's verdicts are called by the judge."""


def agreement(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Return the share of equal marks, and Cohen's kappa."""
    equal = sum(one == other for one, other in pairs) / len(pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[mark] * others[mark] for mark in MARKS) / len(pairs) ** 2
    return equal, (equal - chance) / (1 - chance) if chance < 1 else 1.0


def marked_by(judge: Judge, verdicts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what a judge says of each answer."""
    found = {}
    for item in verdicts:
        fixture = Fixture(item["id"], item["question"], (item["gold"],), answerable=True)
        found[item["id"]] = judge.mark(fixture, item["answer"]).mark or "none"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verdicts", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--base-url")
    parser.add_argument("--marks", type=Path)
    arguments = parser.parse_args()
    verdicts = [json.loads(line) for line in arguments.verdicts.read_text("utf-8").splitlines()]
    if arguments.marks:
        lines = arguments.marks.read_text(encoding="utf-8").splitlines()
        marks = {item["id"]: item["mark"] for item in map(json.loads, lines)}
    else:
        options = GenerationOptions(model=arguments.model, base_url=arguments.base_url)
        judge = Judge(ChatModel(options), load_prompt("judge"), load_prompt("check"))
        marks = marked_by(judge, verdicts)
    pairs = [(SAME[item["verdict"]], marks[item["id"]]) for item in verdicts]
    equal, kappa = agreement(pairs)
    print(f"equal marks {equal:.2f}, kappa {kappa:.2f}, of {len(pairs)}")
    for (people, model), count in sorted(Counter(pairs).items()):
        print(f"  people {people:8} judge {model:8} {count}")


if __name__ == "__main__":
    main()
