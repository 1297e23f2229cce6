"""Reads question and passage together and orders the candidates anew."""

from footnote.retrieval.reranking.by_language import LateInteraction, ScorerByLanguage
from footnote.retrieval.reranking.cross_encoder import CrossEncoder
from footnote.retrieval.reranking.reranker import Reranker
from footnote.retrieval.reranking.scorer import Scorer, open_scorer

__all__ = [
    "CrossEncoder",
    "LateInteraction",
    "Reranker",
    "Scorer",
    "ScorerByLanguage",
    "open_scorer",
]
