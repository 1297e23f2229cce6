"""The catalog in one SQLite file, the default: no server, nothing to start."""

from footnote.retrieval.catalog.sqlite.catalog import SqliteCatalog

__all__ = ["SqliteCatalog"]
