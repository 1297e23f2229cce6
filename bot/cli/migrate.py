"""`footnote migrate`, `backup`, `restore`: a library into another home, database or archive."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from footnote.bot.cli.session import Session
from footnote.retrieval.errors import InputError, LibraryError

if TYPE_CHECKING:
    from footnote.retrieval.options import RetrievalOptions
    from footnote.retrieval.storage.copying import Migration
    from footnote.retrieval.storage.library import Library

_DATABASE = ("postgresql://", "postgres://")
_SHOWN_OF_A_HASH = 16


@click.command()
@click.option(
    "--to",
    "place",
    required=True,
    metavar="URL_OR_FOLDER",
    help="postgresql://… (the password may stand in PGPASSWORD or ~/.pgpass), or a home folder.",
)
@click.option(
    "--vectors",
    "mode",
    type=click.Choice(["embedded", "server", "postgres"]),
    help="Where the vectors go, as vectors.mode: onto the Chroma server of the settings (the "
    "default with PostgreSQL), into PostgreSQL too, or into the home folder (the default there).",
)
@click.pass_obj
def migrate_command(session: Session, place: str, mode: str | None) -> None:
    """Copy the library into PostgreSQL, or out of it into a home folder.

    Articles, passages, vectors and what the library remembers keep their ids, and are compared
    with what they were: rows and hashes of every table are printed. The library here is only
    read, and stays; whoever writes to it meanwhile waits. After an interruption run it again: it
    goes on. The bot's own state (servers, feedback, talks) stays in its home.
    """
    from footnote.retrieval.footnote import Footnote
    from footnote.retrieval.storage.copying import migrate

    settings = session.settings()
    options = settings.retrieval()
    with ExitStack() as stack:
        source = stack.enter_context(session.open(settings)).library
        there = _options(options, place, mode)
        home = stack.enter_context(_home(place))
        target = stack.enter_context(Footnote.open(home, settings.library, there, create=True))
        bar = Progress(
            TextColumn("Copying articles"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=session.err,
        )
        with bar:
            task = bar.add_task("migrate", total=None)
            report = migrate(
                source,
                target.library,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        places = (_name(source), _name(target.library))
    _show(session, report, *places)
    if report.differing:
        raise LibraryError(
            f"The copy differs from the library in: {', '.join(report.differing)}. Forget there "
            "what is not here, with the settings of the new place, and run the command again."
        )


def _options(options: "RetrievalOptions", place: str, mode: str | None) -> "RetrievalOptions":
    """Return the options of the new place; the Chroma server is the one of the settings."""
    in_database = place.startswith(_DATABASE)
    if not place or (not in_database and "://" in place):
        raise click.UsageError("--to takes an address that begins with postgresql://, or a folder.")
    catalog = options.catalog.model_copy(update={"url": SecretStr(place) if in_database else None})
    usual = "server" if in_database else "embedded"
    vectors = options.vectors.model_copy(update={"mode": mode or usual})
    return options.model_copy(update={"catalog": catalog, "vectors": vectors})


@contextmanager
def _home(place: str) -> Iterator[Path]:
    """Hand out the new home; beside a database it is one of a moment: the old one is only read."""
    if not place.startswith(_DATABASE):
        yield Path(place).expanduser()
        return
    with TemporaryDirectory(prefix="footnote-") as folder:
        yield Path(folder)


def _name(library: "Library") -> str:
    if library.options.catalog.url is None:
        return str(library.folder)
    from footnote.retrieval.catalog.postgres.connection import place_of

    return place_of(library.options.catalog)


def _show(session: Session, report: "Migration", here: str, there: str) -> None:
    if session.as_json:
        session.print_json({"from": here, "to": there, **_as_json(report)})
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("", "rows here", "rows there", "hash here", "hash there"):
        table.add_column(heading, justify="right" if heading.startswith("rows") else "left")
    for each in report.tables:
        hashes = (each.here.sha256[:_SHOWN_OF_A_HASH], each.there.sha256[:_SHOWN_OF_A_HASH])
        table.add_row(each.name, f"{each.here.rows:,}", f"{each.there.rows:,}", *hashes)
    session.out.print(table)
    session.out.print(f"{report.copied:,} articles copied to {there}", markup=False)
    if report.shapeless:
        session.out.print(
            f"{report.shapeless:,} articles were read by an earlier Footnote, without lists, "
            "tables and code: run `footnote ingest` on their files again.",
            markup=False,
        )


def _as_json(report: "Migration") -> dict[str, object]:
    tables = {
        each.name: {
            "rows": each.there.rows,
            "sha256": each.there.sha256,
            "rows_before": each.here.rows,
            "sha256_before": each.here.sha256,
            "alike": each.name not in report.differing,
        }
        for each in report.tables
    }
    return {
        "copied": report.copied,
        "embedded": report.embedded,
        "shapeless": report.shapeless,
        "alike": not report.differing,
        "tables": tables,
    }


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup_command(session: Session, file: Path) -> None:
    """Write the library into FILE while others go on reading it.

    The file holds articles, passages and vectors as of one moment; `footnote restore FILE` puts
    them back, here or on another machine. An existing file is replaced once the new one is whole.
    What is deleted from the library later stays in the file: delete it too, or make it again.
    """
    from footnote.retrieval.storage.copying import back_up

    with session.open(session.settings()) as footnote:
        back_up(footnote.library, file)
        count = len(footnote.articles())
    size = file.stat().st_size
    if session.as_json:
        session.print_json({"file": str(file), "articles": count, "bytes": size})
    else:
        session.out.print(f"{count:,} articles in {file} ({size / 1e6:.1f} MB)", markup=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore_command(session: Session, file: Path) -> None:
    """Put the backup FILE in the place of the library's articles.

    The library is made where it does not exist. Nothing is embedded anew; a bot that is running
    sees the articles at its next question.
    """
    from footnote.retrieval.storage.copying import restore

    if not file.is_file():
        raise InputError("there is no such file", origin=str(file))
    with session.open(session.settings(), create=True) as footnote:
        restore(footnote.library, file)
        count = len(footnote.articles())
    if session.as_json:
        session.print_json({"file": str(file), "articles": count})
    else:
        session.out.print(f"{count:,} articles restored from {file}", markup=False)
