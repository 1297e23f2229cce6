"""What a worker notes of the runs in its hands: begun, how far, ended, handed back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from footnote.bot.jobs.database import Database
from footnote.bot.jobs.entries import Entry, Result, sentence
from footnote.bot.jobs.store import entry_of

_OWNED = (
    " AND EXISTS (SELECT FROM procrastinate_jobs WHERE id = %(job)s AND status = 'doing'"
    " AND worker_id = %(worker)s)"
)
"""A run writes while its job is its own: not once its worker was taken for dead and overtaken."""


@dataclass(frozen=True, slots=True)
class Run:
    """A job in the hands of a worker, by the numbers they have in PostgreSQL."""

    entry: int
    job: int
    worker: int


class Runs(Database):
    """The runs of the jobs in a database, as their workers see them."""

    def begin(self, run: Run) -> Entry | None:
        """Note that a run begins; return its entry, None where it is no longer there."""
        with self._transaction() as cursor:
            row = cursor.execute(
                f"UPDATE entries SET found = NULL, done = 0 WHERE id = %(entry)s{_OWNED}"  # noqa: S608 - ours
                " RETURNING *, 'doing' AS status",
                asdict(run),
            ).fetchone()
            return entry_of(row) if row else None

    def progress(self, run: Run, found: int, done: int) -> bool:
        """Note how far a run is; return whether it is to go on."""
        with self._transaction() as cursor:
            cursor.execute(
                f"UPDATE entries SET found = %(found)s, done = %(done)s WHERE id = %(entry)s{_OWNED}",  # noqa: S608, E501 - ours
                {**asdict(run), "found": found, "done": done},
            )
            return cursor.rowcount == 1

    def settle(self, run: Run, result: Result, waits_s: Sequence[float]) -> datetime | None:
        """Note how a run ended; return when it is tried again, where it is."""
        with self._transaction() as cursor:
            row = cursor.execute(
                f"SELECT failures FROM entries WHERE id = %(entry)s{_OWNED} FOR UPDATE",  # noqa: S608 - ours
                asdict(run),
            ).fetchone()
            if row is None:
                return None
            again = result.passes and row["failures"] < len(waits_s)
            wait_s = waits_s[row["failures"]] if again else None
            settled = cursor.execute(
                "UPDATE entries SET ended = clock_timestamp(), outcome = %s, seconds = %s,"
                " counts = %s, error = %s, lost = 0, failures = %s, found = NULL, done = NULL,"
                " retry_at = clock_timestamp() + %s * interval '1 second'"
                " WHERE id = %s RETURNING retry_at",
                (
                    "done" if result.error is None else "failed",
                    result.seconds,
                    Jsonb(asdict(result.counts)),
                    None if result.error is None else sentence(result.error),
                    row["failures"] + 1 if again else 0,
                    wait_s,
                    run.entry,
                ),
            ).fetchone()
            found: datetime | None = settled["retry_at"] if settled else None
            return found

    def hand_back(self, run: Run, *, at_once: bool = False) -> None:
        """Queue an interrupted run again; `at_once` also ends its job, which nobody else will."""
        with self._transaction() as cursor:
            row = cursor.execute(
                f"SELECT library FROM entries WHERE id = %(entry)s{_OWNED}",  # noqa: S608 - ours
                asdict(run),
            ).fetchone()
            if row is None:
                return
            if at_once:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", (run.job,))
            self._queue(cursor, run.entry, row["library"])

    def rescue(self, entry: int, job: int, most: int) -> bool:
        """Queue the run of a worker that fell silent again; return whether this call did.

        Its job ends and another waits: should the worker be alive after all, what it holds is no
        longer there, and it can neither write nor end the other's. A run that has cost more than
        `most` workers in a row has failed.
        """
        with self._transaction() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'doing'", (job,)
            )
            if not cursor.rowcount:
                return False
            row = cursor.execute(
                "UPDATE entries SET lost = lost + 1 WHERE id = %s RETURNING lost, library", (entry,)
            ).fetchone()
            if row is None:
                return False
            if row["lost"] <= most:
                return self._queue(cursor, entry, row["library"])
            cursor.execute(
                "UPDATE entries SET lost = 0, outcome = 'failed', ended = clock_timestamp(),"
                " counts = '{}', seconds = NULL, found = NULL, done = NULL, error = %s"
                " WHERE id = %s",
                (
                    f"{row['lost']} workers in a row died over it, perhaps for want of memory: "
                    "look at their hosts, then run it again.",
                    entry,
                ),
            )
            return False
