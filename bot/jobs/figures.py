"""Figures of a worker's runs, in Prometheus' text format."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from footnote.bot.jobs.entries import Counts
from footnote.retrieval.errors import FootnoteError, UsageError

Ending = Literal["done", "failed", "retried", "interrupted"]

_BUCKETS_S = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0)


class Figures:
    """Counts and timings since the start, in a registry of their own; `failed` counts bad runs.

    Names begin with `footnote_jobs_`, counters end in `_total`.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.failed = 0
        self._runs = Counter(
            "footnote_jobs_runs",
            "Runs that ended, by outcome: retried are those that failed and are tried again",
            ["outcome"],
            registry=self.registry,
        )
        self._articles = Counter(
            "footnote_jobs_articles",
            "Articles met, by what became of them",
            ["outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "footnote_jobs_run_seconds",
            "Time a run took",
            buckets=_BUCKETS_S,
            registry=self.registry,
        )

    def count(self, ending: Ending, counts: Counts, seconds: float) -> None:
        """Count one run."""
        self.failed += ending in {"failed", "retried"}
        self._runs.labels(ending).inc()
        self._seconds.observe(seconds)
        for outcome, number in asdict(counts).items():
            self._articles.labels(outcome).inc(number)

    def serve(self, host: str, port: int, waiting: Callable[[], int]) -> int:
        """Serve them until the process ends; return the port, of which 0 takes any.

        `waiting` is asked how many jobs wait, in another thread, whenever the figures are.

        Raises:
            UsageError: The port cannot be had.
        """
        gauge = Gauge(
            "footnote_jobs_waiting", "Jobs that wait for a worker", registry=self.registry
        )
        gauge.set_function(lambda: _or_unknown(waiting))
        try:
            server, _ = start_http_server(port, host, self.registry)
        except OSError as error:
            raise UsageError(
                f"The figures cannot be served at {host}:{port} ({error.strerror or error})."
            ) from error
        return int(server.server_port)


def _or_unknown(read: Callable[[], int]) -> float:
    try:
        return read()
    except FootnoteError:
        return float("nan")  # the figures that need no database are served all the same
