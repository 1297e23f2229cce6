"""The reader over a graph whose arithmetic is done in the head."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from footnote.retrieval.errors import ModelDamaged, ModelMissing
from footnote.retrieval.options import ModelOptions
from footnote.retrieval.reading import Reader, ReaderInput, Reading
from tests.support.tiny_reader import write_tiny_reader


@pytest.fixture
def options(tmp_path: Path) -> ModelOptions:
    return ModelOptions(cache=tmp_path / "cache")


@pytest.fixture
def reader(tmp_path: Path, options: ModelOptions) -> Iterator[Reader]:
    return Reader(options, write_tiny_reader(tmp_path))


def said(passage: str, reading: Reading) -> str:
    return passage[reading.start : reading.end]


def test_each_passage_gets_its_own_reading_in_the_order_given(reader: Reader) -> None:
    texts = ["the ferry sails at nine", "yes from nine to", "yes yes from ferry sails to at"]
    readings = reader.read("ferry", [ReaderInput(text) for text in texts])
    assert [one.answers for one in readings] == [0.0, 1.0, 2.0]
    assert said(texts[1], readings[1]) == "from nine to"
    assert said(texts[2], readings[2]) == "from ferry sails to"


def test_question_title_and_headings_are_read_but_hold_no_span(reader: Reader) -> None:
    text = "the ferry from at to nine"
    (reading,) = reader.read("twice from to", [ReaderInput(text, "from twice", ("to", "yes"))])
    assert reading.answers == 5.0
    assert said(text, reading) == "from at to"


def test_the_answer_is_a_logit_fitted_to_the_two_judgements(
    tmp_path: Path, options: ModelOptions
) -> None:
    reader = Reader(options, write_tiny_reader(tmp_path, answer_weight=0.5, bias=-1.0))
    (reading,) = reader.read("ferry", [ReaderInput("yes yes")])
    assert reading.answers == 0.0
    assert reading.probability == 0.5


def test_a_span_is_sure_where_its_ends_stand_out(reader: Reader) -> None:
    sure, torn = reader.read("ferry", [ReaderInput("at from to"), ReaderInput("from from to to")])
    # Three tokens with logits 0, 8 and 0 at both ends; four with 8, 8, 0, 0.
    one = math.exp(8) / (math.exp(8) + 2)
    two = math.exp(8) / (2 * math.exp(8) + 2)
    assert sure.span_confidence == pytest.approx(one**2)
    assert torn.span_confidence == pytest.approx(two**2)


def test_a_long_passage_is_read_to_its_end(reader: Reader) -> None:
    text = "the ferry sails " * 400 + "yes from nine to " + "at nine " * 300
    (reading,) = reader.read("ferry", [ReaderInput(text, "ferry")])
    assert reading.answers == 1.0
    assert said(text, reading) == "from nine to"


def test_of_equal_windows_the_earlier_speaks(reader: Reader) -> None:
    text = "yes from to " + "the " * 500 + "yes from to"
    (reading,) = reader.read("ferry", [ReaderInput(text)])
    assert (reading.start, reading.end) == (4, 11)


def test_a_passage_without_words_answers_nothing(reader: Reader) -> None:
    blank, other = reader.read("ferry", [ReaderInput(" \n "), ReaderInput("yes")])
    assert (blank.answers, blank.start, blank.end) == (-math.inf, 0, 0)
    assert blank.probability < 1e-9
    assert other.answers == 1.0


def test_no_passages_no_readings(reader: Reader) -> None:
    assert reader.read("ferry", []) == []


def test_a_reading_does_not_depend_on_its_neighbours(reader: Reader) -> None:
    texts = ["yes from nine to", "at " * 90, "yes yes"]
    together = reader.read("ferry", [ReaderInput(text) for text in texts])
    alone = [reader.read("ferry", [ReaderInput(text)])[0] for text in texts]
    assert together == alone


def test_missing_weights_are_named(tmp_path: Path, options: ModelOptions) -> None:
    with pytest.raises(ModelMissing, match="Install Footnote again"):
        Reader(options, tmp_path).load()


def test_weights_of_another_description_are_refused(tmp_path: Path, options: ModelOptions) -> None:
    folder = write_tiny_reader(tmp_path)
    facts = json.loads((folder / "reader.json").read_text())
    (folder / "reader.json").write_text(json.dumps({**facts, "sha256": "0" * 64}))
    with pytest.raises(ModelDamaged, match="is not the file"):
        Reader(options, folder).load()


@pytest.mark.parametrize("facts", ["", "[]", "{}", '{"sha256": "0", "bias": "x"}'])
def test_unreadable_facts_are_named(tmp_path: Path, options: ModelOptions, facts: str) -> None:
    folder = write_tiny_reader(tmp_path)
    (folder / "reader.json").write_text(facts)
    with pytest.raises(ModelDamaged, match=r"reader\.json"):
        Reader(options, folder).load()
