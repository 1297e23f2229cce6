"""Quality and latency of warm answers, for several ways to rerank and to choose sentences.

    python -m benchmarks.warm_answers --home /tmp/ablation

Every question is answered in each way, one way after the other, so that a busy moment of the
machine strikes all alike; no way gains from what another has read. Processor time is what both
threads used, and steadier than the clock on a machine with other work. Prints Markdown; `--json`
keeps what `benchmarks.plots` draws.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import keep
from footnote.evaluation.fixtures import Fixture, read_fixtures
from footnote.evaluation.metrics import contains_answer
from footnote.retrieval import Footnote, RetrievalOptions
from footnote.retrieval.options import AnsweringOptions, RerankingOptions
from footnote.retrieval.question import Question

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev"
DEPTH = 10
ALL = 100.0
"""A logit no passage reaches: every candidate is read."""

_RERANKING, _ANSWERING = RerankingOptions(), AnsweringOptions()

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Way:
    """A name and the options that make it."""

    name: str
    reranking: RerankingOptions = _RERANKING
    answering: AnsweringOptions = _ANSWERING

    def options(self, base: RetrievalOptions) -> RetrievalOptions:
        """Return the options of a whole library."""
        return base.model_copy(update={"reranking": self.reranking, "answering": self.answering})


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way gave: a value a question in each array."""

    way: Way
    milliseconds: Values
    processor: Values
    reciprocal: Values
    right: Values


def ways() -> list[Way]:
    """Return the ways that are set side by side, the shipped one first."""
    every_sentence = AnsweringOptions(sentence_reads=200)
    whole = RerankingOptions(window=8000, wide_reads=0, certain=ALL)
    return [
        Way("as shipped"),
        Way("every candidate read", RerankingOptions(certain=ALL)),
        Way("windows of 200 only", RerankingOptions(window=200, wide_reads=0)),
        Way("windows of 400 only", RerankingOptions(wide_reads=0)),
        Way("10 candidates", RerankingOptions(candidates=10)),
        Way("30 candidates", RerankingOptions(candidates=30)),
        Way("every sentence read", answering=every_sentence),
        Way("20 read whole, every sentence", whole, every_sentence),
    ]


def measure(
    footnote: Footnote, fixtures: Sequence[Fixture], chosen: Sequence[Way]
) -> list[Measured]:
    """Answer every question in every way."""
    opened = [Footnote(footnote.library, way.options(footnote.options)) for way in chosen]
    for each in opened:
        each.warm_up()
    values = np.zeros((len(chosen), len(fixtures), 4))
    for column, fixture in enumerate(fixtures):
        print(f"\r{column + 1}/{len(fixtures)}", end="", flush=True)
        # Whoever comes first finds the disk's cache cold: everybody is first equally often.
        for turn in range(len(chosen)):
            row = (column + turn) % len(chosen)
            values[row, column] = _answered(opened[row], fixture)
    print("\r", end="")
    return [
        Measured(way, *(values[row, :, part] for part in range(4)))
        for row, way in enumerate(chosen)
    ]


def _answered(footnote: Footnote, fixture: Fixture) -> tuple[float, float, float, float]:
    question = Question(fixture.question, as_of=fixture.asked or date.max)
    clock, processor = time.perf_counter(), time.process_time()
    answer = footnote.ask(question)
    took = (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000
    holding = [contains_answer(hit.passage.text, fixture.answers) for hit in answer.passages]
    rank = holding[:DEPTH].index(True) + 1 if any(holding[:DEPTH]) else 0
    right = answer.status == "answered" and contains_answer(answer.text, fixture.answers)
    return (*took, 1 / rank if rank else 0.0, float(right))


def line(measured: Measured) -> str:
    """Return one row of the table."""
    clock, processor = (
        np.percentile(values, (50, 95)) for values in (measured.milliseconds, measured.processor)
    )
    found = (measured.reciprocal > 0).mean()
    return (
        f"| {measured.way.name} | {measured.reciprocal.mean():.3f} | {found:.3f} | "
        f"{measured.right.mean():.3f} | {clock[0]:.0f} | {clock[1]:.0f} | "
        f"{processor[0]:.0f} | {processor[1]:.0f} |"
    )


def as_json(measured: Measured) -> dict[str, object]:
    """Return what a way gave, question by question, rounded to what can be told apart."""
    return {
        "name": measured.way.name,
        "milliseconds": measured.milliseconds.round(1).tolist(),
        "processor": measured.processor.round(1).tolist(),
        "reciprocal": measured.reciprocal.round(4).tolist(),
        "right": measured.right.tolist(),
    }


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--every", type=int, default=1, help="take every n-th question only")
    parser.add_argument("--only", nargs="*", help="names of the ways to measure")
    parser.add_argument("--json", type=Path, help="write every question's figures here")
    arguments = parser.parse_args()
    fixtures = read_fixtures(arguments.data / "questions.jsonl")[:: arguments.every]
    chosen = [way for way in ways() if not arguments.only or way.name in arguments.only]
    with Footnote.open(arguments.home, create=True) as footnote:
        if not footnote.articles():
            footnote.ingest([arguments.data / "articles.jsonl"])
        results = measure(footnote, fixtures, chosen)
    print(f"{len(fixtures)} questions\n")
    print("| | MRR@10 | hit@10 | right answers | p50 ms | p95 ms | processor p50 | p95 |")
    print(f"| --- |{' --- |' * 7}")
    for each in results:
        print(line(each))
    if arguments.json:
        rows = ",\n".join(json.dumps(as_json(each)) for each in results)
        keep(arguments.json, f"[{rows}]\n")


if __name__ == "__main__":
    main()
