"""`footnote ingest`: articles into a library."""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, redirect_stdout
from dataclasses import asdict
from datetime import datetime
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

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.ingesting.ingestion import ArticleOutcome
from footnote.retrieval.ingesting.mirroring import Mirror, MirrorReport
from footnote.retrieval.readers import PIPED, READERS, unread
from footnote.retrieval.readers.web import is_address

SHOWN_FAULTS = 20
SHOWN_ENDINGS = 12
KEPT_FAULTS = 1000
"""Skipped articles that the JSON result names one by one; `--report` has all of them."""


class _Watcher:
    """Moves the progress bar, writes the report, and keeps why articles were skipped."""

    def __init__(self, session: Session, report: IO[str] | None) -> None:
        self.skipped: list[ArticleOutcome] = []
        self.reasons: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
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

    def pass_over(self, sources: Sequence[str]) -> None:
        """Count the files of folders that no reader is there for, by ending."""
        for path in unread(sources):
            ending = path.suffix.lower()
            self.unread[ending or path.name] += 1
            if self._report is not None:
                told = {"kind": "unread", "origin": str(path), "ending": ending}
                self._report.write(json.dumps(told, ensure_ascii=False) + "\n")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Processes that read files.")
@click.option(
    "--workers",
    type=click.IntRange(1, 1000),
    default=None,
    help="Processes of Ray that embed, here or on the cluster that RAY_ADDRESS names.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of each article to a file, one JSON object a line.",
)
@click.option("--watch", is_flag=True, help="Stay, and follow what changes in the folders.")
@click.option(
    "--deleted",
    type=click.Choice(["keep", "forget"]),
    help="What becomes of articles whose file is gone, or which are no longer in their file: kept "
    "(the default), or forgotten for good (the default with --watch).",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the site made of these files is: footnotes link to its pages.",
)
@click.pass_obj
def ingest_command(
    session: Session,
    sources: tuple[str, ...],
    jobs: int,
    workers: int | None,
    report_file: Path | None,
    watch: bool,
    deleted: str | None,
    base_url: str | None,
) -> int:
    """Read files, folders, globs and web addresses into the library; - reads what is piped in.

    Unchanged articles are skipped, changed ones replaced; one bad file never stops the others.
    An interrupted run is taken up again by the same command.
    """
    forget = deleted == "forget" or (watch and deleted is None)
    settings = session.settings(_with_site(sources, base_url) if base_url else None)
    with ExitStack() as stack:
        watcher = _Watcher(session, stack.enter_context(_open(report_file)))
        footnote = stack.enter_context(session.open(settings, create=True))
        mirror = footnote.mirror(
            sources,
            forget=forget,
            jobs=jobs,
            workers=workers or 0,
            on_found=watcher.found,
            on_outcome=watcher.outcome,
        )
        if watch and not mirror.roots:
            raise click.UsageError("--watch needs a file or a folder that is there.")
        # Ray tells of its workers on standard output, which is for what the command tells.
        with watcher.bar, redirect_stdout(sys.stderr):
            mirrored = mirror.run()
        watcher.pass_over(sources)
        _show(session, mirrored, watcher)
        if watch:
            return _follow(session, mirror, watcher)
    report = mirrored.report
    if report.found == 0:
        known = ", ".join(sorted(READERS))
        raise FootnoteError(f"No articles found: name files that end in {known}, or a folder.")
    return 1 if report.found == report.skipped else 0


def _with_site(sources: tuple[str, ...], base_url: str) -> dict[str, object]:
    """Return the setting that gives the files of some sources the addresses of a site."""
    if not base_url.startswith(("http://", "https://")):
        raise click.UsageError("--base-url needs an address that begins with https:// or http://.")
    places = [source for source in sources if source != PIPED and not is_address(source)]
    if not places:
        raise click.UsageError("--base-url needs a file or a folder; web pages have an address.")
    return {"ingesting": {"base_urls": dict.fromkeys(places, base_url)}}


