"""Jobs in PostgreSQL as people see them: added, due, read, tried again, listed and counted."""

import json
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from footnote.bot.cli.app import run
from footnote.bot.jobs.figures import Figures
from footnote.bot.jobs.store import Store
from footnote.bot.jobs.working import Pace, Working
from footnote.retrieval.options import VectorOptions
from tests.support.jobs import Place, articles_of, write_articles
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration

NO_WAITS = Pace(waits=(0.0, 0.0))


def test_what_is_added_is_read_by_a_worker_and_listed(place: Place) -> None:
    folder = write_articles(place.home / "articles", 2)
    added = place.footnote("jobs", "add", str(folder), "--every", "0 3 * * *", "--json")
    assert json.loads(added.stdout) == {"id": 1, "new": True}
    again = place.footnote("jobs", "add", str(folder), "--every", "0 4 * * *")
    assert again.stdout == "Job 1 is changed and waits for a worker: footnote worker\n"
    assert place.states() == ["waiting"]
    worked = place.footnote("worker", "--once")
    assert worked.returncode == 0, worked.stderr
    assert "job 1, library default: done in" in worked.stderr
    [entry] = json.loads(place.footnote("jobs", "list", "--json").stdout)
    assert entry["sources"] == [str(folder)]
    assert (entry["state"], entry["added"], entry["error"]) == ("done", 2, None)
    assert entry["every"] == "0 4 * * *"
    assert entry["due"].endswith("T04:00:00+00:00")
    shown = place.footnote("jobs", "list").stdout
    assert "0 4 * * *  done" in shown
    assert "added 2, changed 0, unchanged 0, skipped 0, forgotten 0" in shown
    assert articles_of(place) == 2
    assert place.footnote("jobs", "run", "1").returncode == 0
    assert place.footnote("worker", "--once").returncode == 0
    assert place.entry(1).counts.unchanged == 2
    assert place.footnote("jobs", "remove", "1").returncode == 0
    assert place.store.entries() == []
    assert "There is no job 1;" in place.footnote("jobs", "run", "1").stderr
    assert articles_of(place) == 2


def test_what_is_deleted_is_forgotten_where_a_job_says_so(place: Place) -> None:
    folder = write_articles(place.home / "articles", 2)
    number, _ = place.store.add("default", [str(folder)], every=None, deleted="forget")
    Working(place.settings).run(once=True)
    (folder / "0.txt").unlink()
    place.store.run(number)
    Working(place.settings).run(once=True)
    assert place.entry(number).counts.forgotten == 1
    assert articles_of(place) == 1


def test_however_many_look_a_time_is_queued_once(place: Place) -> None:
    number = place.add(place.home, every="* * * * *")
    for _ in range(5):
        place.execute(
            "DELETE FROM procrastinate_jobs; UPDATE entries SET due = '2020-01-01 00:00Z'"
        )
        begun, queued = threading.Barrier(4), list[int]()

        def look(begun: threading.Barrier = begun, queued: list[int] = queued) -> None:
            with Store(place.settings.catalog) as store:
                store.waiting()
                begun.wait()
                queued.append(store.queue_due())

        lookers = [threading.Thread(target=look) for _ in range(4)]
        for looker in lookers:
            looker.start()
        for looker in lookers:
            looker.join()
        assert sorted(queued) == [0, 0, 0, 1]
        assert place.store.waiting() == 1
    place.execute("DELETE FROM procrastinate_jobs")
    due = place.entry(number).due
    assert due is not None
    assert due.year > 2020
    assert place.store.queue_due() == 0


def test_two_workers_run_what_a_schedule_made_due_once(place: Place) -> None:
    folder = write_articles(place.home / "articles", 2)
    number = place.add(folder, every="0 0 1 1 *")
    place.execute("DELETE FROM procrastinate_jobs; UPDATE entries SET due = '2020-01-01 00:00Z'")
    workers = [place.worker(), place.worker()]
    place.until(lambda: place.entry(number).state == "done", "what was due is read")
    for worker in workers:
        worker.terminate()
    told = "".join(worker.communicate(timeout=30)[1] for worker in workers)
    assert told.count(f"job {number}, library default: done") == 1


