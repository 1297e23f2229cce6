"""Holds what a language model states against the words it rests on: exactly, then by meaning."""

from footnote.retrieval.verification.checking import (
    Checker,
    EntailmentChecker,
    ModelChecker,
    NearQuotes,
    Scorer,
)
from footnote.retrieval.verification.claims import (
    Claim,
    DraftSentence,
    DraftSplitter,
    Evidence,
    HeldClaim,
    Judgement,
    Support,
    split_draft,
)
from footnote.retrieval.verification.evidence import hold, narrowed
from footnote.retrieval.verification.exact import Asked, exact_fault

__all__ = [
    "Asked",
    "Checker",
    "Claim",
    "DraftSentence",
    "DraftSplitter",
    "EntailmentChecker",
    "Evidence",
    "HeldClaim",
    "Judgement",
    "ModelChecker",
    "NearQuotes",
    "Scorer",
    "Support",
    "exact_fault",
    "hold",
    "narrowed",
    "split_draft",
]
