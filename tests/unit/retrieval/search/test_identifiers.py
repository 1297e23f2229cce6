"""What a question names exactly, and which texts hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.search.identifiers import identifiers, share_held


def named(question: str) -> list[str]:
    return [each.phrase for each in identifiers(question)]


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("what does --keep-going do?", ["--keep-going"]),
        ("is -x the same as -X", ["-x"]),
        ("Which release brought 2.14.1?", ["2.14.1"]),
        ("error[Q0417]: no such crane", ["Q0417"]),
        ("set crane.maxload on the jib", ["crane.maxload"]),
        ("where is max_load_kg read?", ["max_load_kg"]),
        ("what is in Crane.toml", ["Crane.toml"]),
        ("what calls crane::lift", ["crane::lift"]),
        ("does LiftQueue keep order?", ["LiftQueue"]),
        ("open src/lift/mod.c", ["src/lift/mod.c"]),
        ("what does norm 4711 say", ["norm 4711"]),
        ("who said “never lift by hand”?", ["never lift by hand"]),
        ("is it written in C++?", ["C++"]),
    ],
)
def test_what_is_named_exactly(question: str, phrases: list[str]) -> None:
    assert named(question) == phrases


@pytest.mark.parametrize(
    "question",
    [
        "When does the ferry sail?",
        "Which 8-year-old won the 5k run at 10am?",
        "Is it open in 2023, on May 12 or for the 3rd time?",
        "Don't the U.S. and the U.K. agree, e.g. on long-term rents and/or leases?",
        "Did it cost $1,500 or 20%?",
    ],
)
def test_plain_words_sums_and_dates_name_nothing_exactly(question: str) -> None:
    assert named(question) == []


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("--keep", "Use --keep or -k.", True),
        ("--keep", "Use --keep-going.", False),
        ("2.14", "Since 2.14.1 it lifts.", False),
        ("2.14", "Since 2.14. It lifts.", True),
        ("PPX-417", "Part PPX-4170 and PPX-471.", False),
        ("ppx-417", "Part PPX-417.", True),
        ("norm 4711", "As NORM-4711 asks.", True),
        ("norm 4711", "Norm 47110 asks.", False),
        ("crane.toml", "see Crane.toml", True),
        ("crane.toml", "see Crane.toml.bak", False),
        ("'by   hand'", "never by hand", True),
    ],
)
def test_it_is_held_whole_or_not_at_all(question: str, text: str, held: bool) -> None:
    (identifier,) = identifiers(question)
    assert identifier.held_by(text) is held


def test_a_share_counts_each_once() -> None:
    both = identifiers("--soft or --hard")
    assert [share_held(both, text) for text in ("--soft, --hard", "--soft", "soft")] == [1, 0.5, 0]
    assert share_held((), "--soft") == 0


@given(st.text(max_size=80))
def test_any_text_names_things_that_stand_in_it(question: str) -> None:
    for each in identifiers(question):
        assert each.phrase
        assert isinstance(each.held_by(question), bool)
