"""Quoting and refusal on XQuAD-en (CC BY-SA 4.0), read from ../shared.

Quoting: all 48 articles are indexed, nothing is refused, and a gold answer is looked for in the
first and the first three quoted sentences. Refusal: every second article is indexed, so that the
other half's questions cannot be answered; a threshold is calibrated on one half of the questions
and reported on the other, for many random halves: one alone is mostly luck.

    python -m benchmarks.xquad --questions 300
"""

import argparse
import json
import random
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from footnote.evaluation.calibration import calibrate
from footnote.evaluation.fixtures import Fixture
from footnote.evaluation.record import Record
from footnote.evaluation.result import aggregate, intervals
from footnote.evaluation.runner import run
from footnote.retrieval import Filters, Footnote, RetrievalOptions
from footnote.retrieval.answering.refusal import DEFAULT_CALIBRATION
from footnote.retrieval.options import AnsweringOptions

DATA = Path(__file__).parents[2] / "shared" / "data" / "xquad" / "xquad.en.json"
TODAY = date(2026, 1, 1)
SEED = 7
NEVER = -1000.0
HALVES = 400


def load() -> tuple[list[dict[str, str]], list[tuple[int, Fixture]]]:
    articles, questions = [], []
    for number, item in enumerate(json.loads(DATA.read_text())["data"]):
        text = "\n\n".join(paragraph["context"] for paragraph in item["paragraphs"])
        articles.append({"title": item.get("title") or f"Article {number}", "text": text})
        for paragraph in item["paragraphs"]:
            for question in paragraph["qas"]:
                gold = tuple(answer["text"] for answer in question["answers"])
                fixture = Fixture(question["id"], question["question"], gold, answerable=True)
                questions.append((number, fixture))
    return articles, questions


def ask(articles: list[dict[str, str]], fixtures: list[Fixture], label: str) -> list[Record]:
    options = RetrievalOptions(answering=AnsweringOptions(threshold=NEVER))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("\n".join(json.dumps(article) for article in articles))
        with Footnote.open(Path(folder) / "home", options=options, create=True) as footnote:
            footnote.ingest([source])
            return run(
                footnote,
                fixtures,
                as_of=TODAY,
                filters=Filters(),
                on_progress=lambda done, total: print(f"\r{label} {done}/{total}", end=""),
            )


def quoting(count: int) -> None:
    articles, questions = load()
    chosen = random.Random(SEED).sample(questions, min(count, len(questions)))
    records = ask(articles, [fixture for _, fixture in chosen], "quoting")
    figures, bounds = aggregate(records), intervals(records)
    print()
    for name in ("hit@1", "answer_recall@1sentence", "answer_recall@3sentences", "quote_fidelity"):
        low, high = bounds[name]
        print(f"{name:28} {figures[name]:.3f} ({low:.3f} to {high:.3f})")
    quotes = [len(record.quotes) for record in records]
    print(f"{'quotes an answer':28} {sum(quotes) / len(quotes):.2f}")


def refusal(count: int, *, in_order: bool) -> None:
    articles, questions = load()
    dice = random.Random(SEED)
    inside = [fixture for number, fixture in questions if number % 2 == 0]
    outside = [
        replace(fixture, answers=(), answerable=False)
        for number, fixture in questions
        if number % 2 == 1
    ]
    half = count // 2
    if in_order:
        chosen = inside[:half] + outside[:half]
    else:
        chosen = dice.sample(inside, half) + dice.sample(outside, half)
    records = ask(articles[::2], chosen, "refusal")
    low, high = intervals(records)["refusal_auroc"]
    print(f"\nrefusal AUROC {aggregate(records)['refusal_auroc']:.4f} ({low:.4f} to {high:.4f})")
    for threshold in (-6.0, -4.0, -2.0, 0.0, DEFAULT_CALIBRATION.threshold, 4.0):
        right, wrong = _shares(records, threshold)
        print(f"threshold {threshold:5.2f}: answered {right:.3f}, others {wrong:.3f}")
    print(f"calibrated for 5 % on one half, on the other ({HALVES} random halves):")
    for name, shares in zip(("answered", "others"), _held_out(records, dice), strict=True):
        low, median, high = np.percentile(shares, [2.5, 50, 97.5])
        print(f"{name}: median {median:.3f}, mean {np.mean(shares):.3f}, {low:.3f} to {high:.3f}")


def _held_out(records: list[Record], dice: random.Random) -> tuple[list[float], list[float]]:
    """Return what is answered of either kind of questions that had no part in the threshold."""
    shares = []
    for _ in range(HALVES):
        dice.shuffle(records)
        fitted, held = records[: len(records) // 2], records[len(records) // 2 :]
        found = calibrate(fitted, 0.05, source="xquad", made_on=TODAY)
        shares.append(_shares(held, found.threshold))
    return [right for right, _ in shares], [wrong for _, wrong in shares]


def _shares(records: list[Record], threshold: float) -> tuple[float, float]:
    """Return which share a threshold answers of the answerable questions and of the others."""
    right = [record.score >= threshold for record in records if record.answerable]
    wrong = [record.score >= threshold for record in records if not record.answerable]
    return sum(right) / len(right), sum(wrong) / len(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--only", choices=("quoting", "refusal"))
    parser.add_argument(
        "--in-order",
        action="store_true",
        help="refusal: the first questions of the file instead of random ones",
    )
    chosen = parser.parse_args()
    if chosen.only != "refusal":
        quoting(chosen.questions)
    if chosen.only != "quoting":
        refusal(chosen.questions, in_order=chosen.in_order)


if __name__ == "__main__":
    main()
