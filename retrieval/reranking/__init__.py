"""Reads question and passage together and orders the candidates anew."""

from retrieval.reranking.cross_encoder import CrossEncoder
from retrieval.reranking.reranker import Reranker

__all__ = ["CrossEncoder", "Reranker"]
