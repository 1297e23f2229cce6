"""Whether a gold answer stands in the answer given."""

from collections.abc import Callable

from evaluation.normalisation import contains_answer
from evaluation.record import Record


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
