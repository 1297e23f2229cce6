"""What is wrong with a library, and mending it from its catalog."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from footnote.retrieval.catalog.rows import batches
from footnote.retrieval.errors import LibraryDamaged
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.probing import is_usable
from footnote.retrieval.storage.vector_store import Progress, refill

FindingKind = Literal[
    "catalog damaged",
    "words differ",
    "vectors unusable",
    "vectors missing",
    "vectors orphaned",
]

logger = logging.getLogger(__name__)

_READ_AT_ONCE = 1000
_ROUNDING = 1e-3
"""What Chroma's own scaling to unit norm may change in a number, many times over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and whether `repair` mends it."""

    kind: FindingKind
    sentence: str
    repairable: bool = True


_UNUSABLE = Finding("vectors unusable", "The vectors are gone or cannot be read.")


def check(library: Library, *, thorough: bool = False) -> list[Finding]:
    """Compare catalog, full-text index and vectors with each other; an empty list is health.

    Waits for a writer to finish, so that a write under way is not taken for damage. A `thorough`
    check also searches for vectors, in a process of its own: broken files of Chroma can end the
    one that uses them.

    Raises:
        LibraryBusy: Another process has been writing for half a minute.
    """
    with library.locked(vectors=False):
        findings = [
            Finding("catalog damaged", f"The catalog is damaged: {problem}.", repairable=False)
            for problem in library.catalog.problems()
        ]
        if not library.catalog.words_agree():
            findings.append(
                Finding("words differ", "The full-text index differs from the passages.")
            )
        return findings + _check_vectors(library, thorough=thorough)


def repair(
    library: Library, *, thorough: bool = False, on_progress: Progress | None = None
) -> None:
    """Make everything agree with the catalog, which keeps a copy of the vectors.

    Only vectors it has no copy of are embedded again. May be interrupted and run again. `thorough`
    as in `check`.
    `on_progress` hears how many vectors of how many are made.

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
        findings = _check_vectors(library, thorough=thorough)
        if any(finding.kind == "vectors unusable" for finding in findings):
            library.vectors.drop()
        library.vectors.open(create=True)
        library.sweep()
        refill(library.catalog, library.vectors, library.embedder, on_progress)
        library.sign_all()
        with library.catalog.writing() as writer:
            writer.next_generation()
            writer.next_epoch()
        library.catalog.tidy()


def _check_vectors(library: Library, *, thorough: bool) -> list[Finding]:
    wanted = library.catalog.passage_ids()
    library.vectors.close()
    if thorough and wanted and not is_usable(library.vectors):
        return [_UNUSABLE]
    try:
        library.vectors.open(create=not wanted)
        held = library.vectors.ids()
        present = [name for name in wanted if name in held]
        true = all(_are_true(library, some) for some in batches(present, _READ_AT_ONCE))
    except LibraryDamaged:
        logger.debug("vectors unusable", exc_info=True)
        return [_UNUSABLE]
    if not true:
        return [
            Finding("vectors unusable", "Chroma gives other vectors than it was given, or none.")
        ]
    findings: list[Finding] = []
    if missing := len(wanted) - len(present):
        findings.append(
            Finding("vectors missing", f"{missing} of {len(wanted)} passages have no vector.")
        )
    if orphans := len(held.difference(wanted)):
        findings.append(Finding("vectors orphaned", f"{orphans} vectors belong to no passage."))
    return findings


def _are_true(library: Library, passage_ids: Sequence[str]) -> bool:
    """Whether Chroma gives the vectors of passages, and they are those the catalog has."""
    held = library.vectors.vectors_of(passage_ids)
    known = library.catalog.vectors(passage_ids)
    both = [name for name in passage_ids if name in known and name in held]
    ours = np.array([known[name] for name in both], dtype=np.float32)
    theirs = np.array([held[name] for name in both], dtype=np.float32)
    return len(held) == len(passage_ids) and np.allclose(ours, theirs, atol=_ROUNDING)
