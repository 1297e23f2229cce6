"""Reads question and passage together: whether the passage answers, and which words of it do."""

from footnote.retrieval.reading.reader import Reader, ReaderInput, Reading

__all__ = ["Reader", "ReaderInput", "Reading"]
