"""Candidates for a question: dense and lexical, fused, filtered and weighed by date."""

from retrieval.search.searcher import Searcher

__all__ = ["Searcher"]
