"""Reads question and passage together and orders the candidates anew."""

from footnote.retrieval.reranking.reranker import Reranker
from footnote.retrieval.reranking.scorer import (
    CrossEncoder,
    LateInteraction,
    Scorer,
    ScorerByLanguage,
    open_scorer,
)

__all__ = [
    "CrossEncoder",
    "LateInteraction",
    "Reranker",
    "Scorer",
    "ScorerByLanguage",
    "open_scorer",
]
