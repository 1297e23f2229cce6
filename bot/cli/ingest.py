"""`footnote ingest`: articles into a library."""

import json
import re
import time
from collections import Counter
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import IO

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
from rich.text import Text

from bot.cli.session import Session
from retrieval.errors import FootnoteError
from retrieval.ingestion import ArticleOutcome, IngestReport

SHOWN_FAULTS = 20
KEPT_FAULTS = 1000
"""Skipped articles that the JSON result names one by one; `--report` has all of them."""


class _Watcher:
    """Moves the progress bar, writes the report, and keeps why articles were skipped."""

    def __init__(self, session: Session, report: IO[str] | None) -> None:
        self.skipped: list[ArticleOutcome] = []
        self.reasons: Counter[str] = Counter()
        self.passages = 0
        self._report = report
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
            self.reasons[_kind_of(outcome.reason or "")] += 1
            if len(self.skipped) < KEPT_FAULTS:
                self.skipped.append(outcome)
        if self._report is not None:
            self._report.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
        speed = self.passages / max(time.perf_counter() - self._started, 1e-9)
        self.bar.update(self._task, advance=1, speed=f"{speed:.0f} passages/s")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Processes that read files.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of each article to a file, one JSON object a line.",
)
@click.pass_obj
def command(session: Session, sources: tuple[str, ...], jobs: int, report_file: Path | None) -> int:
    """Read files, folders and globs into the library.

    Unchanged articles are skipped, changed ones replaced; one bad file never stops the others.
    An interrupted run is taken up again by the same command.
    """
    settings = session.settings()
    with ExitStack() as stack:
        watcher = _Watcher(session, stack.enter_context(_open(report_file)))
        footnote = stack.enter_context(session.open(settings, create=True))
        stack.enter_context(watcher.bar)
        report = footnote.ingest(
            sources, jobs=jobs, on_found=watcher.found, on_outcome=watcher.outcome
        )
    if session.as_json:
        session.print_json(_as_json(report, watcher))
    else:
        _tell(session, report, watcher)
    if report.found == 0:
        raise FootnoteError(
            "No articles found: name files that end in .txt, .md, .html or .jsonl, or a folder "
            "of them."
        )
    return 1 if report.found == report.skipped else 0


def _open(file: Path | None) -> AbstractContextManager[IO[str] | None]:
    if file is None:
        return nullcontext()
    try:
        return file.open("w", encoding="utf-8")
    except OSError as error:
        raise FootnoteError(f"{file} cannot be written ({error.strerror or error}).") from error


def _kind_of(reason: str) -> str:
    """Return a reason without its figures and names, so that like ones are counted together."""
    return re.sub(r"\d[\d,.]*", "…", re.sub(r"[“\"'].*?[”\"']", "…", reason))


def _as_json(report: IngestReport, watcher: _Watcher) -> dict[str, object]:
    faults = [{"origin": outcome.origin, "reason": outcome.reason} for outcome in watcher.skipped]
    return {**asdict(report), "skipped_reasons": faults}


def _tell(session: Session, report: IngestReport, watcher: _Watcher) -> None:
    for outcome in watcher.skipped[:SHOWN_FAULTS]:
        session.err.print(
            f"skipped {outcome.origin}: {outcome.reason}", style="yellow", markup=False
        )
    if report.skipped > SHOWN_FAULTS:
        session.err.print(
            f"… and {report.skipped - SHOWN_FAULTS:,} more; --report FILE lists them all"
        )
    table = Table(box=None, pad_edge=False)
    for name in ("added", "changed", "unchanged", "skipped"):
        table.add_column(name, justify="right")
    table.add_row(
        *(str(n) for n in (report.added, report.changed, report.unchanged, report.skipped))
    )
    session.out.print(table)
    if watcher.reasons:
        why = Table(box=None, pad_edge=False)
        why.add_column("skipped", justify="right")
        why.add_column("because")
        for reason, count in watcher.reasons.most_common():
            why.add_row(str(count), Text(reason))
        session.out.print(why)
    speed = report.passages / max(report.seconds, 1e-9)
    session.out.print(
        f"{report.passages:,} passages embedded in {report.seconds:.1f} s ({speed:.0f} a second)"
    )
