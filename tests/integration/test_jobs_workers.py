"""Workers of jobs that are killed, told to stop, stuck or cut off, and others that go on."""

import os
import signal
import threading
from pathlib import Path

import pytest

from footnote.bot.jobs.store import Store
from footnote.bot.jobs.working import Working
from tests.support.jobs import Place, articles_of, write_articles
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration

MANY = 400
"""Articles enough that a signal meets a worker in the middle of them."""


def test_what_a_killed_worker_left_another_finishes(place: Place) -> None:
    number = place.add(write_articles(place.home / "articles", MANY))
    first = place.worker()
    place.until(lambda: (place.entry(number).done or 0) > 0, "the first worker is in the middle")
    second = place.worker()
    first.kill()
    first.wait()
    assert place.entry(number).state == "working"
    place.until(lambda: place.entry(number).state == "done", "the second worker finishes")
    second.terminate()
    _, told = second.communicate(timeout=30)
    assert f"The worker of job {number} is gone" in told
    counts = place.entry(number).counts
    assert counts.unchanged > 0
    assert counts.added + counts.unchanged == MANY
    assert articles_of(place) == MANY


def test_a_worker_that_was_only_asleep_spoils_nothing(place: Place) -> None:
    number = place.add(write_articles(place.home / "articles", MANY))
    first = place.worker()
    place.until(lambda: (place.entry(number).done or 0) > 0, "the first worker is in the middle")
    first.send_signal(signal.SIGSTOP)
    held = place.under_way()
    place.until(lambda: place.silent() == 2, "both queues of the first worker are silent")
    second = place.worker()  # strikes it off as it begins
    place.until(lambda: place.under_way() not in ([], held), "the second worker has taken over")
    first.send_signal(signal.SIGCONT)
    place.until(
        lambda: place.store.queue_due() == 0 and place.states() == ["done"], "the job is done"
    )
    other = place.add(write_articles(place.home / "other", 1), library="other")
    second.terminate()
    second.communicate(timeout=30)
    place.until(
        lambda: first.poll() is not None or place.entry(other).state == "done",
        "the first worker works on",
    )
    first.terminate()
    told = first.communicate(timeout=30)[1]
    assert first.returncode == 0, told
    assert "out of touch with PostgreSQL and begins again" in told
    counts = place.entry(number).counts
    assert counts.added + counts.unchanged == MANY
    assert articles_of(place) == MANY


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_hands_its_job_back(place: Place, way: signal.Signals) -> None:
    number = place.add(write_articles(place.home / "articles", MANY))
    first = place.worker(grace=60)
    place.until(lambda: (place.entry(number).done or 0) > 0, "the worker is in the middle")
    first.send_signal(way)
    _, told = first.communicate(timeout=30)
    assert first.returncode == 0, told
    assert f"job {number}, library default: interrupted" in told
    assert place.entry(number).state == "waiting"
    Working(place.settings).run(once=True)
    entry = place.entry(number)
    assert entry.state == "done"
    assert entry.counts.unchanged > 0
    assert articles_of(place) == MANY


def test_a_worker_stuck_in_a_file_ends_all_the_same(place: Place) -> None:
    number = place.add(stuck(place.home / "articles"))
    worker = place.worker(grace=0.5)
    place.until(lambda: place.entry(number).found == 1, "the worker reads the pipe")
    worker.terminate()
    _, told = worker.communicate(timeout=20)
    assert "did not end in time and is handed back" in told
    assert place.entry(number).state == "waiting"
    assert place.store.waiting() == 1


def stuck(folder: Path) -> Path:
    """A folder with a pipe that nobody writes to: reading it never ends."""
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    return folder


def test_a_library_is_worked_by_one_worker_at_a_time(place: Place) -> None:
    pipe = place.add(stuck(place.home / "stuck"))
    same = place.add(write_articles(place.home / "same", 1))
    other = place.add(write_articles(place.home / "other", 1), library="other")
    place.worker(grace=0.5)
    place.until(lambda: place.entry(pipe).state == "working", "a worker has the library")
    Working(place.settings).run(once=True)
    assert place.entry(same).state == "waiting"
    assert place.entry(other).state == "done"
    place.store.remove(pipe)
    (place.home / "stuck" / "pipe.txt").write_text("Nothing.")
    place.until(lambda: place.entry(same).state == "done", "the next job of the library is worked")
    assert [entry.id for entry in place.store.entries()] == [same, other]


def test_a_job_that_kills_its_workers_is_given_up(place: Place) -> None:
    number = place.add(write_articles(place.home / "articles", 1))
    for lost, state in ((3, "done"), (4, "failed")):
        place.store.run(number)
        place.execute(f"UPDATE entries SET lost = {lost}")
        place.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name = 'ingest'")
        Working(place.settings).run(once=True)
        assert place.entry(number).state == state
    assert "5 workers in a row died over it" in (place.entry(number).error or "")
    assert place.store.waiting() == 0


def test_a_worker_goes_on_when_postgresql_is_back(tmp_path: Path, postgres: Postgres) -> None:
    place = Place(tmp_path, postgres.url)
    try:
        first = place.add(write_articles(tmp_path / "first", 1))
        worker = place.worker()
        place.until(lambda: place.entry(first).state == "done", "the worker works")
        postgres.stop()
        postgres.start()
        second = place.add(write_articles(tmp_path / "second", 1))
        place.until(lambda: place.entry(second).state == "done", "the worker goes on")
        assert worker.poll() is None
    finally:
        place.close()


def test_a_run_goes_on_after_postgresql_went_away(tmp_path: Path, postgres: Postgres) -> None:
    place = Place(tmp_path, postgres.url)
    try:
        number = place.add(write_articles(tmp_path / "articles", MANY))
        worker = place.worker()
        place.until(lambda: (place.entry(number).done or 0) > 0, "the worker is in the middle")
        postgres.stop()
        postgres.start()
        place.execute("UPDATE entries SET retry_at = now() WHERE retry_at IS NOT NULL")
        place.until(
            lambda: place.store.queue_due() == 0 and place.states() == ["done"], "the job is done"
        )
        assert worker.poll() is None
        assert articles_of(place) == MANY
    finally:
        place.close()


def test_processes_that_begin_together_make_the_tables_once(place: Place) -> None:
    begun, failures = threading.Barrier(6), list[BaseException]()

    def begin() -> None:
        try:
            with Store(place.settings.catalog) as store:
                begun.wait()
                store.add("default", ["/articles"], every=None, deleted="keep")
        except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)

    beginners = [threading.Thread(target=begin) for _ in range(6)]
    for beginner in beginners:
        beginner.start()
    for beginner in beginners:
        beginner.join()
    assert failures == []
    assert place.states() == ["waiting"]
    assert place.store.waiting() == 1
