"""The refusal threshold for a wished rate of false answers."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from footnote.evaluation.record import Record
from footnote.retrieval.answering.refusal import Calibration
from footnote.retrieval.errors import FixtureError

_STEPS = 200
_RIDGE = 1e-3


def calibrate(records: Sequence[Record], rate: float, *, source: str, made_on: date) -> Calibration:
    """Return a threshold whose false-answer rate is at most `rate`.

    It answers as many answerable questions as that allows, and no more of the others than these
    bring along. The confidence curve is a logistic fit of answerability on the score (Platt, 1999),
    with his smoothed targets. Raises `FixtureError` unless there are questions of both kinds.
    """
    right = np.array([record.score for record in records if record.answerable])
    wrong = np.sort([record.score for record in records if not record.answerable])
    if not len(right) or not len(wrong):
        raise FixtureError(
            "Calibration needs answerable and unanswerable questions; these fixtures have one kind."
        )
    allowed = math.floor(rate * len(wrong) + 1e-9)  # 0.29 * 100 is a hair below 29
    if allowed >= len(wrong):
        threshold = float(min(right.min(), wrong[0]))
    else:
        threshold = _just_above(float(wrong[len(wrong) - 1 - allowed]), right)
    slope, intercept = _platt(right, wrong)
    answered = float((right >= threshold).mean())
    false = float((wrong >= threshold).mean())
    provenance = (
        f"{source}, {made_on.isoformat()}: {len(right)} answerable of which {answered:.3f} are "
        f"answered, {len(wrong)} unanswerable of which {false:.3f} are"
    )
    return Calibration(threshold, slope, intercept, provenance)


def _just_above(score: float, right: NDArray[np.float64]) -> float:
    """Return the middle between a score to refuse and the next one to answer.

    Where no number lies between the two, that is the one to answer.
    """
    higher = right[right > score]
    if not len(higher):
        return score + 0.5
    following = float(higher.min())
    middle = (score + following) / 2
    return middle if middle > score else following


def _platt(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> tuple[float, float]:
    scores = np.clip(np.concatenate([right, wrong]), -30, 30)
    targets = np.concatenate(
        [
            np.full(len(right), (len(right) + 1) / (len(right) + 2)),
            np.full(len(wrong), 1 / (len(wrong) + 2)),
        ]
    )
    design = np.column_stack([scores, np.ones(len(scores))])
    weights = np.zeros(2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -500, 500)))
        slope = design.T @ (chance - targets) + _RIDGE * weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, slope)
        weights -= np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])
