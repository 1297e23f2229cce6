"""The catalog: one SQLite file a library, the truth about its articles and passages."""

from retrieval.catalog.catalog import Catalog
from retrieval.catalog.likeness import UNSIGNED
from retrieval.catalog.reading import Counts, KnownArticle
from retrieval.catalog.writing import CatalogWriter

__all__ = ["UNSIGNED", "Catalog", "CatalogWriter", "Counts", "KnownArticle"]
