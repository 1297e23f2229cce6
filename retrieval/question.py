"""A question and what narrows it: its today, its filters, the turns before it."""

from dataclasses import dataclass, field
from datetime import date


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
