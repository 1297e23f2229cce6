"""The worker: procrastinate's app with our tasks, kept going until it is told to stop."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from psycopg import sql

from footnote.bot.jobs.database import INGEST, SCHEMA, sentences, unwrapped
from footnote.bot.jobs.figures import Figures
from footnote.bot.jobs.ingesting import Ingesting
from footnote.bot.jobs.store import Run, Runs, Store
from footnote.bot.settings import Settings
from footnote.retrieval.catalog.postgres.connection import NOTICED_SOON, url_of
from footnote.retrieval.errors import CatalogAway, FootnoteError

logger = logging.getLogger("footnote.jobs")

_CLOCK = "clock"
"""The queue of what is done each minute, so that a long run keeps nothing of it waiting."""

_EVERY_MINUTE = "* * * * *"
_LOST_MOST = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks and gives a sign of life, and how long it waits, in seconds.

    `silent` is how long a worker gives no sign before its job is taken up by another; `grace` how
    long a run has to reach the end of a batch when the worker is told to stop; `waits` are the
    times before each further attempt at a run that failed, to the next full minute.
    """

    poll: float = 5.0
    beat: float = 5.0
    silent: float = 30.0
    grace: float = 8.0
    waits: tuple[float, ...] = (30.0, 240.0, 1200.0, 3600.0)