def _follow(session: Session, mirror: Mirror, watcher: _Watcher) -> int:
    """Tell what changes in the folders until somebody interrupts."""
    count = len(mirror.roots)
    session.err.print(f"Watching {count} {'place' if count == 1 else 'places'}; Ctrl-C ends.")
    for mirrored in mirror.watch():
        faults, watcher.skipped = watcher.skipped, []
        if session.as_json:
            session.print_json(_as_json(mirrored, faults))
            continue
        report = mirrored.report
        session.out.print(
            f"{datetime.now():%H:%M:%S}  added {report.added}, changed {report.changed}, "  # noqa: DTZ005 - the watcher's own clock
            f"skipped {report.skipped}, forgotten {len(mirrored.forgotten)}"
        )
        _tell_faults(session, mirrored, faults)
    return 0


def _show(session: Session, mirrored: MirrorReport, watcher: _Watcher) -> None:
    faults, watcher.skipped = watcher.skipped, []
    if session.as_json:
        unread_files = {"unread": dict(watcher.unread.most_common())} if watcher.unread else {}
        session.print_json({**_as_json(mirrored, faults), **unread_files})
        return
    _tell_faults(session, mirrored, faults)
    _tell(session, mirrored, watcher)


def _open(file: Path | None) -> AbstractContextManager[IO[str] | None]:
    if file is None:
        return nullcontext()
    try:
        return file.open("w", buffering=1, encoding="utf-8")
    except OSError as error:
        raise FootnoteError(f"{file} cannot be written ({error.strerror or error}).") from error


def _kind_of(reason: str) -> str:
    """Return a reason without its figures and names, so that like ones are counted together."""
    return re.sub(r"\d[\d,.]*", "…", re.sub(r"[“\"'].*?[”\"']", "…", reason))


def _as_json(mirrored: MirrorReport, faults: list[ArticleOutcome]) -> dict[str, object]:
    reasons = [{"origin": outcome.origin, "reason": outcome.reason} for outcome in faults]
    gone = {"forgotten": list(mirrored.forgotten)} if mirrored.forgotten else {}
    return {**asdict(mirrored.report), **gone, "skipped_reasons": reasons}


def _tell_faults(session: Session, mirrored: MirrorReport, faults: list[ArticleOutcome]) -> None:
    for outcome in faults[:SHOWN_FAULTS]:
        session.err.print(
            f"skipped {outcome.origin}: {outcome.reason}", style="yellow", markup=False
        )
    if mirrored.report.skipped > SHOWN_FAULTS:
        more = mirrored.report.skipped - SHOWN_FAULTS
        session.err.print(f"… and {more:,} more; --report FILE lists them all")
    for folder in mirrored.kept:
        session.err.print(
            f"{folder} is gone or empty, as a drive that is not mounted: nothing is forgotten.",
            style="yellow",
            markup=False,
        )


def _tell(session: Session, mirrored: MirrorReport, watcher: _Watcher) -> None:
    report = mirrored.report
    table = Table(box=None, pad_edge=False)
    counts = {name: getattr(report, name) for name in ("added", "changed", "unchanged", "skipped")}
    if mirrored.forgotten:
        counts["forgotten"] = len(mirrored.forgotten)
    for name in counts:
        table.add_column(name, justify="right")
    table.add_row(*map(str, counts.values()))
    session.out.print(table)
    if watcher.reasons:
        why = Table(box=None, pad_edge=False)
        why.add_column("skipped", justify="right")
        why.add_column("because")
        for reason, count in watcher.reasons.most_common():
            why.add_row(str(count), Text(reason))
        session.out.print(why)
    if watcher.unread:
        passed = Table(box=None, pad_edge=False)
        passed.add_column("not read", justify="right")
        passed.add_column("files that end in")
        for ending, count in watcher.unread.most_common(SHOWN_ENDINGS):
            passed.add_row(str(count), Text(ending))
        session.out.print(passed)
    speed = report.passages / max(report.seconds, 1e-9)
    session.out.print(
        f"{report.passages:,} passages embedded in {report.seconds:.1f} s ({speed:.0f} a second)"
    )
