"""How much an article's date speaks for it, given the time a question speaks of."""

from dataclasses import dataclass
from datetime import date

from footnote.retrieval.search.time_expressions import Focus, TimeScope

NOW_HALF_LIVES_DAYS = (7, 365)
"""Where a question asks for the newest: a story is overtaken in about a week, a version or a price
in about a year. The mean of both tells this week from last and this year from one long ago."""

LOOKING_BACK_DAYS = 30
"""Half-life of what is published behind a period, and of reports in one that reaches today."""

LEAST_PREVIEW_HALF_LIFE_DAYS = 7
"""What is published before a day or a week can only announce it."""

PREVIEW_SHARE = 0.5
"""Of a longer period so much of its length: "the 2024 eclipse" is written about in 2023."""

LOOKING_BACK, LOOKING_AHEAD = 0.4, 0.6
"""What long after a period and just before it still counts: articles look back on it and announce
it, but most were written then."""

STILL = 0.6
"""What the oldest report counts in a period that reaches today."""


@dataclass(frozen=True, slots=True)
class DatePrior:
    """Maps a publication date to a prior from 0 to 1, higher is better.

    A question that speaks of no time has none: every date gets 0. Where it asks for the newest
    (`Focus.NOW`) ages count from the newest article there is. An article without a date gets half
    of what the newest article gets: neither raised nor sunk.
    """

    scope: TimeScope
    as_of: date
    newest: date | None

    @property
    def asks_for_newest(self) -> bool:
        """Whether the newest of its kind is meant, however old it is ("the latest version")."""
        return self.scope == TimeScope(Focus.NOW)

    def __call__(self, published: date | None) -> float:
        """Return the prior of an article published on this day."""
        if published is None:
            newest = min(self.newest or self.as_of, self.as_of)
            return 0.5 * self._dated(newest)
        return self._dated(published)

    def _dated(self, published: date) -> float:
        if self.scope.focus is Focus.PERIOD:
            return self._in_period(published)
        if self.scope.focus is Focus.NOW:
            age = (min(self.newest or self.as_of, self.as_of) - published).days
            return sum(_halved(age, life) for life in NOW_HALF_LIVES_DAYS) / 2
        return 0.0

    def _in_period(self, published: date) -> float:
        since, until = self.scope.since or date.min, self.scope.until or date.max
        if published < since:
            length = (min(until, self.as_of) - since).days
            life = max(LEAST_PREVIEW_HALF_LIFE_DAYS, PREVIEW_SHARE * length)
            return LOOKING_AHEAD * _halved((since - published).days, life)
        if until < self.as_of:
            return _between(LOOKING_BACK, _halved((published - until).days, LOOKING_BACK_DAYS))
        # A period that reaches today is reported on until today, and the newest report knows most.
        return _between(STILL, _halved((self.as_of - published).days, LOOKING_BACK_DAYS))


def _between(least: float, share: float) -> float:
    return least + (1 - least) * share


def _halved(days: int, half_life: float) -> float:
    return float(0.5 ** (max(days, 0) / half_life))
