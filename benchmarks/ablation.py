"""What each part of search and reranking is worth, on news questions with their dates.

    python -m benchmarks.ablation --home /tmp/ablation

The articles are ingested into a library under `--home` at the first run and kept for the next.
A hit is a ranked passage in which a gold answer stands. Two parameters of the date prior, its
weight in search and in reranking, were chosen by measurement: the last lines choose them anew
for every week of questions on the other weeks alone.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footnote.evaluation.fixtures import Fixture, read_fixtures
from footnote.evaluation.metrics import contains_answer
from footnote.evaluation.result import resampled_means
from footnote.retrieval import Footnote
from footnote.retrieval.answer import Hit
from footnote.retrieval.options import (
    EmbeddingOptions,
    RerankingOptions,
    RetrievalOptions,
    SearchOptions,
)
from footnote.retrieval.question import Question
from footnote.retrieval.reranking import CrossEncoder, Reranker
from footnote.retrieval.search import Searcher
from footnote.retrieval.search.recency import DatePrior

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev"
DEPTH = 10
COLUMNS = ("MRR@10", "hit@1", "hit@5", "hit@10")
SEARCH_WEIGHTS = (0.0, 2.0)
_ALL = 100.0
"""A logit no passage reaches: every candidate is read."""
RERANKING_WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0)

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to search, and to rerank unless that is left out."""

    name: str
    search: SearchOptions
    reranking: RerankingOptions | None = None


def _variants() -> list[Variant]:
    undated = SearchOptions(date_weight=0)
    vectors = SearchOptions(date_weight=0, dense_weight=20, lexical_candidates=1)
    whole = RerankingOptions(window=8000, wide_reads=0, certain=_ALL)
    windows = RerankingOptions(wide_reads=0, certain=_ALL)
    return [
        Variant(
            "words, without titles",
            undated.model_copy(update={"dense_weight": 0, "title_weight": 0}),
        ),
        Variant("words with titles", undated.model_copy(update={"dense_weight": 0})),
        Variant("vectors, and one passage by words", vectors),
        Variant("words and vectors", undated),
        Variant("… and dates", SearchOptions()),
        Variant(
            "reranked whole, no dates anywhere",
            undated,
            whole.model_copy(update={"date_weight": 0}),
        ),
        Variant("reranked whole", SearchOptions(), whole),
        Variant("reranked in windows", SearchOptions(), windows),
        Variant("… 3 again as a whole", SearchOptions(), RerankingOptions(certain=_ALL)),
        Variant("… until one is certain (as shipped)", SearchOptions(), RerankingOptions()),
        Variant("… without dates", undated, RerankingOptions(date_weight=0)),
        Variant("… 10 candidates", SearchOptions(), RerankingOptions(candidates=10)),
        Variant("… 30 candidates", SearchOptions(), RerankingOptions(candidates=30)),
    ]


def _grid() -> list[Variant]:
    return [
        Variant(
            f"{first:g} in search, {second:g} in reranking",
            SearchOptions(date_weight=first),
            RerankingOptions(date_weight=second),
        )
        for first, second in product(SEARCH_WEIGHTS, RERANKING_WEIGHTS)
    ]


def _score(hits: Sequence[Hit], fixture: Fixture) -> tuple[float, ...]:
    right = [contains_answer(hit.passage.text, fixture.answers) for hit in hits[:DEPTH]]
    rank = right.index(True) + 1 if any(right) else DEPTH + 1
    return (1 / rank if rank <= DEPTH else 0.0, rank <= 1, rank <= 5, rank <= DEPTH)


def _run(
    footnote: Footnote, fixtures: Sequence[Fixture], variants: Sequence[Variant]
) -> tuple[Scores, Scores]:
    """Return scores by variant, question and column, and the milliseconds as shipped."""
    encoder = CrossEncoder(footnote.options.reranking.model, footnote.options.models)
    scores = np.zeros((len(variants), len(fixtures), len(COLUMNS)))
    taken = []
    for column, fixture in enumerate(fixtures):
        question = Question(fixture.question, as_of=fixture.asked or date.max)
        started = time.perf_counter()
        footnote.search(question)
        taken.append((time.perf_counter() - started) * 1000)
        found: dict[SearchOptions, tuple[list[Hit], DatePrior]] = {}
        for row, variant in enumerate(variants):
            if variant.search not in found:
                searcher = Searcher(footnote.library, variant.search)
                found[variant.search] = searcher.search(question), searcher.prior(question)
            hits, prior = found[variant.search]
            if variant.reranking is not None:
                reranker = Reranker(encoder, variant.reranking, passages=DEPTH)
                hits = reranker.rerank(question, hits, prior)
            scores[row, column] = _score(hits, fixture)
    return scores, np.array(taken)


def _leave_one_week_out(scores: Scores, weeks: Sequence[str], grid: Sequence[Variant]) -> Scores:
    """Return the scores of each week under the weights that are best on the other weeks."""
    week = np.array(weeks)
    held_out = np.zeros(scores.shape[1:])
    for name in sorted(set(weeks)):
        inside = week == name
        others = scores[:, ~inside].mean(axis=1)
        best = int(np.argmax(others[:, 0] + others[:, -1]))
        held_out[inside] = scores[best, inside]
        figures = ", ".join(
            f"{column} {value:.3f}"
            for column, value in zip(COLUMNS, held_out[inside].mean(axis=0), strict=True)
        )
        print(f"- week {name} ({int(inside.sum())} questions): {grid[best].name}: {figures}")
    return held_out


def _line(name: str, scores: Scores) -> str:
    means = " | ".join(f"{value:.3f}" for value in scores.mean(axis=0))
    bounds = (
        "{:.3f} to {:.3f}".format(*np.percentile(resampled_means(scores[:, column]), (2.5, 97.5)))
        for column in (0, -1)
    )
    return f"| {name} | {means} | {' | '.join(bounds)} |"


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", default=EmbeddingOptions().model)
    parser.add_argument("--only-table", action="store_true", help="choose no weights anew")
    arguments = parser.parse_args()
    options = RetrievalOptions(embedding=EmbeddingOptions(model=arguments.model))
    fixtures = read_fixtures(arguments.data / "questions.jsonl")
    variants = _variants()
    grid = [] if arguments.only_table else _grid()
    with Footnote.open(arguments.home, options=options, create=True) as footnote:
        if not footnote.articles():
            footnote.ingest([arguments.data / "articles.jsonl"])
        footnote.warm_up()
        scores, taken = _run(footnote, fixtures, [*variants, *grid])
    print(f"{len(fixtures)} questions, {arguments.model}\n")
    print(f"| | {' | '.join(COLUMNS)} | MRR@10, 95 % | hit@10, 95 % |")
    print(f"| --- |{' --- |' * (len(COLUMNS) + 2)}")
    for variant, rows in zip(variants, scores, strict=False):
        print(_line(variant.name, rows))
    p50, p95 = np.percentile(taken, (50, 95))
    print(f"\nAs shipped, search and reranking take {p50:.0f} ms (p50), {p95:.0f} ms (p95).\n")
    if grid:
        weeks = [fixture.id.split("_")[0] for fixture in fixtures]
        held_out = _leave_one_week_out(scores[len(variants) :], weeks, grid)
        print("\n" + _line("each week with weights chosen on the others", held_out))


if __name__ == "__main__":
    main()
