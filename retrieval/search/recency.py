"""How much an article's date speaks for it, given the time a question speaks of."""

from dataclasses import dataclass
from datetime import date

from retrieval.search.time_expressions import Focus, TimeScope

NEWS_HALF_LIFE_DAYS = 7.0
"""Interest in a news story halves in about a week; see docs/quality.md for the measurement."""

PERIOD_SLACK_DAYS = 7
"""Reports of a period go on appearing for about a week after it."""


@dataclass(frozen=True, slots=True)
class DatePrior:
    """Maps a publication date to a prior from 0 to 1, higher is better.

    Ages count from the newest article there is, or from the question's today where that is
    earlier, so a library that ended years ago ranks as it did then. `undated` is what an article
    without a date gets: the middle, neither raised nor sunk.
    """

    scope: TimeScope
    reference: date

    undated: float = 0.5

    def __call__(self, published: date | None) -> float:
        """Return the prior of an article published on this day."""
        if published is None:
            return self.undated
        if self.scope.focus is Focus.PERIOD:
            return float(0.5 ** (self._days_outside(published) / (2 * PERIOD_SLACK_DAYS)))
        age = max((self.reference - published).days, 0)
        return float(0.5 ** (age / NEWS_HALF_LIFE_DAYS))

    def _days_outside(self, published: date) -> int:
        since, until = self.scope.since or date.min, self.scope.until or date.max
        if published < since:
            return (since - published).days
        return max((published - until).days - PERIOD_SLACK_DAYS, 0)
