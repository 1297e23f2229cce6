"""How far the words of an answer are those of a gold answer."""

import re
from collections import Counter
from collections.abc import Callable

from footnote.evaluation.normalisation import contains_answer, normalise_answer
from footnote.evaluation.record import Record

_MARKER = re.compile(r"\s*\[\d+\]")


def answer_recall(record: Record) -> float | None:
    """Return 1 where the answer holds a gold answer; a refusal of an answerable question is 0."""
    if not record.answerable:
        return None
    return float(record.answered and contains_answer(record.text, record.gold))


def answer_recall_in_first(sentences: int) -> Callable[[Record], float | None]:
    """Return the metric over the first sentences of the answer only."""

    def recall(record: Record) -> float | None:
        if not record.answerable:
            return None
        shown = " ".join(item.text for item in record.sentences[:sentences])
        return float(record.answered and contains_answer(shown, record.gold))

    return recall


def exact_match(record: Record) -> float | None:
    """Return 1 for SQuAD's exact match with any gold answer; it applies to answerable questions.

    Quoting answers rarely match exactly, because they are whole sentences. Prose never does, so
    that it has no such figure.
    """
    if not record.answerable or record.prose:
        return None
    given = normalise_answer(_without_markers(record))
    return float(record.answered and any(given == normalise_answer(gold) for gold in record.gold))


def f1(record: Record) -> float | None:
    """Return SQuAD's best F1 over the gold answers; it applies as exact match does."""
    if not record.answerable or record.prose:
        return None
    if not record.answered:
        return 0.0
    given = _without_markers(record)
    return max((word_f1(given, gold) for gold in record.gold), default=0.0)


def word_f1(given: str, gold: str) -> float:
    """Return the harmonic mean of word precision and recall, after normalisation."""
    ours, theirs = normalise_answer(given).split(), normalise_answer(gold).split()
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if not shared:
        return float(ours == theirs)
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def _without_markers(record: Record) -> str:
    return _MARKER.sub("", record.text)
