"""Quoting and refusal on XQuAD-en (CC BY-SA 4.0), read from ../shared.

Quoting: all 48 articles are indexed, nothing is refused, and a gold answer is looked for in the
first and the first three quoted sentences. Refusal: every second article is indexed, so that the
other half's questions cannot be answered; a threshold is calibrated on one half of the questions
and reported on the other.

    python -m benchmarks.xquad --questions 300
"""

import argparse
import json
import random
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from evaluation.aggregate import aggregate, intervals
from evaluation.calibration import calibrate
from evaluation.fixtures import Fixture
from evaluation.record import Record
from evaluation.runner import run
from retrieval import Filters, Footnote, RetrievalOptions
from retrieval.answering.refusal import DEFAULT_CALIBRATION
from retrieval.options import AnsweringOptions

DATA = Path(__file__).parents[2] / "shared" / "data" / "xquad" / "xquad.en.json"
TODAY = date(2026, 1, 1)
SEED = 7
NEVER = -1000.0


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


def refusal(count: int) -> None:
    articles, questions = load()
    dice = random.Random(SEED)
    inside = [fixture for number, fixture in questions if number % 2 == 0]
    outside = [
        replace(fixture, answers=(), answerable=False)
        for number, fixture in questions
        if number % 2 == 1
    ]
    half = count // 2
    chosen = dice.sample(inside, half) + dice.sample(outside, half)
    records = ask(articles[::2], chosen, "refusal")
    dice.shuffle(records)
    fitted, held = records[: len(records) // 2], records[len(records) // 2 :]
    found = calibrate(fitted, 0.05, source="xquad", made_on=TODAY)
    low, high = intervals(records)["refusal_auroc"]
    print(f"\nrefusal AUROC {aggregate(records)['refusal_auroc']:.4f} ({low:.4f} to {high:.4f})")
    for threshold in (-6.0, -4.0, -2.0, 0.0, DEFAULT_CALIBRATION.threshold, 4.0):
        print(f"threshold {threshold:5.2f}: {_shares(records, threshold)}")
    print(f"for 5 %, on the other half, {found.threshold:.2f}: " + _shares(held, found.threshold))


def _shares(records: list[Record], threshold: float) -> str:
    """Return which share of either kind of questions a threshold answers."""
    right = [record.score >= threshold for record in records if record.answerable]
    wrong = [record.score >= threshold for record in records if not record.answerable]
    return (
        f"answered {sum(right) / len(right):.3f} of {len(right)} answerable, "
        f"{sum(wrong) / len(wrong):.3f} of {len(wrong)} others"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--only", choices=("quoting", "refusal"))
    chosen = parser.parse_args()
    if chosen.only != "refusal":
        quoting(chosen.questions)
    if chosen.only != "quoting":
        refusal(chosen.questions)


if __name__ == "__main__":
    main()
