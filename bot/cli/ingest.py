"""`footnote ingest`: articles into a library."""

import time
from collections import Counter
from dataclasses import asdict

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from bot.cli.session import Session
from retrieval.errors import FootnoteError
from retrieval.ingestion import ArticleOutcome, IngestReport

SHOWN_FAULTS = 20


class _Watcher:
    """Moves the progress bar and keeps what was skipped."""

    def __init__(self, session: Session) -> None:
        self.skipped: list[ArticleOutcome] = []
        self.passages = 0
        self._started = time.perf_counter()
        self.bar = Progress(
            TextColumn("Reading articles"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=session.err,
        )
        self._task = self.bar.add_task("ingest", total=None, speed="")

    def found(self, count: int) -> None:
        """Set how many articles there are to read."""
        self.bar.update(self._task, total=count)

    def outcome(self, outcome: ArticleOutcome) -> None:
        """Count one article."""
        self.passages += outcome.passages
        if outcome.kind == "skipped":
            self.skipped.append(outcome)
        speed = self.passages / max(time.perf_counter() - self._started, 1e-9)
        self.bar.update(self._task, advance=1, speed=f"{speed:.0f} passages/s")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.pass_obj
def command(session: Session, sources: tuple[str, ...]) -> int:
    """Read files, folders and globs into the library.

    Unchanged articles are skipped, changed ones replaced; one bad file never stops the others.
    """
    settings = session.settings()
    watcher = _Watcher(session)
    with session.open(settings, create=True) as footnote, watcher.bar:
        report = footnote.ingest(sources, on_found=watcher.found, on_outcome=watcher.outcome)
    if session.as_json:
        session.print_json(_as_json(report, watcher.skipped))
    else:
        _tell(session, report, watcher.skipped)
    if report.found == 0:
        raise FootnoteError(
            "No articles found: name files that end in .txt, .md, .html or .jsonl, or a folder "
            "of them."
        )
    return 1 if report.found == report.skipped else 0


def _as_json(report: IngestReport, skipped: list[ArticleOutcome]) -> dict[str, object]:
    faults = [{"origin": outcome.origin, "reason": outcome.reason} for outcome in skipped]
    return {**asdict(report), "skipped_reasons": faults}


def _tell(session: Session, report: IngestReport, skipped: list[ArticleOutcome]) -> None:
    for outcome in skipped[:SHOWN_FAULTS]:
        session.err.print(
            f"skipped {outcome.origin}: {outcome.reason}", style="yellow", markup=False
        )
    if len(skipped) > SHOWN_FAULTS:
        reasons = Counter(outcome.reason for outcome in skipped[SHOWN_FAULTS:]).most_common(5)
        session.err.print(f"… and {len(skipped) - SHOWN_FAULTS} more, most often: {reasons[0][0]}")
    table = Table(box=None, pad_edge=False)
    for name in ("added", "changed", "unchanged", "skipped"):
        table.add_column(name, justify="right")
    table.add_row(
        *(str(n) for n in (report.added, report.changed, report.unchanged, report.skipped))
    )
    session.out.print(table)
    speed = report.passages / max(report.seconds, 1e-9)
    session.out.print(
        f"{report.passages:,} passages embedded in {report.seconds:.1f} s ({speed:.0f} a second)"
    )
