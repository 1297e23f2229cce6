"""What a judge says of the answers."""

from collections.abc import Callable

from evaluation.record import Record


def marked(mark: str) -> Callable[[Record], float | None]:
    """Return the metric of the share of answers with a mark; it applies to those that have one."""

    def share(record: Record) -> float | None:
        return None if record.mark is None else float(record.mark == mark)

    return share
