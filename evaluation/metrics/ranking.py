"""Where the first passage that holds a gold answer ranks."""

from collections.abc import Callable

from footnote.evaluation.record import Record


def hit_at(depth: int) -> Callable[[Record], float | None]:
    """Return the metric at a depth; it applies to answerable questions."""

    def hit(record: Record) -> float | None:
        if not record.answerable:
            return None
        return float(any(rank <= depth for rank in record.gold_ranks))

    return hit


def reciprocal_rank_at(depth: int) -> Callable[[Record], float | None]:
    """Return the metric cut at a depth (0 beyond it); it applies to answerable questions."""

    def reciprocal_rank(record: Record) -> float | None:
        if not record.answerable:
            return None
        first = min(record.gold_ranks, default=depth + 1)
        return 1.0 / first if first <= depth else 0.0

    return reciprocal_rank
