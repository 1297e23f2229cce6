"""`footnote jobs` and `worker`: sources that PostgreSQL remembers, and who reads them when."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import FootnoteError, SettingsError

if TYPE_CHECKING:
    from footnote.bot.jobs.entries import Deleted, Entry
    from footnote.bot.jobs.store import Store
    from footnote.bot.settings import Settings


@click.group()
def jobs_command() -> None:
    """Sources that PostgreSQL remembers with their schedules; `footnote worker` reads them."""


@jobs_command.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option(
    "--every",
    metavar="CRON",
    help="When to read them again: minute, hour, day, month and weekday, in UTC.",
)
@click.option(
    "--deleted",
    type=click.Choice(["keep", "forget"]),
    default="keep",
    help="What becomes of articles whose file is gone, or which are no longer in their file: kept "
    "(the default), or forgotten for good.",
)
@click.pass_obj
def add(session: Session, sources: tuple[str, ...], every: str | None, deleted: "Deleted") -> None:
    """Remember sources for the library, and queue a run now.

    Adding the same sources again changes their schedule. Paths are those of the workers' hosts.
    """
    from footnote.bot.jobs.entries import checked_sources

    settings = _settings(session)
    checked = checked_sources(sources)
    with _store(settings) as store:
        entry, is_new = store.add(settings.library, checked, every=every, deleted=deleted)
    if session.as_json:
        session.print_json({"id": entry, "new": is_new})
        return
    done = "added" if is_new else "changed"
    session.out.print(f"Job {entry} is {done} and waits for a worker: footnote worker")


@jobs_command.command("list")
@click.pass_obj
def list_jobs(session: Session) -> None:
    """List the jobs, of one library where one is named: schedule, state and last run."""
    with _store(_settings(session)) as store:
        entries = store.entries(session.library)
    if session.as_json:
        session.print_json([entry.as_json() for entry in entries])
        return
    _show(session, entries)


@jobs_command.command("remove")
@click.argument("entry", metavar="ID", type=click.IntRange(min=1))
@click.pass_obj
def remove(session: Session, entry: int) -> None:
    """Forget a job; its run under way ends, its articles stay."""
    with _store(_settings(session)) as store:
        if not store.remove(entry):
            raise _unknown(entry)
    session.err.print(f"Job {entry} is removed; its articles stay.")


@jobs_command.command("run")
@click.argument("entry", metavar="ID", type=click.IntRange(min=1))
@click.pass_obj
def run_now(session: Session, entry: int) -> None:
    """Queue a job now, whatever its schedule."""
    with _store(_settings(session)) as store:
        queued = store.run(entry)
    if queued is None:
        raise _unknown(entry)
    session.err.print(f"Job {entry} waits for a worker{'' if queued else ' already'}.")


@click.command()
@click.option("--once", is_flag=True, help="Work what is due, and end.")
@click.option(
    "--metrics",
    type=click.IntRange(0, 65_535),
    metavar="PORT",
    help="Serve figures in Prometheus' format at this port; 0 takes one that is free.",
)
@click.option(
    "--metrics-host",
    default="127.0.0.1",
    help="Address to serve them at; default: 127.0.0.1.",
)
@click.pass_obj
def worker_command(session: Session, once: bool, metrics: int | None, metrics_host: str) -> int:
    """Work the jobs of all libraries, one at a time, until interrupted.

    Start as many as you like, on as many hosts. A run that is interrupted, or whose worker dies, is
    taken up again by another. With --once, the exit status is 1 if a run failed.
    """
    settings = _settings(session)
    from footnote.bot.jobs.figures import Figures
    from footnote.bot.jobs.store import Store
    from footnote.bot.jobs.working import Working

    _write_log(debug=session.debug)
    figures = Figures()
    with Store(settings.catalog) as counting:
        if metrics is not None:
            port = figures.serve(metrics_host, metrics, counting.waiting)
            session.err.print(f"Figures at http://{metrics_host}:{port}/metrics", markup=False)
        Working(settings, figures=figures).run(once=once)
    return 1 if once and figures.failed else 0


def _settings(session: Session) -> "Settings":
    """Return the settings, where jobs can be with them."""
    settings = session.settings()
    if settings.catalog.url is None:
        raise SettingsError(
            "Jobs need PostgreSQL: set catalog.url, or follow folders without it by "
            "footnote ingest --watch."
        )
    for module in ("psycopg", "psycopg_pool", "procrastinate"):
        if find_spec(module) is None:
            raise SettingsError("Jobs need procrastinate: pip install 'footnote-bot[postgres]'")
    return settings


@contextmanager
def _store(settings: "Settings") -> "Iterator[Store]":
    from footnote.bot.jobs.store import Store

    with Store(settings.catalog) as store:
        yield store


def _unknown(entry: int) -> FootnoteError:
    return FootnoteError(f"There is no job {entry}; `footnote jobs list` shows them.")


def _write_log(*, debug: bool) -> None:
    """Send a worker's lines to standard error; procrastinate's own would come with traces."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("footnote.jobs")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.DEBUG if debug else logging.INFO)
    if not debug:
        for name in ("procrastinate", "psycopg.pool", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _show(session: Session, entries: "list[Entry]") -> None:
    from rich.table import Table
    from rich.text import Text

    from footnote.bot.jobs.entries import without_password
    from footnote.bot.terminal.words import safe

    table = Table(box=None, pad_edge=False)
    for name in ("id", "library", "sources", "every", "state", "last run", "error"):
        table.add_column(name, justify="right" if name == "id" else "left")
    for entry in entries:
        table.add_row(
            *(
                Text(safe(cell))
                for cell in (
                    str(entry.id),
                    entry.library,
                    ", ".join(map(without_password, entry.sources)),
                    entry.every or "",
                    _state(entry),
                    _last_run(entry),
                    entry.error or "",
                )
            )
        )
    session.out.print(table)


def _state(entry: "Entry") -> str:
    if entry.state == "working" and entry.found:
        return f"working, {entry.done} of {entry.found}"
    if entry.state == "retrying" and entry.retry_at is not None:
        return f"failed, again {_at(entry.retry_at)}"
    return entry.state


def _last_run(entry: "Entry") -> str:
    if entry.ended is None:
        return ""
    counts = entry.counts
    return (
        f"{_at(entry.ended)}: added {counts.added}, changed {counts.changed}, unchanged "
        f"{counts.unchanged}, skipped {counts.skipped}, forgotten {counts.forgotten}"
    )


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
