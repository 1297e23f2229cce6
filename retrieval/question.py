"""A question and what narrows it: its today, its filters, the turns before it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from footnote.retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard limits on the articles searched; `since` and `until` are inclusive publication dates.

    An article without a date passes neither, but it passes `not_after`, which leaves out what was
    published later. `source` matches the article's source name
    without regard to case.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    not_after: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the same conversation branch.

    `evidence` holds the passage ids the answer cited; they are looked at again for a follow-up.
    """

    question: str
    answer: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the library, with `as_of` as its today."""

    text: str
    as_of: date
    filters: Filters = field(default_factory=Filters)
    history: tuple[Turn, ...] = ()


def day_of(value: object) -> date:
    """Return a day written YYYY-MM-DD; raises `ValueError` with a sentence where it is none."""
    if isinstance(value, date):
        return value
    try:
        return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day only
    except ValueError as error:
        raise ValueError(f"“{value}” is not a date; write it as YYYY-MM-DD.") from error


def filters_of(since: date | None, until: date | None, source: str | None) -> Filters:
    """Return the filters of a question; raises `UsageError` where they exclude everything."""
    if since is not None and until is not None and since > until:
        raise UsageError(f"since ({since}) is after until ({until}): no article can match.")
    return Filters(since=since, until=until, source=source)
