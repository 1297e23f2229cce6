"""Reads question and passage together and orders the candidates anew."""

from retrieval.reranking.by_language import ScorerByLanguage
from retrieval.reranking.cross_encoder import CrossEncoder
from retrieval.reranking.late_interaction import LateInteraction
from retrieval.reranking.reranker import Reranker
from retrieval.reranking.scorer import Scorer, open_scorer

__all__ = [
    "CrossEncoder",
    "LateInteraction",
    "Reranker",
    "Scorer",
    "ScorerByLanguage",
    "open_scorer",
]
