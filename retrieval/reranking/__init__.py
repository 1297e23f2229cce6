"""Reads question and passage together and orders the candidates anew."""

from retrieval.reranking.cross_encoder import CrossEncoder
from retrieval.reranking.reranker import Reranker
from retrieval.reranking.scorer import Scorer, open_scorer

__all__ = ["CrossEncoder", "Reranker", "Scorer", "open_scorer"]
