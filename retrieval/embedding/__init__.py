"""Texts to vectors, with sentence-transformers or with onnxruntime alone."""

from footnote.retrieval.embedding.embedder import Embedder, EmbeddingBackend, LateScale, Vectors
from footnote.retrieval.embedding.factory import open_embedder

__all__ = ["Embedder", "EmbeddingBackend", "LateScale", "Vectors", "open_embedder"]
