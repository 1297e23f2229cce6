"""Numbers, dates and amounts are values, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.languages import Language
from footnote.retrieval.verification.quantities import carries, quantities_of


def carried(passage: str, sentence: str) -> bool:
    return all(
        any(carries(have, want) for have in quantities_of(passage))
        for want in quantities_of(sentence)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on Nov. 15", "on 15 November"),
        ("on Nov. 15", "on November 15th"),
        ("2014-11-15", "Nov. 15, 2014"),
        ("two men", "2 men"),
        ("twenty-one boats", "21 boats"),
        ("$3m", "3 million dollars"),
        ("$3 million", "$3,000,000"),
        ("1,000 crowns", "1000 crowns"),
        ("50% of them", "50 per cent of them"),
        ("at 7:30 p.m.", "at 19:30"),
        ("at 12:30 a.m.", "at 0:30"),
        ("at 11:30 a.m.", "at 11:30"),
        ("at 12:30 p.m.", "at 12:30"),
        ("two hundred and five boats", "205 boats"),
        ("half a million", "half a million"),
        ("2.4 metres", "2.4 metres"),
        ("12 items", "12 dots"),
    ],
)
def test_two_ways_to_write_one_value(one: str, other: str) -> None:
    assert quantities_of(one)
    assert carried(one, other)
    assert carried(other, one)


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("on Nov. 15", "on Nov. 15, 2014"),
        ("in 2013", "in 2014"),
        ("on 15 May", "on 15 March"),
        ("until October", "until November"),
        ("50 people", "50 per cent"),
        ("$3 million", "€3 million"),
        ("$3 million", "$3 billion"),
        ("on Friday", "on Monday"),
        ("the third race", "three races"),
        ("7:30 p.m.", "7:30 a.m."),
        ("1 mile", "1 kilometre"),
    ],
)
def test_another_value_is_another_value(passage: str, sentence: str) -> None:
    assert not carried(passage, sentence)


def test_a_date_with_its_year_carries_the_date_without() -> None:
    assert carried("on 15 November 2014", "on Nov. 15")
    assert carried("on 15 November 2014", "in 2014")


def test_signs_are_a_date_where_the_calendar_has_such_a_day() -> None:
    (day,) = quantities_of("二〇二二年五月三日", Language.CHINESE)
    assert (day.kind, day.year, day.month, day.day) == ("date", 2022, 5, 3)
    for written in ("2022年13月3日", "5月32日"):
        assert {each.kind for each in quantities_of(written, Language.CHINESE)} == {"number"}


def test_a_ten_in_signs_needs_no_one_before_it() -> None:
    assert [each.value for each in quantities_of("十二层", Language.CHINESE)] == [12]


def test_may_is_a_month_only_with_a_capital() -> None:
    assert not quantities_of("it may rain")
    assert quantities_of("in May")


@given(st.text(max_size=120))
def test_offsets_are_exact_and_do_not_overlap(text: str) -> None:
    end = 0
    for quantity in quantities_of(text):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


@given(st.integers(0, 10**12))
def test_a_number_with_thousands_marked_is_the_same_number(number: int) -> None:
    assert carried(f"{number:,} seals", f"{number} seals")
