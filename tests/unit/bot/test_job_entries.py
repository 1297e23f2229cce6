"""When a schedule is due next, what a job may read, and what its errors must not tell."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from footnote.bot.jobs.entries import Entry, checked_sources, next_due, sentence
from footnote.retrieval.errors import InputError, UsageError

SATURDAY = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("* * * * *", datetime(2026, 11, 28, 7, 1, tzinfo=UTC)),
        ("0 7 * * *", datetime(2026, 11, 29, 7, 0, tzinfo=UTC)),
        ("*/15 * * * *", datetime(2026, 11, 28, 7, 15, tzinfo=UTC)),
        ("30 6 * * mon-fri", datetime(2026, 11, 30, 6, 30, tzinfo=UTC)),
        ("0 0 1 1 *", datetime(2027, 1, 1, tzinfo=UTC)),
        ("0 0 29 2 *", datetime(2028, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_schedule_names_the_next_time_after_a_moment(expression: str, due: datetime) -> None:
    assert next_due(expression, SATURDAY) == due


def test_a_schedule_is_in_utc_wherever_the_clock_hangs() -> None:
    east = SATURDAY.astimezone(timezone(timedelta(hours=9)))
    assert next_due("0 3 * * *", east) == datetime(2026, 11, 29, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "expression",
    ["", "daily", "@daily", "0 3 * *", "0 3 * * * *", "61 * * * *", "*/0 * * * *", "a b c d e",
     "R 3 * * *", "H 3 * * *", "0 3 * * 8"],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(expression: str) -> None:
    with pytest.raises(UsageError, match="is no schedule: write minute, hour, day"):
        next_due(expression, SATURDAY)


def test_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(UsageError, match="a day that never comes"):
        next_due("0 0 30 2 *", SATURDAY)


def test_paths_become_absolute_and_addresses_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ilse")
    address = "https://example.org/feed.xml?page=1"
    named = ["news", "./news", "~/old", "pages/*.html", address]
    assert checked_sources(named) == (
        str(tmp_path / "news"),
        "/home/ilse/old",
        str(tmp_path / "pages" / "*.html"),
        address,
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("-", "cannot read what is piped in"),
        (" ", "cannot read what is piped in"),
        ("https://ilse:lamp@example.org/", "a user name or a password"),
        ("/news/\udcff", "is not UTF-8"),
    ],
)
def test_what_a_worker_cannot_read_is_refused(source: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as refused:
        checked_sources(["news", source])
    assert "lamp" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("one\n  two\0", "one two\ufffd"),
        ("https://ilse:la/mp@example.org: is away", "https://ilse:…@example.org: is away"),
        ("postgresql://ilse:p@ss@db/x: no", "postgresql://ilse:…@db/x: no"),
        ("host=db password=lamp dbname=x", "host=db password=… dbname=x"),
        ("password = 'la mp' dbname=x", "password = … dbname=x"),
        ("https://example.org/@ilse: gone", "https://example.org/@ilse: gone"),
        ("https://example.org:8080/@ilse: gone", "https://example.org:8080/@ilse: gone"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_an_error_is_a_line_without_a_password(said: str, told: str) -> None:
    assert sentence(said) == told


def test_json_names_no_password_and_times_in_utc() -> None:
    east = SATURDAY.astimezone(timezone(timedelta(hours=9)))
    entry = Entry(1, "default", ("ftp://a:b@c/",), "keep", "0 3 * * *", "waiting", due=east)
    told = entry.as_json()
    assert told["sources"] == ["ftp://a:…@c/"]
    assert told["due"] == "2026-11-28T07:00:00+00:00"
    assert told["added"] == 0


def test_that_a_page_is_away_is_told_across_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(InputError("is away", origin="a", line=2, away=True)))
    assert (error.away, error.line, str(error)) == (True, 2, "a, line 2: is away")
