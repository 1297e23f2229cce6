"""Whether the right questions were refused."""

from evaluation.record import Record


def refusal_precision(record: Record) -> float | None:
    """Return 1 for a refusal of an unanswerable question; it applies to refusals."""
    return None if record.answered else float(not record.answerable)


def refusal_recall(record: Record) -> float | None:
    """Return 1 where an unanswerable question was refused; it applies to unanswerable ones."""
    return None if record.answerable else float(not record.answered)


def false_answer(record: Record) -> float | None:
    """Return 1 where an unanswerable question was answered; it applies to unanswerable ones."""
    return None if record.answerable else float(record.answered)
