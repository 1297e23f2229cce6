"""The entries of a database as people see them, and the runs of their jobs as workers do."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from footnote.bot.jobs.database import INGEST, Cursor, Database, place_of_entry
from footnote.bot.jobs.entries import Counts, Deleted, Entry, Result, State, next_due, sentence

_LISTED = """
SELECT entries.*, under_way.status FROM entries LEFT JOIN LATERAL (
    SELECT status::text FROM procrastinate_jobs
    WHERE queueing_lock = 'entry ' || entries.id AND status IN ('todo', 'doing')
    ORDER BY status = 'doing' DESC LIMIT 1
) under_way ON true
WHERE library = coalesce(%s, library) ORDER BY id
"""


class Store(Database):
    """The entries of a database, and what is queued for them beside them."""

    def add(
        self, library: str, sources: Sequence[str], *, every: str | None, deleted: Deleted
    ) -> tuple[int, bool]:
        """Remember sources and queue a run; return the entry's id, and whether it is a new one.

        Raises:
            UsageError: `every` is no schedule.
        """
        digest = hashlib.sha256(json.dumps(sorted(sources)).encode()).hexdigest()
        with self._transaction() as cursor:
            due = next_due(every, _now(cursor)) if every is not None else None
            cursor.execute(
                "INSERT INTO entries (library, digest, sources, every, due, deleted)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (library, digest) DO UPDATE"
                " SET sources = excluded.sources, every = excluded.every, due = excluded.due,"
                " deleted = excluded.deleted, retry_at = NULL, failures = 0"
                " RETURNING id, xmax = 0 AS is_new",
                (library, digest, Jsonb(list(sources)), every, due, deleted),
            )
            row = cursor.fetchone()
            assert row is not None  # noqa: S101 - the statement returns what it wrote
            self._queue(cursor, row["id"], library)
            return row["id"], row["is_new"]

    def entries(self, library: str | None = None) -> list[Entry]:
        """Return the entries of a library, or all, as they stand."""
        with self._transaction() as cursor:
            return [entry_of(row) for row in cursor.execute(_LISTED, (library,))]

    def remove(self, entry: int) -> bool:
        """Forget an entry and what is queued for it; a run under way is told to end."""
        with self._transaction() as cursor:
            cursor.execute("DELETE FROM entries WHERE id = %s", (entry,))
            if not cursor.rowcount:
                return False
            for row in cursor.execute(
                "SELECT id FROM procrastinate_jobs WHERE queueing_lock = %s"
                " AND status IN ('todo', 'doing')",
                (place_of_entry(entry),),
            ).fetchall():
                self._app.job_manager.cancel_job_by_id(
                    row["id"], abort=True, delete_job=True, connection=cursor.connection
                )
            return True

    def run(self, entry: int) -> bool | None:
        """Queue a run now; return False where one is waiting already, None without the entry."""
        with self._transaction() as cursor:
            row = cursor.execute(
                "UPDATE entries SET retry_at = NULL, failures = 0, lost = 0 WHERE id = %s"
                " RETURNING library",
                (entry,),
            ).fetchone()
            return self._queue(cursor, entry, row["library"]) if row else None

    def queue_due(self) -> int:
        """Queue what a schedule or a failed run has made due; return how many.

        However many do so at once, a time of a schedule is queued once.
        """
        with self._transaction() as cursor:
            now = _now(cursor)
            rows = cursor.execute(
                "SELECT id, library, every, due FROM entries WHERE due <= %(now)s"
                " OR retry_at <= %(now)s ORDER BY id FOR UPDATE SKIP LOCKED",
                {"now": now},
            ).fetchall()
            for row in rows:
                scheduled = row["due"] is not None and row["due"] <= now
                cursor.execute(
                    "UPDATE entries SET due = %s, retry_at = NULL,"
                    " failures = CASE WHEN %s THEN 0 ELSE failures END WHERE id = %s",
                    (
                        next_due(row["every"], now) if scheduled else row["due"],
                        scheduled,
                        row["id"],
                    ),
                )
            return sum(self._queue(cursor, row["id"], row["library"]) for row in rows)

    def waiting(self) -> int:
        """Return how many jobs wait for a worker."""
        with self._transaction() as cursor:
            row = cursor.execute(
                "SELECT count(*) AS waiting FROM procrastinate_jobs"
                " WHERE queue_name = %s AND status = 'todo'",
                (INGEST,),
            ).fetchone()
            return int(row["waiting"]) if row else 0


def _now(cursor: Cursor) -> datetime:
    row = cursor.execute("SELECT now() AS now").fetchone()
    assert row is not None  # noqa: S101 - one row, always
    now: datetime = row["now"]
    return now


def entry_of(row: dict[str, Any]) -> Entry:
    """Return the entry of a row of `entries`, with the status of its job."""
    under_way: dict[str | None, State] = {"doing": "working", "todo": "waiting"}
    again: State | None = "retrying" if row["retry_at"] is not None else None
    names = {each.name for each in fields(Entry)} & row.keys()
    return Entry(
        **{name: row[name] for name in names - {"sources", "counts"}},
        sources=tuple(row["sources"]),
        counts=Counts(**row["counts"]),
        state=under_way.get(row["status"]) or again or row["outcome"] or "waiting",
    )


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
