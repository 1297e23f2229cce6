"""Whether the right questions were refused, and what a judge says of the answers."""

from collections.abc import Callable

from footnote.evaluation.record import Record


def refusal_precision(record: Record) -> float | None:
    """Return 1 for a refusal of an unanswerable question; it applies to refusals."""
    return None if record.answered else float(not record.answerable)


def refusal_recall(record: Record) -> float | None:
    """Return 1 where an unanswerable question was refused; it applies to unanswerable ones."""
    return None if record.answerable else float(not record.answered)


def false_answer(record: Record) -> float | None:
    """Return 1 where an unanswerable question was answered; it applies to unanswerable ones."""
    return None if record.answerable else float(record.answered)


def marked(mark: str) -> Callable[[Record], float | None]:
    """Return the metric of the share of answers with a mark; it applies to those that have one."""

    def share(record: Record) -> float | None:
        return None if record.mark is None else float(record.mark == mark)

    return share
