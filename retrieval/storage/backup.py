"""A library in one file, taken and put back while others read it."""

import json
import zipfile
from contextlib import closing
from pathlib import Path

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.catalog.copying import take_over
from footnote.retrieval.errors import LibraryError
from footnote.retrieval.storage.home import check_maker, temporary_folder
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.refilling import refill

FORMAT = 1

_MANIFEST = "footnote.json"
_CATALOG = "catalog.sqlite3"


def back_up(library: Library, file: Path) -> None:
    """Write a library's articles and vectors into one file; readers go on, writers wait a moment.

    The file holds one commit's state and no path of this machine, is the same whichever engine
    keeps the catalog, and can be restored into either, beside another Chroma. An existing file is
    replaced only once the new one is whole.

    Raises:
        LibraryError: The file cannot be written.
    """
    temporary = file.with_name(f".{file.name}.part")
    try:
        with (
            library.locked(vectors=False),
            temporary_folder(library.folder) as folder,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            manifest = {"format": FORMAT, "library": dict(library.catalog.meta())}
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))
            copy = folder / _CATALOG
            _copy(library.catalog, copy)
            archive.write(copy, _CATALOG)
        temporary.replace(file)
    except OSError as error:
        raise LibraryError(
            f"The backup {file} cannot be written ({error.strerror or error})."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def restore(library: Library, file: Path) -> None:
    """Put a backup in the place of a library's articles; running readers see it at once.

    Nothing is embedded: the vectors are in the file. If this is interrupted after the articles are
    back, the next write or `repair` does the rest.

    Raises:
        LibraryError: The file is no backup that this Footnote can read.
        LibraryMismatch: Another embedding model or chunker made it.
    """
    try:
        with (
            zipfile.ZipFile(file) as archive,
            library.locked(),
            temporary_folder(library.folder) as folder,
        ):
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest["format"] != FORMAT:
                raise LibraryError(
                    f"The backup {file} was made by a newer Footnote. "
                    "Upgrade with: pip install --upgrade footnote-bot"
                )
            copy = Path(archive.extract(_CATALOG, folder))
            _check(library, copy)
            _take_over(library, copy)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise LibraryError(f"{file} is not a whole Footnote backup ({error}).") from error


def _check(library: Library, copy: Path) -> None:
    with closing(SqliteCatalog(copy)) as saved:
        if problems := saved.problems():
            raise ValueError(problems[0])
        fingerprint = library.embedder.fingerprint
        check_maker(saved, library.name, fingerprint, library.options.chunking)


def _copy(catalog: Catalog, path: Path) -> None:
    if isinstance(catalog, SqliteCatalog):
        catalog.copy_to(path)
        return
    with closing(SqliteCatalog(path)) as copy, copy.writing() as writer:
        take_over(catalog, copy, writer)
        writer.set_meta("id", catalog.meta()["id"])


def _take_over(library: Library, copy: Path) -> None:
    catalog = library.catalog
    if isinstance(catalog, SqliteCatalog):
        catalog.replace_with(copy)
    else:
        with closing(SqliteCatalog(copy)) as saved, catalog.writing() as writer:
            take_over(saved, catalog, writer)
            writer.next_generation()
            writer.next_epoch()
        library.sweep()
    refill(catalog, library.vectors, library.embedder)
    with catalog.writing() as writer:
        writer.next_generation()
        writer.next_epoch()
    if isinstance(catalog, SqliteCatalog):
        catalog.scrub()
