"""A library moved to other engines, packed into an archive, and put back."""

import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.catalog.copying import (
    TABLES,
    Holding,
    Tally,
    digest,
    holdings,
    remember,
    remembered,
    take_over,
    tally,
)
from footnote.retrieval.catalog.rows import batches
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryDamaged, LibraryError
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.home import check_maker, temporary_folder
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vector_store import Entry, embedded, refill

Progress = Callable[[int, int], None]

_BEGUN = "migrating"
"""In the meta of a library that is being filled: the id of the one it is filled from."""

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of rows, here where they come from and there where they went."""

    name: str
    here: Tally
    there: Tally


@dataclass(frozen=True, slots=True)
class Migration:
    """What was copied, and how the two libraries compare.

    `copied` articles were not there yet, or not as they are here. `embedded` passages had no
    vector in an older library and were given one. `shapeless` articles are from before blocks
    were kept, and have there those that their text shows.
    """

    copied: int
    embedded: int
    shapeless: int
    tables: tuple[Table, ...]

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the tables that are not alike."""
        return tuple(table.name for table in self.tables if not self._alike(table))

    def _alike(self, table: Table) -> bool:
        if table.here == table.there:
            return True
        passages = next(each for each in self.tables if each.name == "passages")
        lacking = table.here.rows < passages.here.rows
        return table.name == "vectors" and lacking and table.there.rows == passages.there.rows


def migrate(source: Library, target: Library, on_progress: Progress | None = None) -> Migration:
    """Copy a library into an empty one, under the same ids, and compare them.

    The source is only read; its writers wait. What an interrupted run has copied is kept by the
    next one. A target that holds all of the source already is compared and left as it is.
    `on_progress` hears how many articles of how many are there.

    Raises:
        LibraryError: The target is the source, or holds another library's articles.
        LibraryBusy: Somebody has been writing to one of them for half a minute.
        LibraryDamaged: The target's vectors or words are not what they should be.
    """
    own = source.catalog.meta()["id"]
    if target.catalog.meta()["id"] == own:
        raise LibraryError(
            f"The library {source.name} there is this one itself, or a copy of its folder. "
            "Name another place with --to."
        )
    with source.locked(vectors=False), target.locked():
        held = target.catalog.counts().articles
        fillable = held == 0 or target.catalog.meta().get(_BEGUN) == own
        copied, embedded = _fill(source, target, on_progress) if fillable else (0, 0)
        found = _compared(source, target, copied, embedded)
        if not fillable and found.differing:
            raise LibraryError(
                f"There is a library {target.name} there already, with {held:,} articles, and it "
                "is not like this one. Name an empty place with --to."
            )
        if not found.differing:
            _finish(target)
    return found


def _fill(source: Library, target: Library, on_progress: Progress | None) -> tuple[int, int]:
    """Copy what is not there yet; return how many articles, and how many passages embedded."""
    with target.catalog.writing() as writer:
        writer.set_meta(_BEGUN, source.catalog.meta()["id"])
    wanted = source.catalog.article_ids()
    present = set(target.catalog.article_ids())
    copied = embedded = done = 0
    for some in batches(wanted, _AT_ONCE):
        there = [article_id for article_id in some if article_id in present]
        known = {digest(held) for held in holdings(target.catalog, there)}
        lacking = [held for held in holdings(source.catalog, some) if digest(held) not in known]
        target.commit([_entry(held, target.embedder) for held in lacking])
        copied += len(lacking)
        embedded += sum(len(held.passages) - len(held.vectors) for held in lacking)
        done += len(some)
        if on_progress is not None:
            on_progress(done, len(wanted))
    with target.catalog.writing() as writer:
        remember(target.catalog, writer, remembered(source.catalog))
        writer.next_generation()
    return copied, embedded


def _entry(held: Holding, embedder: Embedder) -> Entry:
    title = held.article.head.title
    lacking = [(each, title) for each in held.passages if each.id not in held.vectors]
    vectors = {**held.vectors, **embedded(lacking, embedder)}
    return Entry(held.article, held.passages, [vectors[each.id] for each in held.passages])


def _compared(source: Library, target: Library, copied: int, embedded: int) -> Migration:
    here, there = tally(source.catalog), tally(target.catalog)
    tables = tuple(Table(name, here[name], there[name]) for name in TABLES)
    return Migration(copied, embedded, source.catalog.counts().shapeless, tables)


def _finish(target: Library) -> None:
    """Make sure that words and vectors are those of the articles, and take the mark away."""
    if findings := check(target):
        raise LibraryDamaged(
            f"The articles are there, but: {findings[0].sentence} "
            "With the settings of the new place run: footnote doctor --repair"
        )
    if _BEGUN in target.catalog.meta():
        with target.catalog.writing() as writer:
            writer.drop_meta(_BEGUN)


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
