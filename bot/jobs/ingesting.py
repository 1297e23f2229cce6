"""One run of a job: the sources of an entry into its library, as `footnote ingest` does it."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from footnote.bot.jobs.entries import Counts, Entry, Result, sentence
from footnote.bot.jobs.figures import Ending, Figures
from footnote.bot.jobs.store import Run, Runs
from footnote.bot.settings import Settings
from footnote.retrieval.errors import CatalogAway, FootnoteError, LibraryBusy, VectorsAway
from footnote.retrieval.ingesting.ingestion import ArticleOutcome

logger = logging.getLogger("footnote.jobs")

PASSING = (CatalogAway, VectorsAway, LibraryBusy, OSError)
"""Errors that may be gone at the next attempt; all others want a person."""

_APART_S = 0.5
"""How far a run is, is noted no more often."""

_PATIENCE_S = 2.0


class Interrupted(Exception):
    """The run is to end now: its worker stops, or it is no longer its worker's."""


@dataclass(frozen=True)
class Ingesting:
    """Runs jobs, and notes how far they are and what became of them.

    `waits_s` are the times between attempts; there is one attempt more than waits.
    """

    settings: Settings
    runs: Runs
    figures: Figures
    waits_s: Sequence[float]

    def work(self, run: Run, stopped: Callable[[], bool]) -> None:
        """Do one run; an error of it is noted, not raised.

        Raises:
            CatalogAway: PostgreSQL does not answer, and `stopped` says not to wait for it.
        """
        entry = self.runs.begin(run)
        if entry is None:
            return
        began = time.monotonic()
        watch = _Watch(self.runs, run, stopped)
        try:
            error, passes = self._ingested(entry, watch)
        except Interrupted:
            self.runs.hand_back(run)
            self._tell(entry, "interrupted", Result(watch.counts(), time.monotonic() - began))
            return
        result = Result(watch.counts(), time.monotonic() - began, error, passes)
        again = self._settled(run, result, stopped)
        ending: Ending = "done" if error is None else "retried" if again else "failed"
        self._tell(entry, ending, result)

    def _ingested(self, entry: Entry, watch: "_Watch") -> tuple[str | None, bool]:
        """Return what went wrong as a sentence, and whether it may pass."""
        from footnote.retrieval.footnote import Footnote

        settings = self.settings
        try:
            with Footnote.open(
                settings.home, entry.library, settings.retrieval(), create=True
            ) as footnote:
                mirrored = footnote.mirror(
                    entry.sources,
                    forget=entry.deleted == "forget",
                    on_found=watch.found,
                    on_outcome=watch.outcome,
                ).run()
        except Interrupted:
            raise
        except (FootnoteError, OSError) as error:
            return str(error), isinstance(error, PASSING)
        except Exception as error:
            logger.debug("job %d", entry.id, exc_info=True)
            return f"Something went wrong inside Footnote ({type(error).__name__}: {error}).", False
        watch.forgotten = len(mirrored.forgotten)
        return watch.fault(entry.sources)

    def _settled(self, run: Run, result: Result, stopped: Callable[[], bool]) -> bool:
        """Note the end of a run, waiting for PostgreSQL where it is away."""
        # No retrying library: there is no policy but to wait, and `stopped` may change meanwhile.
        while True:
            try:
                return self.runs.settle(run, result, self.waits_s) is not None
            except CatalogAway:
                if stopped():
                    raise
                time.sleep(_PATIENCE_S)

    def _tell(self, entry: Entry, ending: Ending, result: Result) -> None:
        counts = result.counts
        self.figures.count(ending, counts, result.seconds)
        logger.info(
            "job %d, library %s: %s in %.1f s, added %d, changed %d, unchanged %d, skipped %d, "
            "forgotten %d%s",
            entry.id,
            entry.library,
            ending,
            result.seconds,
            counts.added,
            counts.changed,
            counts.unchanged,
            counts.skipped,
            counts.forgotten,
            f"; {sentence(result.error)}" if result.error else "",
        )


class _Watch:
    """Counts what a run meets, notes how far it is, and interrupts it between two articles."""

    def __init__(self, runs: Runs, run: Run, stopped: Callable[[], bool]) -> None:
        self._runs, self._run, self._stopped = runs, run, stopped
        self._counts: Counter[str] = Counter()
        self._found = 0
        self._noted_at = 0.0
        self._away: list[ArticleOutcome] = []
        self._first_skipped: ArticleOutcome | None = None
        self.forgotten = 0

    def found(self, count: int) -> None:
        """Set how many articles there are to read."""
        self._found = count
        self._note()

    def outcome(self, outcome: ArticleOutcome) -> None:
        """Count one article; raises `Interrupted` where the run is to end."""
        self._counts[outcome.kind] += 1
        if outcome.kind == "skipped":
            self._first_skipped = self._first_skipped or outcome
            if outcome.away and len(self._away) < 100:
                self._away.append(outcome)
        self._note()

    def counts(self) -> Counts:
        """Return the counts so far."""
        return Counts(**self._counts, forgotten=self.forgotten)

    def fault(self, sources: Sequence[str]) -> tuple[str | None, bool]:
        """Return what is wrong with a run that came to its end, and whether it may pass.

        A source that is away as a whole is; of a site's pages, one or the other may be.
        """
        skipped, met = self._counts["skipped"], self._counts.total()
        nothing = skipped > 0 and skipped == met
        away = [each for each in self._away if nothing or each.origin in sources]
        if away:
            more = f", and {len(away) - 1} more" if len(away) > 1 else ""
            return f"{away[0].origin}: {away[0].reason}{more}.", True
        if nothing and self._first_skipped is not None:
            first = self._first_skipped
            return f"All was skipped; first {first.origin}: {first.reason}.", False
        return None, False

    def _note(self) -> None:
        if self._stopped():
            raise Interrupted
        if time.monotonic() - self._noted_at < _APART_S:
            return
        self._noted_at = time.monotonic()
        if not self._runs.progress(self._run, self._found, self._counts.total()):
            raise Interrupted
