"""Nearest passages within filters, at a cost that does not grow with what the filters exclude."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from footnote.retrieval.catalog import Catalog, Hits
from footnote.retrieval.question import Filters

SCANNED = 20_000
"""At most so many passages are compared one by one, 3 µs each; the result is exact."""

MOST_FETCHED = 10_000
"""At most so many neighbours are fetched, 12 µs each, before Chroma is asked to filter itself."""

_SCANNED_FOR_ONE_FETCHED = 3
_FETCHED_FIRST = 2
_SPARE = 1.3

Search = Callable[[int, Filters | None], Hits]
"""Nearest passages, so many of them, within filters that Chroma knows; some may have gone."""


def nearest_within(
    catalog: Catalog, search: Search, vector: Sequence[float], limit: int, filters: Filters
) -> Hits:
    """Return (passage id, cosine similarity) of passages that pass the filters, best first.

    Chroma's own filter costs ten times an unfiltered search and more as a library grows. So either
    as many neighbours are fetched as it takes for enough to pass, or all that pass are compared
    one by one with the catalog's copy of the vectors, whichever is cheaper. What is no passage of
    the catalog never passes.
    """
    fetched = limit * _FETCHED_FIRST if filters != Filters() else limit
    while True:
        near = search(fetched, None)
        kept = _passing(catalog, near, filters)
        if len(kept) >= limit or len(near) < fetched:
            return kept[:limit]
        share = max(len(kept), 1) / len(near)
        wanted = max(math.ceil(limit / share * _SPARE), fetched * 2)
        if filters != Filters():
            most = min(wanted * _SCANNED_FOR_ONE_FETCHED, SCANNED)
            exact = catalog.nearest(vector, limit, filters, most=most)
            if exact is not None:
                return exact
        if fetched >= MOST_FETCHED:
            break
        fetched = min(wanted, MOST_FETCHED)
    # Chroma cannot let through what has no date: the catalog sorts that out.
    near = search(limit * _FETCHED_FIRST, replace(filters, not_after=None))
    return _passing(catalog, near, filters)[:limit]


def _passing(catalog: Catalog, hits: Hits, filters: Filters) -> Hits:
    inside = catalog.passing([passage_id for passage_id, _ in hits], filters)
    return [hit for hit in hits if hit[0] in inside]
