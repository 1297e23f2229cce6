"""Texts to vectors, with sentence-transformers or with onnxruntime alone."""

from retrieval.embedding.embedder import Embedder, EmbeddingBackend, Vectors
from retrieval.embedding.factory import open_embedder

__all__ = ["Embedder", "EmbeddingBackend", "Vectors", "open_embedder"]
