"""Near misses made from answered questions."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.perturb import (
    Made,
    as_typed,
    asks_more,
    negation,
    opposite,
    other_entity,
    vaguer,
    without_answer,
)
from training.swapping import Pair
from training.wordnet import WordNet

PASSAGE = (
    "The mill at Harrow Ford was built in 1874 by Ada Quill. It ground oats for the garrison until "
    "the flood of 1911 closed it. Her nephew Tom Farrow sold the wheel to a museum in Leith. Most "
    "visitors come by the morning ferry and stay for an hour or two."
)


def pair(question: str, answer: str) -> Pair:
    start = PASSAGE.index(answer)
    return Pair(question, PASSAGE, (start, start + len(answer)))


def answers(made: Made) -> str | None:
    return made.passage[slice(*made.span)] if made.span else None


def kinds(made: list[Made]) -> dict[str, Made]:
    return {one.kind: one for one in made}


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    """Three nouns under one parent, two of them opposites."""
    nouns = (
        "00000001 05 n 01 grain 0 000 | parent\n"
        "00000002 05 n 01 oats 0 002 @ 00000001 n 0000 ! 00000003 n 0101 | one\n"
        "00000003 05 n 01 rye 0 001 @ 00000001 n 0000 | another\n"
        "00000004 05 n 01 barley 0 001 @ 00000001 n 0000 | a third\n"
    )
    index = "".join(
        f"{word} n 1 1 @ 1 0 0000000{place}  \n"
        for place, word in enumerate(("grain", "oats", "rye", "barley"), start=1)
    )
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text("  licence\n" + (nouns if part == "noun" else ""))
        (tmp_path / f"index.{part}").write_text("  licence\n" + (index if part == "noun" else ""))
    return WordNet(tmp_path)


def test_wordnet_tells_opposites_and_sisters(wordnet: WordNet) -> None:
    assert wordnet.opposites("oats") == ["rye"]
    assert wordnet.sisters("oats") == ["rye", "barley"]
    assert wordnet.sisters("unknown") == []


def test_without_its_answer_a_passage_holds_it_nowhere() -> None:
    (made,) = without_answer(pair("When was the mill built?", "1874"), random.Random(0))
    assert made.span is None
    assert "1874" not in made.passage
    assert "garrison" in made.passage
    assert made.place == (0, 2)


@pytest.mark.parametrize("seed", range(8))
def test_another_year_is_asked_of_or_told(seed: int) -> None:
    asked = pair("What closed the mill in 1911?", "the flood")
    made = kinds(list(other_entity(asked, random.Random(seed))))
    assert "1911" not in made["entity-in-question"].question
    assert made["entity-in-question"].span is None
    if "entity-in-both" in made:
        assert "1911" not in made["entity-in-passage"].passage
        assert answers(made["entity-in-both"]) == "the flood"
        year = made["entity-in-both"].question.split()[-1].rstrip("?")
        assert year in made["entity-in-both"].passage


def test_what_is_answered_is_never_swapped() -> None:
    asked = pair("Was Tom Farrow the one who sold the wheel?", "Tom Farrow")
    assert not list(other_entity(asked, random.Random(0)))


def test_an_opposite_in_both_keeps_the_answer(wordnet: WordNet) -> None:
    asked = pair("For whom were oats there?", "the garrison")
    made = kinds(list(opposite(asked, random.Random(0), wordnet)))
    assert "rye" in made["opposite"].question
    assert made["opposite"].span is None
    assert "rye" in made["opposite-in-passage"].passage
    assert answers(made["opposite-in-both"]) == "the garrison"


def test_negations_are_put_behind_the_auxiliary_or_the_subject() -> None:
    made = kinds(list(negation(pair("Who did Tom Farrow sell to?", "a museum"), random.Random(0))))
    assert made["negation"].question in {
        "Who did Tom Farrow not sell to?",
        "Who did Tom Farrow never sell to?",
    }


def test_a_vaguer_passage_no_longer_holds_the_answer() -> None:
    (made,) = vaguer(pair("When was the mill built?", "1874"), random.Random(0))
    assert "1874" not in made.passage
    assert made.span is None
    assert made.passage[: made.place[0]] == "The mill at Harrow Ford was built in "
    assert made.passage[made.place[1] :].startswith(" by Ada Quill")


def test_the_reason_is_asked_only_where_none_is_given() -> None:
    told = pair("When did the flood close it?", "1911")
    assert [one.question for one in asks_more(told, random.Random(0))] == []
    wheel = pair("Where do most visitors stay?", "an hour or two")
    assert list(asks_more(wheel, random.Random(0))) == []


@given(seed=st.integers(0, 10_000), question=st.text(min_size=1, max_size=60))
def test_typing_leaves_something_to_read(seed: int, question: str) -> None:
    typed = as_typed(f"where is {question}?", random.Random(seed))
    assert typed.strip()
    assert len(typed) <= len(question) + 10