def test_a_source_that_comes_back_is_read_by_the_next_attempt(place: Place) -> None:
    file = place.home / "late.txt"
    number = place.add(file)
    assert place.footnote("worker", "--once").returncode == 1
    entry = place.entry(number)
    assert entry.state == "retrying"
    assert entry.error == f"{file}: no such file or folder."
    assert "failed, again 2" in place.footnote("jobs", "list").stdout
    place.execute("UPDATE entries SET retry_at = now()")
    write_articles(place.home / "articles", 1).joinpath("0.txt").rename(file)
    Working(place.settings, pace=NO_WAITS).run(once=True)
    entry = place.entry(number)
    assert (entry.state, entry.error, entry.counts.added) == ("done", None, 1)


def test_attempts_end(place: Place) -> None:
    number = place.add(place.home / "never.txt")
    for state in ("retrying", "retrying", "failed", "failed"):
        Working(place.settings, pace=NO_WAITS).run(once=True)
        assert place.entry(number).state == state
    assert place.store.waiting() == 0
    place.store.run(number)
    Working(place.settings, pace=NO_WAITS).run(once=True)
    assert place.entry(number).state == "retrying"


def test_an_error_of_usage_is_not_tried_again(place: Place) -> None:
    number = place.add(write_articles(place.home / "articles", 1))
    embedded = place.settings.model_copy(update={"vectors": VectorOptions()})
    Working(embedded, pace=NO_WAITS).run(once=True)
    entry = place.entry(number)
    assert (entry.state, entry.retry_at) == ("failed", None)
    assert "vectors.mode" in (entry.error or "")
    assert place.store.queue_due() == 0


def test_without_postgresql_a_command_says_so(place: Place, postgres: Postgres) -> None:
    postgres.stop()
    place.url = postgres.url
    for command in (["jobs", "list"], ["worker"]):
        told = place.footnote(*command)
        assert told.returncode == 1
        assert "which keeps the jobs, does not answer. Start it" in told.stderr
        assert told.stderr.count("\n") == 1


def test_figures_tell_of_runs_and_articles(place: Place) -> None:
    place.add(write_articles(place.home / "articles", 2))
    place.add(place.home / "never.txt", library="other")
    figures = Figures()
    port = figures.serve("127.0.0.1", 0, place.store.waiting)
    Working(place.settings, figures=figures).run(once=True)
    place.add(place.home / "waits.txt")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as reply:
        lines = reply.read().decode().splitlines()
    assert 'footnote_jobs_runs_total{outcome="done"} 1.0' in lines
    assert 'footnote_jobs_runs_total{outcome="retried"} 1.0' in lines
    assert 'footnote_jobs_articles_total{outcome="added"} 2.0' in lines
    assert 'footnote_jobs_articles_total{outcome="skipped"} 1.0' in lines
    assert "footnote_jobs_run_seconds_count 2.0" in lines
    assert "footnote_jobs_waiting 1.0" in lines


def test_no_password_is_listed(place: Place) -> None:
    place.store.add("default", ["ftp://ilse:lamp@example.org/a"], every=None, deleted="keep")
    Working(place.settings).run(once=True)
    for form in ([], ["--json"]):
        listed = place.footnote("jobs", "list", *form).stdout
        assert "ftp://ilse:…@example.org/a" in listed
        assert "lamp" not in listed
    refused = place.footnote("jobs", "add", "https://ilse:lamp@example.org/a")
    assert refused.returncode == 2
    assert "lamp" not in refused.stderr


COMMANDS = (
    ["jobs", "add", "articles"],
    ["jobs", "list"],
    ["jobs", "remove", "1"],
    ["jobs", "run", "1"],
    ["worker", "--once"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_postgresql_or_the_extra_a_sentence_says_what_to_do(
    command: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["--home", str(tmp_path), *command]) == 1
    assert "Jobs need PostgreSQL: set catalog.url" in (told := capsys.readouterr().err)
    assert "footnote ingest --watch" in told
    monkeypatch.setenv("FOOTNOTE_CATALOG__URL", "postgresql://nobody@127.0.0.1/none")
    monkeypatch.setattr("footnote.bot.cli.jobs.find_spec", lambda _: None)
    assert run(["--home", str(tmp_path), *command]) == 1
    assert "pip install 'footnote-bot[postgres]'" in capsys.readouterr().err


def test_the_module_of_commands_loads_nothing_heavy() -> None:
    program = (
        "import sys, footnote.bot.cli.jobs\n"
        "print([name for name in ('procrastinate', 'psycopg', 'croniter') if name in sys.modules])"
    )
    seen = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"
