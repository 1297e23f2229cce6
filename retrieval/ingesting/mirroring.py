"""A library that follows its folders: what is deleted there is forgotten here, with care."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from footnote.retrieval.errors import LibraryBusy
from footnote.retrieval.ingesting.ingestion import ArticleOutcome, IngestReport, ingest
from footnote.retrieval.readers import PIPED, READERS
from footnote.retrieval.readers.web import is_address
from footnote.retrieval.storage.library import Library

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET_MS = 800
"""How long nothing may happen in a folder before what happened is looked at."""


@dataclass(frozen=True, slots=True)
class MirrorReport:
    """What one pass over the folders has changed.

    `kept` names folders that are gone or empty: a drive that is not mounted looks like that, so
    nothing of theirs is forgotten.
    """

    report: IngestReport
    forgotten: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Mirror:
    """Keeps a library in step with files and folders; web addresses are only ingested.

    With `forget`, articles go whose file is gone, and articles that are no longer in their file.
    A file with anything in it that cannot be read keeps all its articles.
    """

    def __init__(
        self,
        library: Library,
        sources: Sequence[str | Path],
        *,
        forget: bool,
        jobs: int = 1,
        workers: int = 0,
        on_found: Callable[[int], None] | None = None,
        on_outcome: Callable[[ArticleOutcome], None] | None = None,
    ) -> None:
        self._library = library
        self._sources = list(sources)
        self._forget = forget
        self._jobs, self._workers = jobs, workers
        self._on_found = on_found
        self._on_outcome = on_outcome
        self.roots = [
            Path(source).expanduser().resolve()
            for source in map(str, sources)
            if source != PIPED and not is_address(source) and Path(source).expanduser().exists()
        ]

    def run(self) -> MirrorReport:
        """Ingest everything, and forget what is gone."""
        return self._follow(self._sources, [str(root) for root in self.roots])

    def watch(self, stop: Event | None = None) -> Iterator[MirrorReport]:
        """Yield a report whenever something has changed, until `stop` is set; blocks meanwhile."""
        from watchfiles import watch

        folders = {root if root.is_dir() else root.parent for root in self.roots}
        changes = watch(
            *folders,
            watch_filter=self._concerns,
            debounce=2 * _QUIET_MS,
            step=_QUIET_MS,
            stop_event=stop,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        waiting: set[str] = set()
        self._workers = 0  # starting them takes longer than what changes now and then
        for batch in changes:
            waiting.update(path for _, path in batch)
            if not waiting:
                continue
            paths = sorted(waiting)
            present = [path for path in map(Path, paths) if path.is_dir() or self._is_read(path)]
            try:
                report = self._follow(present, paths)
            except LibraryBusy:
                continue  # what has changed is still waiting when the other writer is done
            waiting.clear()
            if report.report.found or report.forgotten or report.kept:
                yield report

    def _concerns(self, _change: "Change", path: str) -> bool:
        place = Path(path)
        return not place.name.startswith(".") and any(map(place.is_relative_to, self.roots))

    def _is_read(self, path: Path) -> bool:
        return path.is_file() and (path.suffix.lower() in READERS or path in self.roots)

    def _follow(self, sources: Sequence[str | Path], paths: Sequence[str]) -> MirrorReport:
        met: dict[str, set[str]] = defaultdict(set)
        unsure: set[str] = set()

        def note(outcome: ArticleOutcome) -> None:
            if self._forget and outcome.kind == "skipped":
                unsure.update(_files_of(outcome.origin))
            elif self._forget and outcome.path is not None:
                met[outcome.path].add(outcome.article_id or "")
            if self._on_outcome is not None:
                self._on_outcome(outcome)

        report = ingest(
            self._library,
            sources,
            jobs=self._jobs,
            workers=self._workers,
            on_found=self._on_found,
            on_outcome=note,
        )
        if not self._forget:
            return MirrorReport(report)
        kept = [root for root in self.roots if _looks_unmounted(root)]
        gone = [
            article_id
            for path in paths
            for article_id, file in self._library.catalog.below(path)
            if file not in unsure
            and not any(map(Path(file).is_relative_to, kept))
            and (not Path(file).exists() or (file in met and article_id not in met[file]))
        ]
        return MirrorReport(report, self._forgotten(gone), tuple(map(str, kept)))

    def _forgotten(self, gone: Sequence[str]) -> tuple[str, ...]:
        """Forget articles; one with an address may stand in another file too, and comes back."""
        if not gone:
            return ()
        elsewhere = [
            name for name in gone if (found := self._library.article(name)) and found.head.url
        ]
        forgotten = set(self._library.forget(gone))
        if elsewhere:
            ingest(self._library, self.roots, jobs=self._jobs)
            forgotten = {name for name in forgotten if self._library.article(name) is None}
        return tuple(sorted(forgotten))


def _files_of(origin: str) -> list[str]:
    """Return the files an origin may speak of: itself, or what stands before its line or part."""
    outer = origin.rsplit(", ", 1)[0]
    return [origin, outer, outer.rsplit(", ", 1)[0]]


def _looks_unmounted(root: Path) -> bool:
    """Tell a folder that is gone, or empty as the place of a drive is that is not there."""
    if root.is_file():
        return False
    if root.suffix.lower() in READERS:
        return not root.parent.exists()
    try:
        return not any(root.iterdir())
    except OSError:
        return True
