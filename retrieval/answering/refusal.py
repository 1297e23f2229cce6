"""When the articles do not answer, and how that is said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.expectation import expected_kind
from footnote.retrieval.answering.offering import FAR_OFF
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.languages import Language, phrases_in

REFUSAL = phrases_in(Language.ENGLISH).opening
"""How every English refusal begins; front ends know a refusal by `Answer.status`, not by this."""

READING_SHIFT = -3.75
"""Brings the sum of both models' logits onto the cross-encoder's scale: one threshold for both."""

FOLLOW_UP_EASE = 2.9
"""Logits a follow-up may lie below the threshold: both models read it as the fragment it is. Of the
samples' conversations .793 of the follow-ups are answered rightly, with 2 .759; of the two turns
without an answer one is answered either way."""

BESIDE_THE_POINT = -4.0
"""The logit of a chance of 1 in 50."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The refusal threshold and the logistic curve that turns a score into a probability.

    A question is answered when its score (a logit, see `evidence_score`)
    reaches `threshold`; `confidence = 1 / (1 + exp(-(slope * score + intercept)))`. `provenance`
    says what the figures were fitted on.
    """

    threshold: float
    slope: float
    intercept: float
    provenance: str


DEFAULT_CALIBRATION = Calibration(
    threshold=2.0,
    slope=0.25,
    intercept=-0.09,
    provenance=(
        "shipped: of the samples it answers 45 of 58 answerable questions and 2 of 32 near "
        "misses, of two documentations 53 of 86 and 7 of 52; the curve is fitted on these and on "
        "240 questions of an encyclopedia"
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
    that carry one count, and of passages those with such a sentence that is not beside the point:
    a passage on the right subject does not make any year in it the one asked for. Where a reader
    has read the quotes, they are judged by both, on the same scale (see `READING_SHIFT`).
    Returns minus infinity where there is no evidence.
    """
    read = [_read_score(each) for each in evidence.sentences if each.answers is not None]
    if read:
        return max(read)
    sentences = [sentence.score for sentence in evidence.sentences]
    passages = [hit.relevance for hit in evidence.hits if hit.relevance is not None]
    if expected_kind(evidence.question.text) is not None:
        answering = {
            sentence.hit.passage.id
            for sentence in evidence.sentences
            if sentence.best >= BESIDE_THE_POINT
        }
        passages = [
            hit.relevance
            for hit in evidence.hits
            if hit.relevance is not None and hit.passage.id in answering
        ]
    return max([*sentences, *passages], default=-math.inf)


def _read_score(sentence: ScoredSentence) -> float:
    relevance = sentence.hit.relevance
    above = 0.0 if relevance is None else max(relevance - sentence.best, 0.0)
    return sentence.judged + above + READING_SHIFT


def judge(
    evidence: Evidence, calibration: Calibration, spoken: Language = Language.ENGLISH
) -> Judgement:
    """Decide whether to answer at all, before a word of an answer is written.

    A reason is worded in the language `spoken`. A question with turns before it has some ease.
    """
    if not evidence.hits:
        return _refused(evidence, _sentence(spoken, phrases_in(spoken).nothing_matches))
    score = evidence_score(evidence)
    confidence = _logistic(calibration.slope * score + calibration.intercept)
    ease = FOLLOW_UP_EASE if evidence.question.history else 0.0
    answered = score >= calibration.threshold - ease
    return Judgement(
        answered=answered,
        score=score,
        confidence=confidence,
        reason="" if answered else _reason(evidence, spoken),
    )


def unread(evidence: Evidence, spoken: Language) -> Judgement:
    """Return the refusal of a question in a language that the models do not know.

    What they score such a question means nothing, however high.
    """
    return _refused(evidence, _sentence(spoken, phrases_in(spoken).unreadable))


def nothing_asked(evidence: Evidence, spoken: Language) -> Judgement:
    """Return the refusal of a message that is small talk alone."""
    return _refused(evidence, phrases_in(spoken).nothing_asked)


def _refused(evidence: Evidence, reason: str) -> Judgement:
    score = evidence_score(evidence)
    return Judgement(answered=False, score=score, confidence=0.0, reason=reason)


def beside_the_point(evidence: Evidence) -> bool:
    """Tell whether no passage is near enough to a question for anybody to read on.

    A writer tells near misses from answers itself; this only saves it what is clearly neither.
    """
    passages = [hit.relevance for hit in evidence.hits if hit.relevance is not None]
    sentences = [sentence.best for sentence in evidence.sentences]
    return max([*passages, *sentences], default=-math.inf) < FAR_OFF


def _reason(evidence: Evidence, spoken: Language) -> str:
    phrases = phrases_in(spoken)
    kind = expected_kind(evidence.question.text)
    if kind is not None and not evidence.sentences:
        return _sentence(spoken, phrases.lacking[kind])
    return _sentence(spoken, phrases.not_close)


def _sentence(spoken: Language, reason: str) -> str:
    phrases = phrases_in(spoken)
    return f"{phrases.opening}{phrases.joint}{reason}{phrases.stop}"


def refusal_text(
    reason: str,
    hits: Sequence[Hit],
    spoken: Language = Language.ENGLISH,
    nearest: int = 3,
) -> str:
    """Return the refusal as shown: its one sentence, then the nearest titles if there are any.

    Each comes with the headings of its best passage, where it has some.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.title, hit)
    if not best:
        return reason
    phrases = phrases_in(spoken)
    sections = (HEADING_JOINT.join((title, *hit.passage.headings)) for title, hit in best.items())
    named = phrases.between.join(map(phrases.title.format, islice(sections, nearest)))
    return f"{reason}\n{phrases.closest}{named}{phrases.stop}"


def declined_text(missing: str | None, hits: Sequence[Hit], spoken: Language) -> str:
    """Return the refusal of a writer: that there is no answer, what is missing, nearest titles."""
    phrases = phrases_in(spoken)
    reason = f"{phrases.opening}{phrases.stop}"
    return refusal_text(f"{reason} {missing}" if missing else reason, hits, spoken)


def _logistic(value: float) -> float:
    if value == -math.inf:
        return 0.0
    return 1.0 / (1.0 + math.exp(-max(min(value, 500.0), -500.0)))
