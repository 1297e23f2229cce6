"""Answers and refusals in English, Spanish and Chinese, and across, on XQuAD (CC BY-SA 4.0).

XQuAD has the same questions and paragraphs in every language. Every second article is indexed, so
that half of the questions asked cannot be answered. `en-es` asks in English of Spanish articles.

    python -m benchmarks.languages --questions 200 --pairs en-en es-es zh-zh en-es

Columns: the right paragraph first and among three (of answerable questions); a gold answer in the
first and in three quoted sentences, nothing refused; how well the refusal's score tells answerable
questions from others (AUROC); and with the shipped threshold, what share of answerable questions
is answered and what share of the others is answered wrongly.
"""

import argparse
import json
import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean, median

from footnote.retrieval import Footnote, Question, RetrievalOptions
from footnote.retrieval.answer import Answer
from footnote.retrieval.answering.refusal import DEFAULT_CALIBRATION
from footnote.retrieval.options import AnsweringOptions, EmbeddingOptions, RerankingOptions

DATA = Path(__file__).parents[2] / "shared" / "data" / "xquad"
TODAY = date(2026, 1, 1)
SEED = 11
NEVER = -1000.0
AROUND = 12
COLUMNS = ("paragraph@1", "paragraph@3", "first", "three", "AUROC", "answered", "false", "ms")


@dataclass(frozen=True)
class Asked:
    """A question of XQuAD; `places` has the answer with a few letters before it, and after it.

    A passage may begin or end there.
    """

    article: int
    text: str
    gold: str
    places: tuple[str, str]


def load(language: str) -> tuple[list[str], list[Asked]]:
    articles, asked = [], []
    content = json.loads((DATA / f"xquad.{language}.json").read_text(encoding="utf-8"))
    for number, item in enumerate(content["data"]):
        articles.append("\n\n".join(paragraph["context"] for paragraph in item["paragraphs"]))
        for paragraph in item["paragraphs"]:
            for question in paragraph["qas"]:
                answer = question["answers"][0]
                gold, start = answer["text"], answer["answer_start"]
                before = paragraph["context"][max(start - AROUND, 0) : start + len(gold)]
                after = paragraph["context"][start : start + len(gold) + AROUND]
                places = (bare(before), bare(after))
                asked.append(Asked(number, question["question"], gold, places))
    return articles, asked


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def measure(
    asking: str, written: str, count: int, embedding: str, *, cross_encoder: bool
) -> dict[str, float]:
    articles, golds = load(written)
    questions = load(asking)[1]
    dice = random.Random(SEED)
    inside = [index for index, each in enumerate(golds) if each.article % 2 == 0]
    outside = [index for index, each in enumerate(golds) if each.article % 2 == 1]
    chosen = dice.sample(inside, count // 2) + dice.sample(outside, count // 2)
    options = RetrievalOptions(
        answering=AnsweringOptions(threshold=NEVER),
        embedding=EmbeddingOptions(model=embedding),
        reranking=RerankingOptions(languages="all" if cross_encoder else "english"),
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        lines = [{"title": f"{number}", "text": text} for number, text in enumerate(articles)][::2]
        source.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        with Footnote.open(Path(folder) / "home", options=options, create=True) as footnote:
            footnote.ingest([source])
            answers = []
            for done, index in enumerate(chosen, start=1):
                answers.append(footnote.ask(Question(questions[index].text, TODAY)))
                print(f"\r{asking}-{written} {done}/{count}", end="", flush=True)
    print("\r", end="")
    return figures(answers, [golds[index] for index in chosen], count // 2)


def figures(answers: Sequence[Answer], golds: Sequence[Asked], answerable: int) -> dict[str, float]:
    scores = [answer.evidence_score for answer in answers]
    passed = [score >= DEFAULT_CALIBRATION.threshold for score in scores]
    right = list(zip(answers[:answerable], golds[:answerable], strict=True))
    ranks = [rank(answer, gold) for answer, gold in right]
    found = [quotes_with_gold(answer, gold) for answer, gold in right]
    values = (
        mean(each < 1 for each in ranks),
        mean(each < 3 for each in ranks),
        mean(bool(each[:1]) and each[0] for each in found),
        mean(any(each[:3]) for each in found),
        auroc(scores[:answerable], scores[answerable:]),
        mean(passed[:answerable]),
        mean(passed[answerable:]),
        median(answer.timings_ms["total"] for answer in answers),
    )
    return dict(zip(COLUMNS, values, strict=True))


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often an answerable question scores above another, ties counting half."""
    return mean((one > other) + (one == other) / 2 for one in right for other in wrong)


def rank(answer: Answer, gold: Asked) -> int:
    """Return at which place, from 0, a passage with the answer in its own words stands."""
    for place, hit in enumerate(answer.passages):
        text = bare(hit.passage.text)
        if hit.article.title == str(gold.article) and any(part in text for part in gold.places):
            return place
    return len(answer.passages) + 100


def quotes_with_gold(answer: Answer, gold: Asked) -> list[bool]:
    return [bare(gold.gold) in bare(citation.quote) for citation in answer.citations]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--pairs", nargs="+", default=["en-en", "es-es", "zh-zh", "en-es"])
    parser.add_argument("--embedding", default="multilingual-e5-small")
    parser.add_argument("--cross-encoder", action="store_true", help="let it read all languages")
    chosen = parser.parse_args()
    print(f"{chosen.embedding}, {chosen.questions} questions each", flush=True)
    print(f"| question-article | {' | '.join(COLUMNS)} |\n|{' --- |' * (len(COLUMNS) + 1)}")
    for pair in chosen.pairs:
        row = measure(
            *pair.split("-"),
            chosen.questions,
            chosen.embedding,
            cross_encoder=chosen.cross_encoder,
        )
        shown = " | ".join(
            f"{value:.0f}" if name == "ms" else f"{value:.3f}" for name, value in row.items()
        )
        print(f"| {pair} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
