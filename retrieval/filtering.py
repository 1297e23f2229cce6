"""Nearest passages within filters, at a cost that does not grow with what the filters exclude."""

import math
from collections.abc import Sequence

from retrieval.catalog import Catalog
from retrieval.freshness import FreshVectors
from retrieval.question import Filters
from retrieval.scanning import Hits, scan

SCANNED = 10_000
"""Up to so many passages within the filters, every vector is compared; the result is exact."""

MOST_FETCHED = 4000
"""So many neighbours are taken from the index before Chroma is asked to filter by itself."""

_SPARE = 1.5


def nearest_within(
    catalog: Catalog,
    vectors: FreshVectors,
    vector: Sequence[float],
    limit: int,
    filters: Filters,
) -> Hits:
    """Return (passage id, cosine similarity) of passages that pass the filters, best first.

    Chroma's own filter costs ten times an unfiltered search and more as a library grows. Few
    passages are compared one by one with the catalog's copy of the vectors; of many, enough
    neighbours are fetched that some pass.
    """
    exact = scan(catalog, vector, limit, filters, most=SCANNED)
    if exact is not None:
        return exact
    inside = max(catalog.count_within(filters), 1)
    total = catalog.counts().passages
    fetched = math.ceil(limit * total / inside * _SPARE)
    while fetched <= MOST_FETCHED:
        near = vectors.nearest(vector, fetched, None)
        passing = catalog.passing([passage_id for passage_id, _ in near], filters)
        kept = [hit for hit in near if hit[0] in passing]
        if len(kept) >= limit or len(near) < fetched:
            return kept[:limit]
        fetched *= 3
    return vectors.nearest(vector, limit, filters)
