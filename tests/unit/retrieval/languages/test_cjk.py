"""Writing without spaces, cut into pairs the same way everywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.languages.cjk import has_cjk, paired


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("北京大学", ["北京", "京大", "大学"]),
        ("在2022年成立", ["在", "2022", "年成", "成立"]),
        ("the 桥 opens", ["the", "桥", "opens"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("한국어", ["한국", "국어"]),
    ],
)
def test_runs_become_overlapping_pairs(text: str, pairs: list[str]) -> None:
    assert paired(text).split() == pairs


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=200))
def test_other_writing_is_left_alone(text: str) -> None:
    assert paired(text) == text


@given(st.text(alphabet=st.sampled_from(list("北京大学ab 1。")), max_size=60))
def test_every_pair_of_a_run_is_there_and_pairing_again_changes_no_word(text: str) -> None:
    words = paired(text).split()
    for first, second in pairwise(text):
        if has_cjk(first) and has_cjk(second):
            assert first + second in words