class Working:
    """Works the jobs of a database, one at a time; start another process for two."""

    def __init__(
        self, settings: Settings, *, pace: Pace | None = None, figures: Figures | None = None
    ) -> None:
        self._options = settings.catalog
        self._pace = pace or Pace()
        self._store, self._runs = Store(settings.catalog), Runs(settings.catalog)
        self._ingesting = Ingesting(settings, self._runs, figures or Figures(), self._pace.waits)
        self._current: Run | None = None
        self._stopped = asyncio.Event()
        self._hard_end = threading.Timer(self._pace.grace, self._end_hard)
        self._hard_end.daemon = True

    def run(self, *, once: bool = False) -> None:
        """Work until SIGTERM or Ctrl-C, or until nothing is due; a run cut off is handed back.

        Raises:
            CatalogAway: PostgreSQL does not answer at the start; later it is waited for.
            LibraryError: The tables of jobs cannot be used.
        """
        with self._store, self._runs:
            self._store.waiting()
            asyncio.run(self._until_stopped(self._once() if once else self._always()))

    async def _until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        with _asked_to_stop(self._stop):
            working = asyncio.create_task(work)
            waiting = asyncio.create_task(self._stopped.wait())
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if self._stopped.is_set():
                working.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await working
            finally:
                self._hard_end.cancel()

    def _stop(self) -> None:
        if not self._stopped.is_set():
            self._stopped.set()
            self._hard_end.start()

    def _end_hard(self) -> None:
        """End though a run is in the middle of something long: what it has not committed is lost.

        The next worker reads it again.
        """
        status = 0
        run = self._current
        if run is not None:
            logger.warning("The run under way did not end in time and is handed back.")
            try:
                with Runs(self._options) as runs:
                    runs.hand_back(run, at_once=True)
            except FootnoteError:
                status = 1  # other workers notice the silence
        logging.shutdown()
        os._exit(status)

    async def _once(self) -> None:
        with sentences(self._options), unwrapped():
            async with self._opened(clock=False) as app:
                await self._rescue(app)
                await asyncio.to_thread(self._store.queue_due)
                await self._worker(app, INGEST, wait=False)

    async def _always(self) -> None:
        while True:
            try:
                with sentences(self._options), unwrapped():
                    async with self._opened(clock=True) as app:
                        await self._together(app)
                logger.warning("The worker was out of touch with PostgreSQL and begins again.")
            except CatalogAway as error:
                logger.warning("%s The worker tries again.", error)
            await asyncio.sleep(self._pace.poll)

    async def _together(self, app: App) -> None:
        """Work until one of the parts ends, which it does only out of touch with PostgreSQL."""
        parts = [
            asyncio.create_task(part)
            for part in (
                self._worker(app, INGEST),
                self._worker(app, _CLOCK),
                self._rescue_always(app),
            )
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        for part in done:
            try:
                part.result()
            except ConnectorException as error:
                # Others took this worker for dead and struck it off: it comes back as a new one.
                if not isinstance(error.__cause__, psycopg.errors.ForeignKeyViolation):
                    raise

    async def _worker(self, app: App, queue: str, *, wait: bool = True) -> None:
        await app.run_worker_async(
            queues=[queue],
            name=queue,
            wait=wait,
            concurrency=1,
            fetch_job_polling_interval=self._pace.poll,
            abort_job_polling_interval=self._pace.poll,
            shutdown_graceful_timeout=0.0,  # a run ends between two articles and is handed back
            listen_notify=wait and queue == INGEST,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=self._pace.beat,
            stalled_worker_timeout=self._pace.silent,
        )

    async def _rescue_always(self, app: App) -> None:
        while True:
            await self._rescue(app)
            await asyncio.sleep(self._pace.beat)

    async def _rescue(self, app: App) -> None:
        """Queue the jobs of workers that fell silent again, once however many do so."""
        stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.silent)
        for job in stalled:
            entry = job.task_kwargs.get("entry")
            if not isinstance(entry, int) or job.id is None:
                # What is done each minute is done by the next one.
                with suppress(ConnectorException):
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            elif await asyncio.to_thread(self._runs.rescue, entry, job.id, _LOST_MOST):
                logger.warning("The worker of job %d is gone: the job waits again.", entry)

    @asynccontextmanager
    async def _opened(self, *, clock: bool) -> AsyncIterator[App]:
        app = App(connector=self._connector())
        # Errors of a run are noted by it: what it raises is that PostgreSQL was away.
        patience = RetryStrategy(max_attempts=10, linear_wait=5)
        app.task(name=INGEST, queue=INGEST, pass_context=True, retry=patience)(self._ingest)
        tick = app.task(name="queue-due", queue=_CLOCK, queueing_lock=_CLOCK)(self._tick)
        if clock:
            app.periodic(cron=_EVERY_MINUTE)(tick)
        async with app.open_async():
            yield app

    def _ingest(self, context: JobContext, entry: int) -> None:
        job, worker = context.job.id, context.job.worker_id
        assert job is not None  # noqa: S101 - it was fetched
        assert worker is not None  # noqa: S101 - by a worker
        self._current = Run(entry, job, worker)
        try:
            self._ingesting.work(self._current, context.should_abort)
        finally:
            self._current = None

    async def _tick(self, timestamp: int) -> None:
        del timestamp  # what is due is known by PostgreSQL's clock
        try:
            await asyncio.to_thread(self._store.queue_due)
        except FootnoteError as error:
            logger.warning("%s What is due is queued a minute later.", error)

    def _connector(self) -> PsycopgConnector:
        async def configure(connection: psycopg.AsyncConnection[Any]) -> None:
            await connection.execute(
                sql.SQL("SET search_path TO {}, public; SET statement_timeout = {}").format(
                    sql.Identifier(SCHEMA), sql.Literal(self._options.timeout_s * 1000)
                )
            )
            await connection.commit()

        return PsycopgConnector(
            conninfo=url_of(self._options),
            kwargs={
                "connect_timeout": self._options.timeout_s,
                "prepare_threshold": None,
                **NOTICED_SOON,
            },
            min_size=1,
            max_size=4,
            timeout=self._options.timeout_s,
            configure=configure,
        )


@contextmanager
def _asked_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` at SIGTERM and Ctrl-C; where the loop takes no signals, Ctrl-C cancels it."""
    loop = asyncio.get_running_loop()
    signals: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGINT)
    try:
        for each in signals:
            loop.add_signal_handler(each, stop)
    except (NotImplementedError, RuntimeError, ValueError):
        signals = ()
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
