"""Making Chroma agree with the catalog, from the vectors the catalog keeps."""

from collections.abc import Callable, Sequence

from retrieval.batches import batches
from retrieval.catalog import Catalog
from retrieval.embedding import Embedder
from retrieval.storage.vectors import VectorRow, Vectors

Progress = Callable[[int, int], None]

_BATCH = 512


def refill(
    catalog: Catalog, vectors: Vectors, embedder: Embedder, on_progress: Progress | None = None
) -> None:
    """Delete the vectors no passage has, and write those that passages lack.

    What the catalog has no vector of is embedded again. The caller holds the write lock and has
    opened the vectors. May be interrupted and run again.
    """
    held = vectors.ids()
    wanted = catalog.passage_ids()
    vectors.delete(sorted(held.difference(wanted)))
    missing = [passage_id for passage_id in wanted if passage_id not in held]
    done = 0
    for some in batches(missing, _BATCH):
        _add(catalog, vectors, embedder, some)
        done += len(some)
        if on_progress is not None:
            on_progress(done, len(missing))


def _add(
    catalog: Catalog, vectors: Vectors, embedder: Embedder, passage_ids: Sequence[str]
) -> None:
    joined = catalog.passages_by_ids(passage_ids)
    known = catalog.vectors(passage_ids)
    lacking = {
        passage.id: passage.in_context(head.title)
        for passage, head in joined
        if passage.id not in known
    }
    if lacking:
        made = embedder.embed_documents(list(lacking.values()))
        fresh = dict(zip(lacking, made, strict=True))
        with catalog.writing() as writer:
            writer.store_vectors(fresh)
        known |= fresh
    vectors.add([VectorRow(passage.id, head, known[passage.id]) for passage, head in joined])
