"""Databases of their own for jobs, articles for them, and workers as processes of their own."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from footnote.bot.jobs.entries import Entry
from footnote.bot.jobs.store import Store
from footnote.bot.settings import Settings
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.options import CatalogOptions, VectorOptions
from footnote.retrieval.storage.health import check

ROOT = Path(__file__).parents[2]

_WORKER = """
from footnote.bot.cli.jobs import _write_log
from footnote.bot.jobs.working import Pace, Working
from footnote.bot.settings import load_settings
_write_log(debug=False)
Working(load_settings(), pace=Pace({pace})).run()
"""
PACE = "poll=0.5, beat=0.5, silent=3.0, grace={grace}, waits=(0.0, 0.0)"


class Place:
    """A home, a database, and the jobs in it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        self.settings = Settings(
            home=home,
            catalog=CatalogOptions(url=SecretStr(url), timeout_s=5),
            vectors=VectorOptions(mode="postgres"),
        )
        self.store = Store(self.settings.catalog)
        self.workers: list[subprocess.Popen[str]] = []

    def add(self, *sources: Path, library: str = "default", every: str | None = None) -> int:
        return self.store.add(library, [*map(str, sources)], every=every, deleted="keep")[0]

    def entry(self, number: int) -> Entry:
        return next(entry for entry in self.store.entries() if entry.id == number)

    def states(self) -> list[str]:
        return [entry.state for entry in self.store.entries()]

    def under_way(self) -> list[int]:
        """Return the numbers of the jobs that workers have in their hands."""
        return self._read(
            "SELECT id FROM jobs_footnote.procrastinate_jobs"
            " WHERE queue_name = 'ingest' AND status = 'doing'"
        )

    def silent(self) -> int:
        """Return how many workers have given no sign of life for longer than they may."""
        [count] = self._read(
            "SELECT count(*) FROM jobs_footnote.procrastinate_workers"
            " WHERE last_heartbeat < now() - interval '3.5 s'"
        )
        return count

    def _read(self, query: LiteralString) -> list[int]:
        with psycopg.connect(self.url) as connection:
            return [row[0] for row in connection.execute(query)]

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("SET search_path TO jobs_footnote")
            connection.execute(statement.encode())

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "FOOTNOTE_HOME": str(self.home),
            "FOOTNOTE_CATALOG__URL": self.url,
            "FOOTNOTE_CATALOG__TIMEOUT_S": "5",
            "FOOTNOTE_VECTORS__MODE": "postgres",
        }

    def footnote(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", "from footnote.bot.cli import main; main()", *arguments],
            env=self.environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def worker(self, *, grace: float = 8.0) -> "subprocess.Popen[str]":
        """Start a worker that gives signs of life, and misses those of others, within seconds."""
        started = subprocess.Popen(
            [sys.executable, "-c", _WORKER.format(pace=PACE.format(grace=grace))],
            env=self.environment(),
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.workers.append(started)
        return started

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; fail with its name and the jobs as they are."""
        deadline = time.monotonic() + 90
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"not within 90 s: {what}; {self.store.entries()}")
            time.sleep(0.05)

    def close(self) -> None:
        self.store.close()
        for worker in self.workers:
            worker.kill()
            worker.communicate()


def new_database(url: str) -> str:
    """Return the address of a new database of a server."""
    name = f"jobs_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(url, dbname=name)


def articles_of(place: Place, library: str = "default") -> int:
    """Count a library's articles, of which none is half there."""
    with Footnote.open(place.home, library, place.settings.retrieval()) as footnote:
        assert check(footnote.library) == []
        return len(footnote.articles())


def write_articles(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(
            f"Lighthouse {number} lit again\n\nThe lighthouse number {number} at Brannock Point "
            f"shone again on Tuesday.\nKeeper Ilse Varga lit lamp {number} herself.\n"
        )
    return folder
