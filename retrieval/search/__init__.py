"""Candidates for a question: dense and lexical, fused, filtered and weighed by date."""

from footnote.retrieval.search.searcher import Searcher

__all__ = ["Searcher"]
