"""What a publication date is worth."""

from datetime import date, timedelta

import pytest

from retrieval.search.recency import DatePrior
from retrieval.search.time_expressions import OPEN, Focus, TimeScope

TODAY = date(2022, 7, 15)
WEEK = timedelta(days=7)


def prior(scope: TimeScope, newest: date | None = TODAY) -> DatePrior:
    return DatePrior(scope=scope, as_of=TODAY, newest=newest)


def test_a_question_about_now_prefers_the_newest_strongly_and_an_open_one_mildly() -> None:
    now, still_open = prior(TimeScope(Focus.NOW)), prior(OPEN)
    assert now(TODAY) == still_open(TODAY) == 1.0
    assert now(TODAY - WEEK) == pytest.approx(0.5)
    assert still_open(TODAY - WEEK) == pytest.approx(0.5 ** (7 / 30))


def test_a_library_that_ended_years_ago_ranks_as_if_it_had_no_dates() -> None:
    old = prior(OPEN, newest=date(2012, 7, 15))
    assert old(date(2012, 7, 15)) == pytest.approx(old(date(2010, 1, 1)), abs=1e-9)
    assert old(None) == pytest.approx(0.0, abs=1e-9)


def test_the_latest_is_the_latest_there_is() -> None:
    old = prior(TimeScope(Focus.NOW), newest=date(2012, 7, 15))
    assert old(date(2012, 7, 15)) == 1.0
    assert old(date(2012, 7, 8)) == pytest.approx(0.5)


@pytest.mark.parametrize("scope", [OPEN, TimeScope(Focus.NOW)])
def test_an_article_without_a_date_is_neither_raised_nor_sunk(scope: TimeScope) -> None:
    shape = prior(scope)
    assert shape(TODAY - timedelta(days=365)) < shape(None) < shape(TODAY)


def test_a_period_prefers_what_was_written_in_it_then_what_looks_back() -> None:
    shape = prior(TimeScope(Focus.PERIOD, date(2021, 3, 1), date(2021, 3, 31)))
    inside, after = shape(date(2021, 3, 15)), shape(TODAY)
    before = shape(date(2020, 3, 15))
    assert inside == 1.0
    assert before < 0.01 < 0.5 <= after < 0.51


def test_a_period_up_to_today_prefers_its_newest_reports() -> None:
    shape = prior(TimeScope(Focus.PERIOD, date(2022, 3, 1), TODAY))
    assert shape(TODAY) == 1.0
    assert shape(TODAY) > shape(date(2022, 4, 1)) >= 0.5 > shape(date(2022, 1, 1))


def test_every_date_has_a_prior_between_nothing_and_one() -> None:
    for scope in (OPEN, TimeScope(Focus.NOW), TimeScope(Focus.PERIOD, None, date(2000, 1, 1))):
        for day in (date.min, date(2000, 1, 1), TODAY, date.max):
            assert 0.0 <= prior(scope)(day) <= 1.0
