"""Where libraries are, and what each was made with: a folder below the home, and its makers."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryError, LibraryMismatch, LibraryMissing
from footnote.retrieval.ingesting.chunking import CHUNKER_VERSION
from footnote.retrieval.options import (
    CatalogOptions,
    ChunkingOptions,
    RetrievalOptions,
    VectorOptions,
)
from footnote.retrieval.storage.locking import WAIT_S, Lock, WriteLock
from footnote.retrieval.storage.vector_store import VectorStore
from footnote.retrieval.storage.vectors import Vectors

_FILE = "catalog.sqlite3"


def library_folder(home: Path, name: str) -> Path:
    """Return the folder of a home's library, which need not exist yet.

    Raises:
        LibraryError: The name is no plain folder name.
    """
    if not name or name in {".", ".."} or name != Path(name).name or "\\" in name:
        raise LibraryError(f"{name!r} is no name for a library. Use letters, digits and dashes.")
    return home / "libraries" / name


def library_names(home: Path, options: CatalogOptions) -> list[str]:
    """Return the names of the libraries of a home, or of a database, in alphabetical order.

    Raises:
        CatalogAway: PostgreSQL does not answer.
    """
    if options.url is None:
        return sorted(path.parent.name for path in (home / "libraries").glob(f"*/{_FILE}"))
    _need_psycopg()
    from footnote.retrieval.catalog.postgres.catalog import library_names as names_in

    return names_in(options)


def is_made(folder: Path, options: CatalogOptions) -> bool:
    """Whether the library of a folder is there, as far as a look at the folder can tell."""
    return options.url is not None or (folder / _FILE).exists()


def open_catalog(folder: Path, options: RetrievalOptions, *, create: bool) -> tuple[Catalog, Lock]:
    """Open the catalog of the library with a folder's name, and the lock of its writers.

    Raises:
        CatalogAway: PostgreSQL does not answer.
        LibraryDamaged: The catalog cannot be read.
        LibraryMissing: It is not there, and `create` is false.
        LibraryError: The options contradict each other, or it cannot be used.
    """
    where = options.catalog
    if where.url is None:
        if options.vectors.mode == "postgres":
            raise LibraryError(
                "vectors.mode is postgres, but the articles are in a file: set catalog.url, or "
                "vectors.mode to embedded."
            )
        if not create and not (folder / _FILE).exists():
            raise LibraryMissing(
                f"There is no library {folder.name} in {folder.parent.parent} yet. "
                f"Make it with: footnote --library {folder.name} ingest PATH"
            )
        return SqliteCatalog(folder / _FILE), WriteLock(folder / "write.lock")
    if options.vectors.mode == "embedded":
        raise LibraryError(
            "A catalog in PostgreSQL is shared by hosts, embedded vectors are not: set "
            "vectors.mode to server or postgres, or take catalog.url out of the settings."
        )
    _need_psycopg()
    from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog
    from footnote.retrieval.catalog.postgres.connection import AdvisoryLock

    catalog = PostgresCatalog(where, folder.name, create=create)
    return catalog, AdvisoryLock(where, catalog.schema, folder.name, WAIT_S)


def open_vectors(
    folder: Path, catalog: Catalog, options: VectorOptions, embedder: Embedder
) -> VectorStore:
    """Return the vectors that belong to a catalog; they connect at first use."""
    if options.mode != "postgres":
        return Vectors(folder / "chroma", f"footnote-{catalog.meta()['id']}", options, embedder)
    from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog
    from footnote.retrieval.storage.postgres_vectors import PostgresVectors

    assert isinstance(catalog, PostgresCatalog)  # noqa: S101 - `open_catalog` has seen to it
    return PostgresVectors(folder / "chroma", catalog, embedder)


def _need_psycopg() -> None:
    try:
        import psycopg
        import psycopg_pool
    except ImportError as error:
        raise LibraryError(
            "A catalog in PostgreSQL needs psycopg: pip install 'footnote-bot[postgres]'"
        ) from error
    del psycopg, psycopg_pool


_COPY_PREFIX = ".copy-"


@contextmanager
def temporary_folder(library: Path) -> Iterator[Path]:
    """Make a folder beside the catalog and remove it after; the caller holds the write lock."""
    remove_leftovers(library)
    with tempfile.TemporaryDirectory(dir=library, prefix=_COPY_PREFIX) as folder:
        yield Path(folder)


def remove_leftovers(library: Path) -> None:
    """Remove copies that were left behind: they may hold what has been deleted since.

    The caller holds the write lock, so that nobody is at work on one.
    """
    for folder in library.glob(f"{_COPY_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)


_ANOTHER = "or ingest the articles into another library with --library NAME."


def record_maker(catalog: Catalog, embedder: Embedder, chunking: ChunkingOptions) -> None:
    """Give a new library its id, and record its embedder and chunker."""
    with catalog.writing() as writer:
        if "id" not in catalog.meta():
            writer.set_meta("id", uuid.uuid4().hex)
            writer.set_meta("embedder", embedder.fingerprint)
            writer.set_meta("chunker", chunker_label(chunking))


def check_maker(
    catalog: Catalog, name: str, fingerprint: str | None, chunking: ChunkingOptions
) -> None:
    """Check that the library was made with this embedder and chunker; None skips the embedder.

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
    """Return the chunker's version and sizes as one short string."""
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
