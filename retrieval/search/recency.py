"""How much an article's date speaks for it, given the time a question speaks of."""

from dataclasses import dataclass
from datetime import date

from retrieval.search.time_expressions import Focus, TimeScope

NOW_HALF_LIFE_DAYS = 7
"""Where a question asks for the newest: a story is overtaken in about a week."""

OPEN_HALF_LIFE_DAYS = 30
"""Where a question names no time: about now, more likely than not, and mildly so."""

PREVIEW_HALF_LIFE_DAYS = 7
"""What is published before a period can only announce it."""

LOOKING_BACK = 0.5
"""What long after a period still counts: articles look back on it, but most were written then."""


@dataclass(frozen=True, slots=True)
class DatePrior:
    """Maps a publication date to a prior from 0 to 1, higher is better.

    Ages count from the question's today, so that among articles that are all old to it none is
    preferred; only where the question asks for the newest (`Focus.NOW`) they count from the
    newest article there is, which is then meant. An article without a date gets half of what
    the newest article gets: neither raised nor sunk.
    """

    scope: TimeScope
    as_of: date
    newest: date | None

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
            reference = min(self.newest or self.as_of, self.as_of)
            return _halved((reference - published).days, NOW_HALF_LIFE_DAYS)
        return _halved((self.as_of - published).days, OPEN_HALF_LIFE_DAYS)

    def _in_period(self, published: date) -> float:
        since, until = self.scope.since or date.min, self.scope.until or date.max
        if published < since:
            return _halved((since - published).days, PREVIEW_HALF_LIFE_DAYS)
        # A period that reaches today is reported on until today, and the newest report knows most.
        away = published - until if until < self.as_of else self.as_of - published
        return LOOKING_BACK + (1 - LOOKING_BACK) * _halved(away.days, OPEN_HALF_LIFE_DAYS)


def _halved(days: int, half_life: float) -> float:
    return float(0.5 ** (max(days, 0) / half_life))
