"""Whether a passage that holds a gold answer is among the first k."""

from collections.abc import Callable

from evaluation.record import Record


def hit_at(depth: int) -> Callable[[Record], float | None]:
    """Return the metric at a depth; it applies to answerable questions."""

    def hit(record: Record) -> float | None:
        if not record.answerable:
            return None
        return float(any(rank <= depth for rank in record.gold_ranks))

    return hit
