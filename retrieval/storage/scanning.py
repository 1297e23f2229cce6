"""Exact nearest passages from the catalog's own copy of the vectors, without Chroma."""

from collections.abc import Sequence

import numpy as np

from retrieval.catalog import Catalog
from retrieval.catalog.filtered import Numbered
from retrieval.question import Filters

Hits = list[tuple[str, float]]


def scan(
    catalog: Catalog, vector: Sequence[float], limit: int, filters: Filters, *, most: int
) -> Hits | None:
    """Return (passage id, cosine similarity) of passages that pass the filters, best first.

    None if more than `most` pass, or if the catalog lacks the vector of any: a library of before
    it kept them. Ten thousand passages take about 20 ms.
    """
    inside = catalog.count_within(filters, most + 1)
    if inside > most:
        return None
    found = catalog.vectors_within(filters)
    return None if len(found[0]) < inside else _ranked(catalog, found, vector, limit)


def scan_added(catalog: Catalog, vector: Sequence[float], limit: int, after: int) -> Hits:
    """Return the same of passages stored after the one of a number."""
    return _ranked(catalog, catalog.vectors_added(after), vector, limit)


def _ranked(catalog: Catalog, found: Numbered, vector: Sequence[float], limit: int) -> Hits:
    numbers, matrix = found
    if not numbers:
        return []
    # Not by BLAS: its threads keep both processors busy for a while after so small a product.
    similarities = np.einsum("ij,j->i", matrix, np.asarray(vector, dtype=np.float32))
    order = np.argsort(-similarities, kind="stable")[:limit]
    ids = catalog.ids_of([numbers[place] for place in order])
    return [
        (ids[numbers[place]], float(similarities[place]))
        for place in order
        if numbers[place] in ids
    ]
