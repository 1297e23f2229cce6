"""What is wrong with a library, and mending it from its catalog."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.article import ArticleHead, Passage
from retrieval.errors import LibraryDamaged
from retrieval.library import Library
from retrieval.vectors import VectorRow

FindingKind = Literal[
    "catalog damaged",
    "words differ",
    "vectors unusable",
    "vectors missing",
    "vectors orphaned",
]

_BATCH = 256

Embed = Callable[[list[str], list[str]], Sequence[Sequence[float]]]
"""From passage ids and their texts to their vectors."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and whether `repair` mends it."""

    kind: FindingKind
    sentence: str
    repairable: bool = True


def check(library: Library) -> list[Finding]:
    """Compare catalog, full-text index and vectors with each other; an empty list is health.

    Waits for a writer to finish, so that a write under way is not taken for damage.

    Raises:
        LibraryBusy: Another process has been writing for half a minute.
    """
    with library.locked(vectors=False):
        found = [
            Finding("catalog damaged", f"The catalog is damaged: {problem}.", repairable=False)
            for problem in library.catalog.problems()
        ]
        if not library.catalog.words_agree():
            found.append(Finding("words differ", "The full-text index differs from the passages."))
        return found + _check_vectors(library)


def repair(library: Library, *, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Make everything agree with the catalog; vectors that are missing are embedded again.

    May be interrupted and run again. `on_progress` hears how many vectors of how many are made.

    Raises:
        LibraryDamaged: The catalog itself is broken, which only a backup mends.
        LibraryBusy: Another process has been writing for half a minute.
    """
    with library.locked(vectors=False):
        if problems := library.catalog.problems():
            raise LibraryDamaged(
                f"The catalog of the library {library.name} is damaged ({problems[0]}). Restore it "
                "from a backup, or remove the library's folder and ingest its articles again."
            )
        with library.catalog.writing() as writer:
            writer.rebuild_words()
        if any(finding.kind == "vectors unusable" for finding in _check_vectors(library)):
            library.vectors.drop()
        library.vectors.open(create=True)
        library.sweep()
        fill_vectors(library, lambda _, texts: library.embedder.embed_documents(texts), on_progress)
        with library.catalog.writing() as writer:
            writer.next_generation()
        library.catalog.scrub()


def fill_vectors(
    library: Library, embed: Embed, on_progress: Callable[[int, int], None] | None = None
) -> None:
    """Delete the vectors no passage has, and make those that passages lack.

    The caller holds the lock and has opened the vectors.
    """
    held = library.vectors.ids()
    wanted = library.catalog.passage_ids()
    library.vectors.delete(sorted(held.difference(wanted)))
    missing = [passage_id for passage_id in wanted if passage_id not in held]
    for start in range(0, len(missing), _BATCH):
        joined = library.passages_by_ids(missing[start : start + _BATCH])
        passages = [passage for passage, _ in joined]
        made = embed([passage.id for passage in passages], [passage.text for passage in passages])
        library.vectors.add(_rows(joined, made))
        if on_progress is not None:
            on_progress(min(start + _BATCH, len(missing)), len(missing))


def _check_vectors(library: Library) -> list[Finding]:
    wanted = library.catalog.passage_ids()
    library.vectors.close()
    try:
        library.vectors.open(create=not wanted)
        held = library.vectors.ids()
        readable = len(library.vectors.vectors_of([name for name in wanted if name in held]))
    except LibraryDamaged as error:
        return [Finding("vectors unusable", str(error))]
    if readable < len(held.intersection(wanted)):
        return [Finding("vectors unusable", "Chroma names vectors that it cannot give.")]
    found: list[Finding] = []
    if missing := len(set(wanted) - held):
        found.append(
            Finding("vectors missing", f"{missing} of {len(wanted)} passages have no vector.")
        )
    if orphans := len(held.difference(wanted)):
        found.append(Finding("vectors orphaned", f"{orphans} vectors belong to no passage."))
    return found


def _rows(
    joined: Sequence[tuple[Passage, ArticleHead]], vectors: Sequence[Sequence[float]]
) -> list[VectorRow]:
    return [
        VectorRow(passage.id, head, vector)
        for (passage, head), vector in zip(joined, vectors, strict=True)
    ]
