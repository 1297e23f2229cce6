"""One word on what came of a question, worst first."""

from evaluation.metrics.answer_recall import answer_recall
from evaluation.record import Record

ORDER = ("failed", "unfaithful", "false answer", "wrong", "missed", "refused", "right")


def verdict(record: Record) -> str:
    """Return the verdict; `refused` is a right refusal, `missed` a wrong one."""
    if record.error is not None:
        return "failed"
    if any(not quote.verbatim for quote in record.quotes):
        return "unfaithful"
    if not record.answerable:
        return "false answer" if record.answered else "refused"
    if not record.answered:
        return "missed"
    return "right" if answer_recall(record) else "wrong"
