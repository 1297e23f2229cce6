"""What a publication date is worth."""

from datetime import date, timedelta
from itertools import pairwise

from footnote.retrieval.search.recency import DatePrior
from footnote.retrieval.search.time_expressions import OPEN, Focus, TimeScope

TODAY = date(2022, 7, 15)


def prior(scope: TimeScope, newest: date | None = TODAY) -> DatePrior:
    return DatePrior(scope=scope, as_of=TODAY, newest=newest)


def test_now_tells_this_week_from_last_and_this_year_from_one_long_ago() -> None:
    now = prior(TimeScope(Focus.NOW))
    ages = [now(TODAY - timedelta(days=days)) for days in (0, 7, 60, 400, 3000)]
    assert ages[0] == 1.0
    assert all(newer > older + 0.1 for newer, older in pairwise(ages))


def test_where_no_time_is_spoken_of_no_date_counts() -> None:
    unasked = prior(OPEN)
    assert {unasked(day) for day in (TODAY, date(2010, 1, 1), None)} == {0.0}


def test_the_latest_is_the_latest_there_is() -> None:
    old = prior(TimeScope(Focus.NOW), newest=date(2012, 7, 15))
    assert old(date(2012, 7, 15)) == 1.0
    assert old(date(2012, 7, 8)) < 1.0


def test_an_article_without_a_date_is_neither_raised_nor_sunk() -> None:
    shape = prior(TimeScope(Focus.NOW))
    assert shape(TODAY - timedelta(days=365)) < shape(None) < shape(TODAY)


def test_a_period_prefers_what_was_written_in_it_then_what_looks_back() -> None:
    shape = prior(TimeScope(Focus.PERIOD, date(2021, 3, 1), date(2021, 3, 31)))
    inside, after = shape(date(2021, 3, 15)), shape(TODAY)
    before = shape(date(2020, 3, 15))
    assert inside == 1.0
    assert before < 0.01 < 0.3 < after < inside


def test_what_announces_a_long_period_counts_for_more_than_what_announces_a_day() -> None:
    year = prior(TimeScope(Focus.PERIOD, date(2022, 1, 1), date(2022, 12, 31)))
    day = prior(TimeScope(Focus.PERIOD, date(2022, 1, 1), date(2022, 1, 1)))
    month_before = date(2021, 12, 1)
    assert day(month_before) < 0.1 < 0.4 < year(month_before) < 0.6


def test_a_period_up_to_today_prefers_its_newest_reports() -> None:
    shape = prior(TimeScope(Focus.PERIOD, date(2022, 3, 1), TODAY))
    assert shape(TODAY) == 1.0
    assert shape(TODAY) > shape(date(2022, 4, 1)) > shape(date(2022, 1, 1))


def test_every_date_has_a_prior_between_nothing_and_one() -> None:
    for scope in (OPEN, TimeScope(Focus.NOW), TimeScope(Focus.PERIOD, None, date(2000, 1, 1))):
        for day in (date.min, date(2000, 1, 1), TODAY, date.max):
            assert 0.0 <= prior(scope)(day) <= 1.0
