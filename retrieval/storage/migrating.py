"""A library copied into another place and engine, and compared there with what it was."""

from collections.abc import Callable
from dataclasses import dataclass

from footnote.retrieval.catalog.copying import (
    TABLES,
    Holding,
    Tally,
    digest,
    holdings,
    remember,
    remembered,
    tally,
)
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.errors import LibraryDamaged, LibraryError
from footnote.retrieval.iteration import batches
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.refilling import embedded
from footnote.retrieval.storage.vector_store import Entry

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
