"""Makes the vector store agree with the catalog, from the vectors the catalog keeps."""

from collections.abc import Callable, Iterable, Sequence

from footnote.retrieval.article import Passage
from footnote.retrieval.catalog import Catalog
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.iteration import batches
from footnote.retrieval.storage.vector_store import VectorRow, VectorStore

Progress = Callable[[int, int], None]

_BATCH = 512


def agree(catalog: Catalog, vectors: VectorStore) -> bool:
    """Whether each passage has its vector, and each vector its passage, told by their ids.

    On a server what is strange here may have been put in by another copy of this library: it
    does not count, and nothing but what is noted as loose or a person's `repair` deletes it.
    """
    held, wanted = vectors.ids(), catalog.passage_ids()
    return held.issuperset(wanted) and (vectors.sees_others or held.issubset(wanted))


def refill(
    catalog: Catalog,
    vectors: VectorStore,
    embedder: Embedder,
    on_progress: Progress | None = None,
    *,
    keep_strangers: bool = False,
) -> None:
    """Write the vectors that passages lack, and delete those no passage has unless they are kept.

    What the catalog has no vector of is embedded again. The caller holds the write lock and has
    opened the vectors. May be interrupted and run again.
    """
    held = vectors.ids()
    wanted = catalog.passage_ids()
    if not keep_strangers:
        vectors.delete(sorted(held.difference(wanted)))
    missing = [passage_id for passage_id in wanted if passage_id not in held]
    done = 0
    for some in batches(missing, _BATCH):
        _add(catalog, vectors, embedder, some)
        done += len(some)
        if on_progress is not None:
            on_progress(done, len(missing))


def _add(
    catalog: Catalog, vectors: VectorStore, embedder: Embedder, passage_ids: Sequence[str]
) -> None:
    joined = catalog.passages_by_ids(passage_ids)
    known = catalog.vectors(passage_ids)
    if fresh := embedded(((p, head.title) for p, head in joined if p.id not in known), embedder):
        with catalog.writing() as writer:
            writer.store_vectors(fresh)
        known |= fresh
    vectors.add([VectorRow(passage.id, head, known[passage.id]) for passage, head in joined])


def embedded(titled: Iterable[tuple[Passage, str]], embedder: Embedder) -> dict[str, list[float]]:
    """Return the vectors of passages below their articles' titles, by passage id."""
    texts = {passage.id: passage.in_context(title) for passage, title in titled}
    return dict(zip(texts, embedder.embed_documents(list(texts.values())), strict=True))
