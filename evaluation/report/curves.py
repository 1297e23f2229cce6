"""The figures behind the report's plots."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from footnote.evaluation.metrics.matching import answer_recall
from footnote.evaluation.record import LOWEST_SCORE, Record
from footnote.retrieval.answering.expectation import expected_kind

Point = tuple[float, float]
DEPTHS = 10
STEPS = 60


def recall_by_depth(records: Sequence[Record]) -> list[Point]:
    """Return (depth, share of answerable questions with a gold passage that high)."""
    answerable = [record for record in records if record.answerable]
    if not answerable:
        return []
    return [
        (
            float(depth),
            sum(min(record.gold_ranks, default=99) <= depth for record in answerable)
            / len(answerable),
        )
        for depth in range(1, DEPTHS + 1)
    ]


def by_threshold(records: Sequence[Record]) -> tuple[list[Point], list[Point]]:
    """Return (threshold, share answered) of answerable and of unanswerable questions."""
    right = np.array([record.score for record in records if record.answerable])
    wrong = np.array([record.score for record in records if not record.answerable])
    # Questions without any evidence count at every threshold, but do not stretch the axis.
    shown = np.array([record.score for record in records if record.score > LOWEST_SCORE])
    if not len(shown):
        return [], []
    steps = np.linspace(shown.min() - 0.5, shown.max() + 0.5, STEPS)
    return tuple(  # type: ignore[return-value]
        [(float(step), float((side >= step).mean())) for step in steps] if len(side) else []
        for side in (right, wrong)
    )


def latency_distribution(records: Sequence[Record]) -> list[Point]:
    """Return (milliseconds, share of answers at most that late)."""
    times = sorted(record.latency_ms for record in records if record.error is None)
    return [(value, (number + 1) / len(times)) for number, value in enumerate(times)]


def by_group(records: Sequence[Record]) -> dict[str, list[tuple[str, int, float]]]:
    """Return (group, questions, answer recall) by the kind asked for and by month."""
    kinds: dict[str, list[float]] = defaultdict(list)
    months: dict[str, list[float]] = defaultdict(list)
    for record in records:
        value = answer_recall(record)
        if value is not None:
            kind = expected_kind(record.question)
            kinds[kind.value if kind else "other"].append(value)
            months[record.as_of.strftime("%Y-%m")].append(value)
    return {
        "Kind asked for": [(name, len(v), sum(v) / len(v)) for name, v in sorted(kinds.items())],
        "Month asked": [(name, len(v), sum(v) / len(v)) for name, v in sorted(months.items())],
    }
