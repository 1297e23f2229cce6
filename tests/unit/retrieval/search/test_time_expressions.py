"""What time a question speaks of, seen from its today."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.search.time_expressions import OPEN, Focus, TimeScope, time_scope

FRIDAY = date(2022, 7, 15)


def days(since: tuple[int, int, int] | None, until: tuple[int, int, int]) -> TimeScope:
    return TimeScope(Focus.PERIOD, since and date(*since), date(*until))


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("What burned down yesterday?", days((2022, 7, 14), (2022, 7, 15))),
        ("Who resigned on Monday?", days((2022, 7, 11), (2022, 7, 11))),
        ("What was decided last week?", days((2022, 7, 4), (2022, 7, 11))),
        ("What was decided last month?", days((2022, 6, 1), (2022, 6, 30))),
        ("What did it cost last year?", days((2021, 1, 1), (2021, 12, 31))),
        ("How much did prices rise over the past year?", days((2021, 7, 15), (2022, 7, 15))),
        ("Who won in 2019?", days((2019, 1, 1), (2019, 12, 31))),
        ("Who ruled in the 1990s?", days((1990, 1, 1), (1999, 12, 31))),
        ("What happened in March?", days((2022, 3, 1), (2022, 3, 31))),
        ("What happened in December?", days((2021, 12, 1), (2021, 12, 31))),
        ("What happened in December 2020?", days((2020, 12, 1), (2020, 12, 31))),
        ("What has changed since March?", days((2022, 3, 1), (2022, 7, 15))),
        ("What has changed since 2022?", days((2022, 1, 1), (2022, 7, 15))),
        ("What has changed since 2020?", days((2020, 1, 1), (2022, 7, 15))),
        ("What was built between 2013 and 2017?", days((2013, 1, 1), (2017, 12, 31))),
        ("Who led from November to February?", days((2021, 11, 1), (2022, 2, 28))),
        ("Who led before March 2020?", days(None, (2020, 2, 29))),
        ("What was said on 4 July?", days((2022, 7, 4), (2022, 7, 4))),
        ("What was said on July 4, 2020?", days((2020, 7, 4), (2020, 7, 4))),
        ("What was said on 2022-06-12?", days((2022, 6, 12), (2022, 6, 12))),
        ("What opened two weeks ago?", days((2022, 6, 29), (2022, 7, 3))),
        ("Who ruled two hundred years ago?", days((1794, 2, 12), (1851, 3, 22))),
        ("What was shut in 2021 from 3 to 9 May?", days((2021, 5, 3), (2021, 5, 9))),
        ("What was shut in 2019, and from May 3 to 9?", days((2019, 5, 3), (2019, 5, 9))),
        ("Was it shut in 2021 between March and May?", days((2021, 3, 1), (2021, 5, 31))),
    ],
)
def test_named_days_are_a_period(question: str, scope: TimeScope) -> None:
    assert time_scope(question, FRIDAY) == scope


@pytest.mark.parametrize(
    "question",
    [
        "What did the council decide this week?",
        "Who is the current mayor?",
        "What is the latest on the ferry?",
        "Which bridges opened recently?",
        "What happened over the past three days?",
        "What is closed today?",
        "Which country is now bankrupt?",
    ],
)
def test_words_of_today_ask_for_the_newest(question: str) -> None:
    assert time_scope(question, FRIDAY).focus is Focus.NOW


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the harbour song?",
        "How many trees are to be planted by 2050?",
        "Which record is coming July 29?",
        "Which notes are set to expire at the end of September?",
        "May I swim in the harbour?",
        "Who will march for the ferry?",
        "Is 2099 a good number?",
        "What stood in it on 2022-13-45?",
        "What stood in it on 2022-00-10?",
    ],
)
def test_no_time_and_times_to_come_leave_it_open(question: str) -> None:
    assert time_scope(question, FRIDAY) == OPEN


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("What did the mill sell in Q3 2021?", days((2021, 7, 1), (2021, 9, 30))),
        (
            "What did the mill sell in the fourth quarter of 2021?",
            days((2021, 10, 1), (2021, 12, 31)),
        ),
        ("What did it sell in the second half of 2020?", days((2020, 7, 1), (2020, 12, 31))),
        ("What did the mill sell last quarter?", days((2022, 4, 1), (2022, 6, 30))),
        ("What did the mill sell this quarter?", days((2022, 7, 1), (2022, 7, 15))),
        ("Who was ill from 12 to 15 March 2021?", days((2021, 3, 12), (2021, 3, 15))),
        ("Who was ill from March 12 to 15?", days((2022, 3, 12), (2022, 3, 15))),
        ("Who was ill from 30 December to 2 January 2021?", days((2020, 12, 30), (2021, 1, 2))),
        ("What closed between 28 May 2021 and 3 June?", days((2021, 5, 28), (2021, 6, 3))),
        ("Who led in March '19?", days((2019, 3, 1), (2019, 3, 31))),
        ("Who led in March '88?", days((1988, 3, 1), (1988, 3, 31))),
        ("Who led in 03/2019?", days((2019, 3, 1), (2019, 3, 31))),
        ("Who led after 2019?", days((2020, 1, 1), (2022, 7, 15))),
        ("Who led after 4 July 2020?", days((2020, 7, 5), (2022, 7, 15))),
        ("Who led before 4 July 2020?", days(None, (2020, 7, 3))),
        ("Who led since last March?", days((2022, 3, 1), (2022, 7, 15))),
        ("Who led in March last year?", days((2021, 3, 1), (2021, 3, 31))),
        ("Who won the 2019 elections?", days((2019, 1, 1), (2019, 12, 31))),
        ("What stood in the 2018–2020 budget?", days((2018, 1, 1), (2020, 12, 31))),
        ("What was said on 12.6.2021?", days((2021, 6, 12), (2021, 6, 12))),
    ],
)
def test_quarters_ranges_and_short_years_are_the_days_meant(
    question: str, scope: TimeScope
) -> None:
    assert time_scope(question, FRIDAY) == scope


@pytest.mark.parametrize(
    "question",
    [
        "Why does it stop at 1990 words?",
        "What does code 2011 mean?",
        "Where is hall B2014?",
        "Who owns house 1987?",
        "What does IEEE 2003 ask for?",
        "Is the pool 2000 feet deep?",
        "Did PPR-2014 break?",
        "What costs $2010?",
        "Who scored in the fourth quarter?",
    ],
)
def test_numbers_of_things_and_names_are_no_years(question: str) -> None:
    assert time_scope(question, FRIDAY) == OPEN


@pytest.mark.parametrize("before", ["", "The mill is old. " * 20])
def test_a_year_behind_a_name_is_one_in_a_message_of_any_length(before: str) -> None:
    scope = time_scope(f"{before}How did Larkholm 2003 end?", FRIDAY)
    assert scope == days((2003, 1, 1), (2003, 12, 31))


@pytest.mark.parametrize(
    ("question", "as_of", "scope"),
    [
        ("from March to May", date(2022, 4, 10), days((2021, 3, 1), (2021, 5, 31))),
        ("between March and May", date(2022, 4, 10), days((2021, 3, 1), (2021, 5, 31))),
        ("from November to February", date(2022, 1, 10), days((2020, 11, 1), (2021, 2, 28))),
        ("from March to May last year", FRIDAY, days((2021, 3, 1), (2021, 5, 31))),
        ("from 28 December to 3 January", FRIDAY, days((2021, 12, 28), (2022, 1, 3))),
    ],
)
def test_a_range_without_a_year_is_the_last_whole_one(
    question: str, as_of: date, scope: TimeScope
) -> None:
    assert time_scope(f"What happened {question}?", as_of) == scope


def test_a_day_close_ahead_is_the_coming_one() -> None:
    assert time_scope("What is cheaper on the July 4 weekend?", date(2022, 7, 1)) == OPEN


def test_this_week_counts_before_older_dates_in_the_same_question() -> None:
    question = "Papers from between 2013 and 2017 were leaked this week. How many?"
    assert time_scope(question, FRIDAY).focus is Focus.NOW


def test_a_month_of_this_year_is_that_month() -> None:
    scope = time_scope("What closed in June this year?", FRIDAY)
    assert scope == days((2022, 6, 1), (2022, 6, 30))


_words = st.sampled_from(
    "since between and in on last this next past week month year May March 31 30 2019 2022 9999 "
    "ago two 300 days Monday yesterday before until from to June February 29 0 1990s".split()
)


@given(st.lists(_words, max_size=8).map(" ".join), st.dates())
def test_any_words_on_any_day_give_a_scope_that_has_begun(question: str, as_of: date) -> None:
    scope = time_scope(question, as_of)
    if scope.focus is Focus.PERIOD and scope.since is not None and as_of.year > 300:
        assert scope.since <= as_of
    if scope.since is not None and scope.until is not None:
        assert scope.since <= scope.until
