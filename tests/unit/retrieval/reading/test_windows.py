"""Rows of tokens: what stands in front, how long passages are cut, where each token stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footnote.retrieval.models.onnx import OnnxModel
from footnote.retrieval.reading.reader import CLS, SEP, WindowSizes, windows_of
from tests.support.tiny_reader import IDS, write_tiny_reader

SIZES = WindowSizes(row=12, question=3, lead=2, overlap=2)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> OnnxModel:
    folder = write_tiny_reader(tmp_path_factory.mktemp("tiny"))
    return OnnxModel(folder / "model.onnx", folder / "tokenizer.json", max_tokens=10_000)


def test_a_short_passage_is_one_row(tokenizer: OnnxModel) -> None:
    passage = tokenizer.tokenize_with_places("the  ferry")
    (window,) = windows_of([7], [8, 9], passage, SIZES)
    assert window.ids == [CLS, 7, SEP, 8, 9, IDS["the"], IDS["ferry"], SEP]
    assert window.type_ids == [0, 0, 0, 1, 1, 1, 1, 1]
    assert window.first == 5
    assert list(window.places) == [(0, 3), (5, 10)]


def test_question_and_lead_are_cut_to_their_sizes(tokenizer: OnnxModel) -> None:
    passage = tokenizer.tokenize_with_places("the")
    (window,) = windows_of([1, 2, 3, 4], [5, 6, 7], passage, SIZES)
    assert window.ids == [CLS, 1, 2, 3, SEP, 5, 6, IDS["the"], SEP]


def test_nothing_has_no_window(tokenizer: OnnxModel) -> None:
    assert list(windows_of([1], [2], tokenizer.tokenize_with_places(" "), SIZES)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.lists(st.integers(0, 9), max_size=5),
    lead=st.lists(st.integers(0, 9), max_size=4),
    words=st.lists(st.sampled_from(["the", "ferry", "nine"]), min_size=1, max_size=60),
)
def test_windows_cover_a_passage_in_order_and_overlap(
    tokenizer: OnnxModel, question: list[int], lead: list[int], words: list[str]
) -> None:
    text = " ".join(words)
    windows = list(windows_of(question, lead, tokenizer.tokenize_with_places(text), SIZES))
    seen: list[str] = []
    for number, window in enumerate(windows):
        assert len(window.ids) == len(window.type_ids) <= SIZES.row
        assert len(window.places) == len(window.ids) - window.first - 1
        part = [text[start:end] for start, end in window.places]
        if number:
            assert seen[-SIZES.overlap :] == part[: SIZES.overlap]
        seen += part[SIZES.overlap :] if number else part
    assert seen == words
