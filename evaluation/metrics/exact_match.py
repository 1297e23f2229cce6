"""SQuAD's exact match: the answer is a gold answer, after normalisation."""

from evaluation.normalisation import normalise_answer
from evaluation.plain_answer import plain_answer
from evaluation.record import Record


def exact_match(record: Record) -> float | None:
    """Return 1 for an exact match with any gold answer; it applies to answerable questions.

    Quoting answers rarely match exactly, because they are whole sentences. Prose never does, so
    that it has no such figure.
    """
    if not record.answerable or record.prose:
        return None
    given = normalise_answer(plain_answer(record))
    return float(record.answered and any(given == normalise_answer(gold) for gold in record.gold))
