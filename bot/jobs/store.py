"""The entries as people see them: added, listed, removed, and queued when they are due."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from footnote.bot.jobs.database import INGEST, Cursor, Database, place_of_entry
from footnote.bot.jobs.entries import Counts, Deleted, Entry, State, next_due

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
