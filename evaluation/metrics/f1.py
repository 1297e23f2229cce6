"""SQuAD's F1: the overlap of words between the answer and the gold answer closest to it."""

from collections import Counter

from evaluation.normalisation import normalise_answer
from evaluation.plain_answer import plain_answer
from evaluation.record import Record


def f1(record: Record) -> float | None:
    """Return the best F1 over the gold answers; it applies to answerable questions not in prose."""
    if not record.answerable or record.prose:
        return None
    if not record.answered:
        return 0.0
    given = plain_answer(record)
    return max((word_f1(given, gold) for gold in record.gold), default=0.0)


def word_f1(given: str, gold: str) -> float:
    """Return the harmonic mean of word precision and recall, after normalisation."""
    ours, theirs = normalise_answer(given).split(), normalise_answer(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if not shared:
        return float(ours == theirs)
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)
