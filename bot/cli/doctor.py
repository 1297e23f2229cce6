"""`footnote doctor`: whether everything is sound, and what to do where it is not."""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from footnote.bot.cli.session import Session
from footnote.retrieval.answer import Answer
from footnote.retrieval.errors import FootnoteError, LibraryMissing
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Question

if TYPE_CHECKING:
    from footnote.bot.settings import Settings

_ARTICLE = """\
Lighthouse at Brannock Point lit again

The lighthouse at Brannock Point shone again on Tuesday night after four dark winters.
Keeper Ilse Varga lit the lamp herself in front of sixty neighbours.
The repair of the tower cost 84,000 crowns, paid for by a sale of old harbour bells.
"""
_QUESTION = "How much did the repair of the tower cost?"
_GOLD = "84,000"


def ask_canary(options: RetrievalOptions) -> Answer | None:
    """Ingest one article and ask one question; None where the answer is not the right one.

    Runs with the models of the options and an embedded Chroma of its own. Raises the errors that
    ingesting and asking raise.
    """
    chosen = options.for_temporary()
    with tempfile.TemporaryDirectory(prefix="footnote-canary-") as folder:
        page = Path(folder) / "lighthouse.txt"
        page.write_text(_ARTICLE, encoding="utf-8")
        with Footnote.open(Path(folder) / "home", options=chosen, create=True) as footnote:
            footnote.ingest([page])
            answer = footnote.ask(Question(_QUESTION, date(2024, 1, 10)))
    quoted = any(_GOLD in citation.quote for citation in answer.citations)
    return answer if quoted else None


OLDEST_SQLITE = (3, 34, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """The end of one check; `detail` says what was found, or what is wrong and what to do."""

    check: str
    ok: bool
    detail: str


def examine(settings: "Settings", *, repair: bool) -> Iterator[Finding]:
    """Yield the findings one by one, the canary question last."""
    yield _machine()
    yield _home(settings.home.expanduser())
    yield from _models(settings)
    yield from _library(settings, repair=repair)
    yield _canary(settings)


def _machine() -> Finding:
    python = sys.version.split()[0]
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        detail = f"SQLite {sqlite3.sqlite_version} is too old: install {wanted} or newer."
        return Finding("machine", ok=False, detail=detail)
    detail = f"Python {python}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors"
    return Finding("machine", ok=True, detail=detail)


def _home(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.write_text("writable")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        detail = f"{home} cannot be written ({reason}): choose another with --home."
        return Finding("home", ok=False, detail=detail)
    return Finding("home", ok=True, detail=str(home))


def _models(settings: "Settings") -> Iterator[Finding]:
    from footnote.retrieval.models.weights import resolve
    from footnote.retrieval.reranking.scorer import model_name

    for role, name in (
        ("embedding model", settings.embedding.model),
        ("reranking model", model_name(settings.reranking.model)),
    ):
        try:
            files = resolve(name, settings.models)
        except FootnoteError as error:
            yield Finding(role, ok=False, detail=str(error))
        else:
            detail = f"{name} ({files.licence}) from {files.origin}"
            yield Finding(role, ok=True, detail=detail)


def _library(settings: "Settings", *, repair: bool) -> Iterator[Finding]:
    from footnote.retrieval.storage.health import check
    from footnote.retrieval.storage.health import repair as mend
    from footnote.retrieval.storage.home import library_folder
    from footnote.retrieval.storage.library import Library

    name = f"library {settings.library}"
    try:
        folder = library_folder(settings.home.expanduser(), settings.library)
        if settings.catalog.url is None and not folder.exists():
            yield _not_made(name)
            return
        with Library.open(folder, settings.retrieval()) as library:
            findings = check(library, thorough=True)
            if findings and repair:
                mend(library, thorough=True)
                mended, findings = findings, check(library, thorough=True)
                for item in mended:
                    yield Finding(name, ok=True, detail=f"{item.sentence} Mended.")
            if not findings:
                counts = library.catalog.counts()
                detail = f"{counts.articles:,} articles, {counts.passages:,} passages, all agree"
                yield Finding(name, ok=True, detail=detail)
                if counts.shapeless:
                    yield Finding(name, ok=True, detail=_shapeless(counts.shapeless))
                for warning in library.catalog.warnings():
                    yield Finding(name, ok=True, detail=warning)
            for item in findings:
                cure = " Mend it with: footnote doctor --repair" if item.repairable else ""
                yield Finding(name, ok=False, detail=f"{item.sentence}{cure}")
    except LibraryMissing:
        yield _not_made(name)
    except FootnoteError as error:
        yield Finding(name, ok=False, detail=str(error))


def _not_made(name: str) -> Finding:
    return Finding(name, ok=True, detail="not made yet: footnote ingest PATH makes it")


def _shapeless(count: int) -> str:
    return (
        f"{count:,} articles were read by an earlier Footnote, which kept no lists, tables and "
        "code: run `footnote ingest` on their files or addresses again."
    )


def _canary(settings: "Settings") -> Finding:
    try:
        answer = ask_canary(settings.retrieval())
    except FootnoteError as error:
        return Finding("canary question", ok=False, detail=str(error))
    if answer is None:
        detail = "a question on a temporary library was not answered from it: reinstall Footnote"
        return Finding("canary question", ok=False, detail=detail)
    detail = f"ingested, asked and answered in {answer.timings_ms['total']:.0f} ms"
    return Finding("canary question", ok=True, detail=detail)


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended from the catalog.")
@click.pass_obj
def doctor_command(session: Session, repair: bool) -> int:
    """Check settings, models, catalog and vectors, and ask a canary question."""
    settings = session.settings()
    findings = []
    for finding in examine(settings, repair=repair):
        findings.append(finding)
        if not session.as_json:
            sign, style = ("✓", "green") if finding.ok else ("✗", "red")
            session.out.print(
                f"{sign} {finding.check}: {finding.detail}", style=style, markup=False
            )
    sound = all(finding.ok for finding in findings)
    if session.as_json:
        session.print_json(
            {
                "ok": sound,
                "findings": [
                    {"check": item.check, "ok": item.ok, "detail": item.detail} for item in findings
                ],
            }
        )
    return 0 if sound else 1
