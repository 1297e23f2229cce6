"""The best span among logits."""

import numpy as np
import pytest

from footnote.retrieval.reading.reader import LONGEST_SPAN, best_span


def logits(length: int, **at: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    values = np.zeros(length, dtype=np.float32)
    for place, value in at.items():
        values[int(place[1:])] = value
    return values


def test_start_and_end_are_chosen_together() -> None:
    # The best end (5) lies before the best start (6): the best pair is 3 to 5.
    span = best_span(logits(9, _3=2, _6=3), logits(9, _5=4), 2, 8)
    assert (span.first, span.last) == (1, 3)
    assert span.margin == 6.0


def test_nowhere_is_the_first_place() -> None:
    span = best_span(logits(6, _0=5, _3=1), logits(6, _0=4, _3=1), 2, 5)
    assert span.margin == 2 - 9


def test_places_outside_the_passage_are_no_answer() -> None:
    span = best_span(logits(6, _1=9, _5=9), logits(6, _1=9, _5=9), 2, 5)
    assert (span.first, span.last, span.margin) == (0, 0, 0.0)
    assert span.confidence == pytest.approx(1 / 9)


def test_no_span_is_longer_than_the_longest() -> None:
    length = LONGEST_SPAN + 10
    span = best_span(logits(length, _2=5), logits(length, **{f"_{length - 2}": 5}), 1, length - 1)
    assert span.last - span.first < LONGEST_SPAN
    assert span.margin == 5.0
