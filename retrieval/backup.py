"""A library in one file, taken and put back while others read it."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import LibraryError
from retrieval.health import fill_vectors
from retrieval.library import Library
from retrieval.maker import check_maker

FORMAT = 1

_MANIFEST = "footnote.json"
_CATALOG = "catalog.sqlite3"
_BATCH = 5000


def back_up(library: Library, file: Path) -> None:
    """Write a library's articles and vectors into one file; readers go on, writers wait.

    The file holds no path of this machine and no Chroma files, so that it can be restored beside
    another Chroma. An existing file is replaced only once the new one is whole.

    Raises:
        LibraryError: The file cannot be written.
    """
    temporary = file.with_name(f".{file.name}.part")
    try:
        with library.locked(), zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = {"format": FORMAT, "library": dict(library.catalog.meta())}
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))
            with tempfile.TemporaryDirectory(dir=library.folder) as folder:
                copy = Path(folder) / _CATALOG
                library.catalog.copy_to(copy)
                archive.write(copy, _CATALOG)
            for number, (ids, matrix) in enumerate(_vectors(library)):
                block = io.BytesIO()
                np.savez(block, ids=np.array(ids), vectors=matrix)
                archive.writestr(f"vectors/{number:06}.npz", block.getvalue())
        temporary.replace(file)
    except OSError as error:
        raise LibraryError(
            f"The backup {file} cannot be written ({error.strerror or error})."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def restore(library: Library, file: Path) -> None:
    """Put a backup in the place of a library's articles; running readers see it at once.

    Vectors come from the file; only those it lacks are embedded again. If this is interrupted
    after the articles are back, `repair` makes the vectors that are missing.

    Raises:
        LibraryError: The file is no backup that this Footnote can read.
        LibraryMismatch: Another embedding model or chunker made it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest["format"] != FORMAT:
                raise LibraryError(
                    f"The backup {file} was made by a newer Footnote. "
                    "Upgrade with: pip install --upgrade footnote-bot"
                )
            with tempfile.TemporaryDirectory(dir=library.folder) as folder:
                copy = Path(archive.extract(_CATALOG, folder))
                _restore_from(library, archive, copy)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise LibraryError(f"{file} is not a whole Footnote backup ({error}).") from error


def _restore_from(library: Library, archive: zipfile.ZipFile, copy: Path) -> None:
    from retrieval.catalog import Catalog

    with closing(Catalog(copy)) as saved:
        if saved.problems():
            raise ValueError("its catalog is damaged")
        chunking = library.options.chunking
        check_maker(saved, library.name, library.embedder.fingerprint, chunking)
    with library.locked():
        library.catalog.replace_with(copy)
        stored: dict[str, NDArray[np.float32]] = {}
        for ids, matrix in _stored_vectors(archive):
            stored.update(zip(ids, matrix, strict=True))

        def embed(passage_ids: list[str], texts: list[str]) -> list[list[float]]:
            lacking = [n for n, passage_id in enumerate(passage_ids) if passage_id not in stored]
            made = library.embedder.embed_documents([texts[n] for n in lacking])
            fresh = dict(zip(lacking, made, strict=True))
            return [
                fresh[n] if n in fresh else stored[passage_id].tolist()
                for n, passage_id in enumerate(passage_ids)
            ]

        fill_vectors(library, embed)
        with library.catalog.writing() as writer:
            writer.next_generation()
        library.catalog.scrub()


def _vectors(library: Library) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    wanted = library.catalog.passage_ids()
    for start in range(0, len(wanted), _BATCH):
        found = library.vectors.vectors_of(wanted[start : start + _BATCH])
        yield list(found), np.array(list(found.values()), dtype=np.float32)


def _stored_vectors(archive: zipfile.ZipFile) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    for name in archive.namelist():
        if name.startswith("vectors/"):
            with np.load(io.BytesIO(archive.read(name)), allow_pickle=False) as block:
                yield [str(passage_id) for passage_id in block["ids"]], block["vectors"]
