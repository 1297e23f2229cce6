"""Questions of the reader's own set, asked of a library of all its articles.

    python -m benchmarks.own_questions --home /tmp/own --parts validation test
    python -m benchmarks.own_questions --home /tmp/own --parts train validation test --rows

The articles of `training/data` are one library, so that a question has to find its own.
Counted are answers whose quotes hold a gold answer, answers that hold none, refusals, and answered
near misses. `--rows` asks only what no words but those of a table's row answer. The reader was
trained on the part `train`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from footnote.evaluation.metrics import contains_answer
from footnote.retrieval import Footnote, Question

DATA = Path(__file__).parents[1] / "training" / "data"
PARTS = ("train", "validation", "test")
TODAY = date(2026, 11, 1)


def articles(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{part}.jsonl").read_text("utf-8").splitlines()]


def written(folder: Path) -> Path:
    """Write all articles as Markdown files, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        for each in articles(part):
            day = f"date: {each['published']}\n" if each["published"] else ""
            head = f"---\ntitle: {json.dumps(each['title'])}\n{day}---\n\n"
            file = folder / f"{part}-{each['id']}.md"
            file.write_text(head + each["text"], encoding="utf-8")
    return folder


def in_rows_alone(text: str, answers: Sequence[str]) -> bool:
    """Whether a gold answer stands in rows of the article and nowhere else."""
    rows = [line for line in text.split("\n") if line.startswith("|")]
    rest = "\n".join(line for line in text.split("\n") if not line.startswith("|"))
    held = any(answer in row for answer in answers for row in rows)
    return held and not any(answer in rest for answer in answers)


def asked(parts: Sequence[str], *, rows: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield questions with their gold answers, which near misses have none of."""
    for part in parts:
        for each in articles(part):
            for item in each["questions"]:
                answers = tuple(item["answers"])
                if not rows or in_rows_alone(each["text"], answers):
                    # Where a heading answers, the quote below it is shown with it.
                    yield item["question"], (*answers, *filter(None, [item.get("at")]))


def verdict(footnote: Footnote, question: str, answers: tuple[str, ...]) -> str:
    answer = footnote.ask(Question(question, TODAY))
    if answer.status != "answered":
        return "refused" if answers else "near miss refused"
    if not answers:
        return "near miss answered"
    shown = any(contains_answer(citation.quote, answers) for citation in answer.citations)
    return "gold shown" if shown else "beside"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="keeps the library between runs")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=["validation", "test"])
    parser.add_argument("--rows", action="store_true", help="only what rows alone answer")
    options = parser.parse_args()
    with Footnote.open(options.home / "home", "own", create=True) as footnote:
        footnote.ingest([written(options.home / "articles")])
        counts = Counter(
            verdict(footnote, *item) for item in asked(options.parts, rows=options.rows)
        )
    for name, count in sorted(counts.items()):
        print(f"{name:20} {count}")


if __name__ == "__main__":
    main()
