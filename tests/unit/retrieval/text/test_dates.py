"""Dates are read as written, in the zone they are written in, and never made up."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.text.dates import DATE, parse_date, parse_moment


@pytest.mark.parametrize(
    ("text", "day", "exact"),
    [
        ("2024-03-05", date(2024, 3, 5), None),
        ("5 March 2024", date(2024, 3, 5), None),
        ("March 5th, 2024 at 10:15 am", date(2024, 3, 5), None),
        ("9 de febrero de 2024", date(2024, 2, 9), None),
        ("4. Oktober 2023", date(2023, 10, 4), None),
        ("2021年8月5日", date(2021, 8, 5), None),
        ("22/05/2018, 23:10", date(2018, 5, 22), None),
        ("05/22/2018", date(2018, 5, 22), None),
        ("10.09.2024", date(2024, 9, 10), None),
        ("2024-03-05T06:30:00+01:00", date(2024, 3, 5), "2024-03-05T06:30:00+01:00"),
        ("Mon, 08 Feb 2021 23:20:00 -0500", date(2021, 2, 8), "2021-02-08T23:20:00-05:00"),
        ("Tue May 19 07:44:02 EDT 2009", date(2009, 5, 19), "2009-05-19T07:44:02-04:00"),
        ("2021-05-06 06:42 GMT+08:00", date(2021, 5, 6), "2021-05-06T06:42:00+08:00"),
        ("5 March 2024 10:00 IST", date(2024, 3, 5), None),
    ],
)
def test_a_date_is_the_day_written(text: str, day: date, exact: str | None) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert (moment.day, moment.exact) == (day, exact)


@pytest.mark.parametrize("text", ["May 2024", "2024", "Friday", "10:15"])
def test_less_than_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["3/4/2024", "3 hours ago", "2024-13-45", "yesterday-ish"])
def test_what_cannot_be_read_in_one_way_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        parse_date(text)


def test_a_known_order_settles_an_ambiguous_date() -> None:
    assert parse_date("3/4/2024", day_first=True) == date(2024, 4, 3)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y"]))
def test_dates_survive_being_written(day: date, form: str) -> None:
    text = day.strftime(form)
    assert parse_date(text) == day
    assert DATE.search(f"Seen on {text}, late")


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_not(text: str) -> None:
    try:
        found = parse_moment(text)
    except ValueError:
        return
    if found is not None and found.exact is not None:
        assert datetime.fromisoformat(found.exact).tzinfo is not None
