"""The published schemas say what Footnote really prints and reads, and no more."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from footnote.bot.cli.app import run
from footnote.evaluation.fixtures import read_fixtures
from footnote.retrieval import Footnote, Question, readers
from footnote.retrieval.answer import RemovedSentence
from footnote.retrieval.answer_json import answer_as_json
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import FixtureError
from footnote.retrieval.usage import Usage
from tools.formats import NAMES, schema

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2023, 6, 15)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    with Footnote.open(folder, create=True) as footnote:
        articles = SAMPLES / "articles"
        footnote.ingest([articles / "market-day.txt", articles / "weir-bridge-vote.html"])
    return folder


@pytest.fixture(scope="module")
def answers(home: Path) -> list[dict[str, Any]]:
    """An answer, one with sentences removed, and a refusal."""
    with Footnote.open(home) as footnote:
        answered = footnote.ask(Question("How many stalls are there at present?", TODAY))
        refused = footnote.ask(Question("Who is the king of France?", TODAY))
    removed = (RemovedSentence("There are 30 stalls.", "30 stands nowhere in its passage"),)
    cut = replace(
        answered, removed=removed, warnings=("One was removed.",), usage=Usage(1, 900, 50, 0.002)
    )
    found = [answer_as_json(each) for each in (answered, cut, refused)]
    assert [each["status"] for each in found] == ["answered", "answered", "refused"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_itself_sound_and_explains_every_key(name: str) -> None:
    described = schema(name)
    Draft202012Validator.check_schema(described)
    for part in (described.get("$defs") or {"": described}).values():
        for key, value in part["properties"].items():
            assert value.get("description"), key


def test_answers_are_what_the_schema_says(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        validator("answer").validate(json.loads(json.dumps(answer)))


def faults(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in answer:
        yield {name: value for name, value in answer.items() if name != key}
    yield answer | {"new": 1}
    yield answer | {"status": "perhaps"}
    yield answer | {"as_of": "15/6/2023"}
    for key in answer["citations"][0]:
        broken = deepcopy(answer)
        del broken["citations"][0][key]
        yield broken


def test_what_differs_from_the_schema_is_refused(answers: list[dict[str, Any]]) -> None:
    checked = list(faults(answers[0]))
    assert len(checked) > 20
    assert not [each for each in checked if validator("answer").is_valid(each)]


def test_lines_of_many_questions_are_what_the_schema_says(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    good = {"id": "a", "question": "What does a stall cost?", "asked": "2023-06-15"}
    questions.write_text(f'{json.dumps(good)}\nnot JSON\n{{"id": 3}}\n')
    assert run(["--home", str(home), "ask", "--json", "--from", str(questions)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for line in lines:
        validator("answer").validate(line)
    assert [line.get("id") for line in lines] == ["a", None, 3]
    assert ["error" in line for line in lines] == [False, True, True]


def test_an_evaluation_is_what_the_schema_says(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--home", str(home), "--json", "evaluate", str(SAMPLES / "fixtures.jsonl")]
    for report in ([], ["--report", str(tmp_path / "report")]):
        assert run([*command, "--limit", "2", *report]) == 0
        result = json.loads(capsys.readouterr().out)
        validator("evaluation").validate(result)
        assert (result["by_question"] is None) is (not report)


FIXTURE = {"id": "a", "question": "Who?", "answers": ["Ost"]}
FIXTURES: list[tuple[Any, bool]] = [
    (FIXTURE, True),
    (FIXTURE | {"id": 7, "asked": "2023-06-15", "answers": []}, True),
    ({"id": "a", "question": "Who?", "answerable": False}, True),
    (FIXTURE | {"evidence": {"url": "https://x.example", "quote": "Ost"}, "choices": []}, True),
    ({"id": "a", "question": "Who?"}, False),
    ({"question": "Who?", "answers": []}, False),
    (FIXTURE | {"answers": "Ost"}, False),
    (FIXTURE | {"answers": [""]}, False),
    (FIXTURE | {"asked": "yesterday"}, False),
    (FIXTURE | {"anwsers": []}, False),
    ([FIXTURE], False),
    ({"id": "a", "asked": "2023-06-15", "turns": [{"question": "Who?", "answers": []}]}, True),
    ({"id": "a", "turns": [{"question": "Who?", "answers": ["Ost"]}, {"question": "Why?"}]}, False),
    ({"id": "a", "turns": [{"id": "b", "question": "Who?", "answers": []}]}, False),
    ({"id": "a", "turns": []}, False),
    ({"id": "a", "turns": [FIXTURE["question"]]}, False),
    (FIXTURE | {"turns": [{"question": "Who?", "answers": []}]}, False),
]


@pytest.mark.parametrize(("record", "good"), FIXTURES)
def test_the_reader_of_fixtures_and_the_schema_agree(
    record: Any, good: bool, tmp_path: Path
) -> None:
    path = tmp_path / "fixtures.jsonl"
    path.write_text(json.dumps(record))
    assert validator("fixture").is_valid(record) is good
    try:
        taken = bool(read_fixtures(path))
    except FixtureError:
        taken = False
    assert taken is good


ARTICLES: list[tuple[Any, bool]] = [
    ({"text": "A pier."}, True),
    ({"title": "Pier", "text": "A pier.", "published": "3 May 2024", "authors": "Ann, Ben"}, True),
    ({"text": "A pier.", "url": None, "authors": ["Ann"], "category": 3}, True),
    ({"title": "Pier"}, False),
    ({"text": ""}, False),
    ({"text": 3}, False),
    ({"text": "A pier.", "title": 3}, False),
    ({"text": "A pier.", "authors": [3]}, False),
    (["A pier."], False),
]


@pytest.mark.parametrize(("record", "good"), ARTICLES)
def test_the_reader_of_articles_and_the_schema_agree(
    record: Any, good: bool, tmp_path: Path
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(record))
    assert validator("article").is_valid(record) is good
    assert [isinstance(page, RawPage) for page in readers.read(path)] == [good]


@pytest.mark.parametrize(
    ("name", "pattern"), [("fixture", "*.jsonl"), ("article", "articles/*.jsonl")]
)
def test_the_samples_are_in_the_published_formats(name: str, pattern: str) -> None:
    lines = [line for path in SAMPLES.glob(pattern) for line in path.read_text().splitlines()]
    assert len(lines) >= 5
    for line in lines:
        validator(name).validate(json.loads(line))
