"""The reader with the weights that ship: what it answers, and where; windows change nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from footnote.retrieval.options import ModelOptions
from footnote.retrieval.reading import Reader, ReaderInput

pytestmark = pytest.mark.integration

TITLE = "Ferry to Skomray"
CROSSINGS = (
    "The ferry Maren leaves Port Ellis at 9.15 on weekdays and at 10.40 on Sundays. "
    "A crossing takes fifty minutes. Bicycles travel free of charge; dogs cost 4 crowns."
)
STAFF = "The line is run by two brothers, Ivo and Karel Brandt, who bought the ship in 2011."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    return Reader(ModelOptions(cache=tmp_path_factory.mktemp("cache")))


def crossings() -> ReaderInput:
    return ReaderInput(CROSSINGS, TITLE, ("Crossings",))


@pytest.mark.parametrize(
    ("question", "inside"),
    [
        ("How long does a crossing take?", "fifty minutes"),
        ("what do dogs cost", "4 crowns"),
        ("When does the ferry leave on Sundays?", "10.40"),
    ],
)
def test_the_span_holds_the_answering_words(reader: Reader, question: str, inside: str) -> None:
    (reading,) = reader.read(question, [crossings()])
    assert inside in CROSSINGS[reading.start : reading.end]
    assert reading.end - reading.start < 60


def test_the_passage_that_answers_is_told_from_its_neighbour(reader: Reader) -> None:
    passages = [crossings(), ReaderInput(STAFF, TITLE, ("Who we are",))]
    first = reader.read("How long does a crossing take?", passages)
    second = reader.read("Who bought the ship?", passages)
    assert first[0].answers > first[1].answers + 1
    assert second[1].answers > second[0].answers + 1


def test_without_its_answer_a_passage_answers_less(reader: Reader) -> None:
    cut = ReaderInput(CROSSINGS.replace("A crossing takes fifty minutes. ", ""), TITLE)
    whole, gone = reader.read("How long does a crossing take?", [crossings(), cut])
    assert whole.probability > gone.probability


def test_what_stands_far_behind_is_read_too(reader: Reader) -> None:
    far = ReaderInput(f"{STAFF} " * 30 + CROSSINGS, TITLE)
    (reading,) = reader.read("How long does a crossing take?", [far])
    assert "fifty minutes" in far.text[reading.start : reading.end]


def test_a_reading_is_the_same_alone_and_in_company(reader: Reader) -> None:
    passages = [crossings(), ReaderInput(STAFF, TITLE), ReaderInput(STAFF * 20)]
    together = reader.read("Who bought the ship?", passages)
    alone = [reader.read("Who bought the ship?", [one])[0] for one in passages]
    assert together == alone


def test_the_weights_are_small_enough_to_ship() -> None:
    folder = Path(__file__).parents[2] / "retrieval" / "reading" / "model"
    assert sum(one.stat().st_size for one in folder.iterdir()) < 40 * 2**20
