"""When the articles do not answer, and how that is said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Hit
from retrieval.answering.evidence import Evidence
from retrieval.answering.expectation import Kind, expected_kind

REFUSAL = "The articles don't answer this"
"""How every refusal begins; front ends and tests know a refusal by `Answer.status`, not by this."""

_KIND_PHRASES = {
    Kind.NUMBER: "no passage near the question states a number for it",
    Kind.YEAR: "no passage near the question states a year for it",
    Kind.DATE: "no passage near the question states a date for it",
    Kind.NAME: "no passage near the question names anyone",
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """The refusal threshold and the logistic curve that turns a score into a probability.

    A question is answered when its score (the best cross-encoder logit, see `evidence_score`)
    reaches `threshold`; `confidence = 1 / (1 + exp(-(slope * score + intercept)))`. `provenance`
    says what the figures were fitted on.
    """

    threshold: float
    slope: float
    intercept: float
    provenance: str


DEFAULT_CALIBRATION = Calibration(
    threshold=2.0,
    slope=0.3,
    intercept=-0.15,
    provenance=(
        "shipped: on RealTimeQA-dev it keeps the 72 right answers of a threshold of 1 and gives "
        "four others fewer, on XQuAD-en it answers .94; the curve is fitted on the samples"
    ),
)
"""What libraries that were never calibrated use: rather a refusal too many than a wrong answer."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the evidence is good enough, how sure that is, and why not where it is not."""

    answered: bool
    score: float
    confidence: float
    reason: str


def evidence_score(evidence: Evidence) -> float:
    """Return the best logit among the ranked passages and the sentences fit to answer.

    Where the question asks for a kind of thing (a number, a year, a date, a name), only sentences
    that carry one count, and a passage counts as much as its best such sentence allows.
    Returns minus infinity where there is no evidence.
    """
    sentences = [sentence.score for sentence in evidence.sentences]
    passages = [hit.relevance for hit in evidence.hits if hit.relevance is not None]
    if expected_kind(evidence.question.text) is not None:
        answering = {sentence.hit.passage.id for sentence in evidence.sentences}
        passages = [
            hit.relevance
            for hit in evidence.hits
            if hit.relevance is not None and hit.passage.id in answering
        ]
    return max([*sentences, *passages], default=-math.inf)


def judge(evidence: Evidence, calibration: Calibration) -> Judgement:
    """Decide whether to answer at all, before a word of an answer is written."""
    score = evidence_score(evidence)
    if not evidence.hits:
        reason = f"{REFUSAL}: no article in the library matches the question and its filters."
        return Judgement(answered=False, score=score, confidence=0.0, reason=reason)
    confidence = _logistic(calibration.slope * score + calibration.intercept)
    answered = score >= calibration.threshold
    return Judgement(
        answered=answered,
        score=score,
        confidence=confidence,
        reason="" if answered else _reason(evidence),
    )


def _reason(evidence: Evidence) -> str:
    kind = expected_kind(evidence.question.text)
    if kind is not None and not evidence.sentences:
        return f"{REFUSAL}: {_KIND_PHRASES[kind]}."
    return f"{REFUSAL}: no passage comes close enough to the question."


def refusal_text(reason: str, hits: Sequence[Hit], nearest: int = 3) -> str:
    """Return the refusal as shown: its one sentence, then the nearest titles if there are any."""
    titles = list(dict.fromkeys(hit.article.title for hit in hits))[:nearest]
    if not titles:
        return reason
    return f"{reason}\nClosest in the library: " + "; ".join(f"“{title}”" for title in titles) + "."


def _logistic(value: float) -> float:
    if value == -math.inf:
        return 0.0
    return 1.0 / (1.0 + math.exp(-max(min(value, 500.0), -500.0)))
