"""What a library was made with, and refusing to mix it with anything else."""

import uuid

from footnote.retrieval.catalog import Catalog
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryMismatch
from footnote.retrieval.ingesting.chunking import CHUNKER_VERSION
from footnote.retrieval.options import ChunkingOptions

_ANOTHER = "or ingest the articles into another library with --library NAME."


def found(catalog: Catalog, embedder: Embedder, chunking: ChunkingOptions) -> None:
    """Give a new library its identity, and write down its embedder and chunker."""
    with catalog.writing() as writer:
        if "id" not in catalog.meta():
            writer.set_meta("id", uuid.uuid4().hex)
            writer.set_meta("embedder", embedder.fingerprint)
            writer.set_meta("chunker", chunker_label(chunking))


def check_maker(
    catalog: Catalog, name: str, fingerprint: str | None, chunking: ChunkingOptions
) -> None:
    """Compare what is asked for with what made the library; None leaves the embedder out.

    Raises:
        LibraryMismatch: They differ; vectors and passages of two makers cannot be compared.
    """
    meta = catalog.meta()
    if fingerprint is not None and fingerprint != meta["embedder"]:
        raise LibraryMismatch(_other_embedder(name, meta["embedder"], fingerprint))
    label = chunker_label(chunking)
    # Passages of an earlier chunker answer until their articles are read again; those of other
    # sizes would stay beside the new ones for good.
    if _sizes(label) != _sizes(meta["chunker"]):
        raise LibraryMismatch(
            f"The library {name} was cut into passages by {meta['chunker']}, but {label} is asked "
            f"for. Set the chunking options back, {_ANOTHER}"
        )


def chunker_label(options: ChunkingOptions) -> str:
    """Return what decides where passages begin and end, in one short string."""
    sizes = f"{options.target_chars} to {options.max_chars} characters"
    return f"chunker {CHUNKER_VERSION} ({sizes})"


def _sizes(label: str) -> str:
    return label[label.index("(") :]


def _other_embedder(name: str, made: str, asked: str) -> str:
    made_name, asked_name = made.rsplit(":", 1)[0], asked.rsplit(":", 1)[0]
    if made_name == asked_name:
        asked_name = f"a {asked_name} with other weights ({asked}, not {made})"
    return (
        f"The library {name} was made with the embedding model {made_name}, but {asked_name} is "
        f"asked for. Set embedding.model back to {made_name}, {_ANOTHER}"
    )
