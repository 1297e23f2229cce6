"""Questions in languages that the models do not know are refused, whatever they score."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval import Footnote, Question
from footnote.retrieval.options import EmbeddingOptions, RetrievalOptions

pytestmark = pytest.mark.integration

TODAY = date(2024, 5, 1)
TEXTS = {
    "ru": "Паром на остров Холм\n\nПаром на остров отправляется в девять часов утра. "
    "Билет стоит четыре кроны.",
    "en": "Ferry to Holm\n\nThe ferry leaves at nine in the morning. A ticket costs four crowns.",
}
ASKED = (
    "Сколько стоит билет на паром?",
    "كم سعر تذكرة العبارة؟",
    "배표는 얼마입니까?",
    "नौका का टिकट कितने का है?",
    "ตั๋วเรือข้ามฟากราคาเท่าไหร่",
)


def opened(folder: Path, model: str) -> Iterator[Footnote]:
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    options = RetrievalOptions(embedding=EmbeddingOptions(model=model))
    with Footnote.open(folder / "home", "ferry", options, create=True) as footnote:
        footnote.ingest(sorted(folder.glob("*.txt")))
        yield footnote


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    yield from opened(tmp_path_factory.mktemp("english"), "bge-small-en-v1.5")


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    yield from opened(tmp_path_factory.mktemp("many"), "multilingual-e5-small")


@pytest.mark.parametrize("asked", ASKED)
def test_english_models_refuse_what_they_cannot_read(english: Footnote, asked: str) -> None:
    answer = english.ask(Question(asked, TODAY))
    assert answer.status == "refused"
    assert "does not read the language of the question" in answer.text
    assert answer.confidence == 0.0


@pytest.mark.parametrize("asked", ["How much is a ticket for the ferry?", "Was kostet die Fähre?"])
def test_what_is_written_in_latin_letters_is_judged_as_ever(english: Footnote, asked: str) -> None:
    assert "does not read" not in english.ask(Question(asked, TODAY)).text


def test_a_multilingual_model_reads_russian(multilingual: Footnote) -> None:
    answer = multilingual.ask(Question(ASKED[0], TODAY))
    assert answer.status == "answered"
    assert "четыре кроны" in answer.text
