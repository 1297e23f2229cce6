"""The catalog, the truth about a library's articles and passages, whichever engine keeps it."""

from footnote.retrieval.catalog.interface import (
    UNSIGNED,
    Catalog,
    CatalogWriter,
    Counts,
    Hits,
    KnownArticle,
    Mark,
)
from footnote.retrieval.catalog.sqlite import SqliteCatalog

__all__ = [
    "UNSIGNED",
    "Catalog",
    "CatalogWriter",
    "Counts",
    "Hits",
    "KnownArticle",
    "Mark",
    "SqliteCatalog",
]
