"""Holds every sentence a language model writes against the passages it cites."""

from retrieval.verification.splitting import DraftSentence, DraftSplitter, split_draft
from retrieval.verification.verdict import Outcome, Support, Verdict
from retrieval.verification.verifier import Scorer, Verifier, verify

__all__ = [
    "DraftSentence",
    "DraftSplitter",
    "Outcome",
    "Scorer",
    "Support",
    "Verdict",
    "Verifier",
    "split_draft",
    "verify",
]
