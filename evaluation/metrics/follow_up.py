"""Whether follow-ups are understood: the same metrics over later turns of conversations alone."""

from collections.abc import Callable

from evaluation.record import Record


def in_follow_ups(metric: Callable[[Record], float | None]) -> Callable[[Record], float | None]:
    """Return a metric that applies to the second turn of a conversation and those after it."""

    def of_follow_ups(record: Record) -> float | None:
        return metric(record) if record.turn > 1 else None

    return of_follow_ups
