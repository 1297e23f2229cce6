"""What a job is: sources of a library with a schedule, and what became of its last run."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from footnote.retrieval.errors import UsageError
from footnote.retrieval.readers import PIPED
from footnote.retrieval.readers.web import is_address

Deleted = Literal["keep", "forget"]
State = Literal["waiting", "working", "done", "failed", "retrying"]

_FIELDS = 5
_BY_CHANCE = re.compile(r"\b[rh]\b", re.IGNORECASE)
"""Fields that croniter fills at random, so that each look would give another time."""

_ACCOUNT = re.compile(r"(://[^/\s:@]*):(?!\d*(?:[/?#\s]|$))\S*@")
_PASSWORD = re.compile(r"(\bpassword\s*=\s*)('[^']*'|\S+)", re.IGNORECASE)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles a run had, by what became of them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended; `error` is one sentence, and `passes` says that trying again may help."""

    counts: Counts
    seconds: float
    error: str | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands: what is to be read, when, and how far it is.

    `found` and `done` are articles of the run under way; times are UTC.
    """

    id: int
    library: str
    sources: tuple[str, ...]
    deleted: Deleted
    every: str | None
    state: State
    due: datetime | None = None
    retry_at: datetime | None = None
    found: int | None = None
    done: int | None = None
    ended: datetime | None = None
    seconds: float | None = None
    counts: Counts = field(default_factory=Counts)
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it for people and scripts: dates are ISO strings, passwords are left out."""
        fields = asdict(self)
        counts = fields.pop("counts")
        for name in ("due", "retry_at", "ended"):
            moment = fields[name]
            fields[name] = moment.astimezone(UTC).isoformat() if moment else None
        fields["sources"] = [without_password(source) for source in self.sources]
        return {**fields, **counts}


def next_due(expression: str, after: datetime) -> datetime:
    """Return the first time, in UTC, that a cron expression of five fields names after a moment.

    Raises:
        UsageError: It is none, or names a day that never comes.
    """
    from croniter import CroniterBadDateError, croniter

    wrong = (
        f"{expression!r} is no schedule: write minute, hour, day, month and weekday, "
        "as in --every '0 3 * * *' (UTC)."
    )
    if len(expression.split()) != _FIELDS or _BY_CHANCE.search(expression):
        raise UsageError(wrong)
    try:
        found: datetime = croniter(expression, after.astimezone(UTC)).get_next(datetime)
    except CroniterBadDateError as error:
        raise UsageError(f"{expression!r} names a day that never comes.") from error
    except (ValueError, KeyError) as error:
        raise UsageError(wrong) from error
    return found


def checked_sources(named: Sequence[str]) -> tuple[str, ...]:
    """Return sources as workers take them: paths absolute, each once, in the order given.

    Raises:
        UsageError: One cannot be read by a worker.
    """
    checked: dict[str, None] = {}
    for source in named:
        if source == PIPED or not source.strip():
            raise UsageError(
                "A job cannot read what is piped in: name files, folders or addresses."
            )
        if not is_address(source):
            checked[_written(str(Path(source).expanduser().absolute()))] = None
            continue
        if "@" in urlsplit(source).netloc:
            raise UsageError("An address with a user name or a password is not fetched.")
        checked[source] = None
    return tuple(checked)


def _written(path: str) -> str:
    """Return a path that UTF-8 can write, as the database has to."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{path!a} has a name that is not UTF-8: name its folder.") from error
    return path


def sentence(text: str) -> str:
    """Return what an error says on one line, not too long, without a password."""
    line = " ".join(without_password(text).replace("\0", "\ufffd").split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def without_password(text: str) -> str:
    """Return a text whose addresses name no password."""
    return _PASSWORD.sub(r"\1…", _ACCOUNT.sub(r"\1:…@", text))
