"""Decides about one sentence at a time; pure and deterministic unless a model is injected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.article import Passage
from retrieval.verification.contradictions import contradiction
from retrieval.verification.facts import added_part, content_of, missing_fact, stitched
from retrieval.verification.names import names_of
from retrieval.verification.polarity import lost_or_gained
from retrieval.verification.quantities import quantities_of
from retrieval.verification.verdict import Support, Verdict
from retrieval.verification.windows import Window, coverage, windows_of
from retrieval.verification.words import words_of

Scorer = Callable[[str, str], float]
"""`scorer(premise, sentence)`, higher is better: entailment probability or a relevance score."""

THRESHOLD = 0.85
"""Share of a sentence's content words its support must have."""

SHORTEST_UNENDED = 4
"""With so few words and no full stop, a line is a heading."""

_STOPS = (".", "!", "…", "。", "！")

NO_FOOTNOTE = "it has no footnote, and no passage carries it"
NOT_OFFERED = "its footnote was not offered, and no passage carries it"


@dataclass(frozen=True, slots=True)
class _Finding:
    """How a passage fared with a sentence: its support, or the reason against the best window."""

    window: Window | None
    reason: str
    coverage: float


class Verifier:
    """Hold sentences against the passages offered to their writer.

    With an `entailment` scorer (a natural-language-inference model), a sentence that passes every
    rule must reach `entailment_minimum` as well.
    """

    def __init__(
        self,
        *,
        threshold: float = THRESHOLD,
        entailment: Scorer | None = None,
        entailment_minimum: float = 0.5,
    ) -> None:
        self._threshold = threshold
        self._entailment = entailment
        self._entailment_minimum = entailment_minimum

    def verify(
        self, sentence: str, markers: Sequence[int], offered: Mapping[int, Passage]
    ) -> Verdict:
        """Return what becomes of a sentence that was written with these footnotes."""
        if not _states_something(sentence):
            return Verdict("removed", reason="it states nothing that can be checked")
        cited = [marker for marker in dict.fromkeys(markers) if marker in offered]
        findings = {marker: self._examine(sentence, offered[marker]) for marker in cited}
        carrying = [marker for marker in cited if findings[marker].window]
        if carrying:
            return _standing("kept", carrying, findings, offered, reason="")
        others = [marker for marker in offered if marker not in findings]
        for marker in others:
            findings[marker] = self._examine(sentence, offered[marker])
            if findings[marker].window:
                reason = _why_recited(markers, cited, findings)
                return _standing("recited", [marker], findings, offered, reason=reason)
        return Verdict("removed", reason=_why_removed(markers, cited, findings))

    def _examine(self, sentence: str, passage: Passage) -> _Finding:
        """Look for the narrowest run of sentences that carries this one.

        A sentence of the passage that speaks of the same and says otherwise spoils every wider run
        it is in: its neighbours must not lend it what it lacks.
        """
        best = _Finding(None, "the passage does not say it", 0.0)
        content = list(content_of(sentence))
        spoilt: set[int] = set()
        for window in windows_of(passage):
            if not spoilt.isdisjoint(window.numbers):
                continue
            share = coverage(content, window.text)
            reason = self._lack(sentence, window, share)
            if reason is None:
                reason = self._conflict(sentence, window)
                if reason is None:
                    return _Finding(window, "", share)
                spoilt.update(window.numbers)
                share += 1.0
            if share > best.coverage + 0.1:
                best = _Finding(None, reason, share)
        return best

    def _lack(self, sentence: str, window: Window, share: float) -> str | None:
        """Return what of a sentence a window does not have."""
        reason = missing_fact(sentence, window)
        if reason:
            return reason
        if share < self._threshold or added_part(sentence, window.text):
            return "it says more than the passage" if share > 0.5 else "the passage does not say it"
        return "the passage says that of something else" if stitched(sentence, window) else None

    def _conflict(self, sentence: str, window: Window) -> str | None:
        """Return how a sentence departs from a window that has all its words."""
        reason = contradiction(sentence, window.text) or lost_or_gained(sentence, window.text)
        if reason is None and self._entailment is not None:
            likely = self._entailment(window.text, sentence) >= self._entailment_minimum
            return None if likely else "the passage does not entail it"
        return reason


_DEFAULT = Verifier()


def verify(sentence: str, markers: Sequence[int], offered: Mapping[int, Passage]) -> Verdict:
    """Return what becomes of a sentence, by rules alone."""
    return _DEFAULT.verify(sentence, markers, offered)


def _states_something(sentence: str) -> bool:
    """Tell a statement from a question, a heading or a scrap."""
    bare = sentence.rstrip("\"”’') ")
    if not bare.endswith(_STOPS) and len(words_of(sentence)) <= SHORTEST_UNENDED:
        return False
    substance = len(content_of(sentence)) + len(names_of(sentence)) + len(quantities_of(sentence))
    return substance >= 2 and not sentence.rstrip().endswith(("?", ":", "：", "？"))


def _standing(
    outcome: str,
    markers: list[int],
    findings: Mapping[int, _Finding],
    offered: Mapping[int, Passage],
    *,
    reason: str,
) -> Verdict:
    support = []
    for marker in markers:
        window, passage = findings[marker].window, offered[marker]
        if window is not None:
            start, end = passage.start + window.start, passage.start + window.end
            support.append(Support(marker, start, end, window.text))
    kind = "kept" if outcome == "kept" else "recited"
    return Verdict(kind, tuple(markers), reason, tuple(support))  # type: ignore[arg-type]


def _why_recited(markers: Sequence[int], cited: list[int], findings: Mapping[int, _Finding]) -> str:
    if not markers:
        return "it had no footnote"
    if not cited:
        return "its footnote was not offered"
    return findings[cited[0]].reason


def _why_removed(markers: Sequence[int], cited: list[int], findings: Mapping[int, _Finding]) -> str:
    if cited:
        return max((findings[marker] for marker in cited), key=lambda item: item.coverage).reason
    closest = max(findings.values(), key=lambda item: item.coverage, default=None)
    why = f" ({closest.reason})" if closest and closest.coverage > 0.5 else ""
    return (NOT_OFFERED if markers else NO_FOOTNOTE) + why
