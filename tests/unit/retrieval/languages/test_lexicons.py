"""Every language has the same tables, and engines hold no words of any."""

import ast
import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval.languages import Kind, Language, Lexicon, lexicons
from footnote.retrieval.search.time_expressions import time_scope
from footnote.retrieval.verification.values import unit_names
from tests.support.esperanto import LEXICON as ESPERANTO

ROOT = Path(__file__).parents[4]
LANGUAGES = ROOT / "retrieval" / "languages"
ENGINES = ("answering", "cleaning", "conversation", "duplicates", "search", "verification")
ALL = pytest.mark.parametrize(
    "lexicon", [*lexicons.LEXICONS, ESPERANTO], ids=lambda each: each.language
)
MODEL_KNOWS_ENGLISH = {"answering/reading.py"}
"""Where a language is asked for because a model was trained on it alone."""


def tables(value: object) -> Iterator[object]:
    """Yield a table and those within it."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from tables(getattr(value, field.name))


def test_every_language_but_the_others_has_one_lexicon() -> None:
    known = [each.language for each in lexicons.LEXICONS]
    assert sorted(known) == sorted(set(Language) - {Language.OTHER})
    assert lexicons.LEXICONS[0] is lexicons.FALLBACK


def test_every_folder_has_the_same_files() -> None:
    folders = [path for path in LANGUAGES.iterdir() if (path / "__init__.py").exists()]
    files = {folder.name: {path.name for path in folder.glob("*.py")} for folder in folders}
    assert sorted(files) == sorted(each.language.name.lower() for each in lexicons.LEXICONS)
    files["esperanto"] = {path.name for path in (ROOT / "tests/support/esperanto").glob("*.py")}
    assert files["esperanto"] - {"spoken.py"} == files["english"]
    assert files["spanish"] == files["chinese"] == files["english"]


@ALL
def test_no_kind_of_answer_is_left_out(lexicon: Lexicon) -> None:
    questions = lexicon.questions
    for table in (questions.asks, questions.says, lexicon.phrases.lacking):
        assert set(table) == set(Kind)


@ALL
def test_every_phrase_is_said(lexicon: Lexicon) -> None:
    phrases = dataclasses.asdict(lexicon.phrases)
    said = [*phrases.pop("lacking").values(), *phrases.values()]
    assert all(each.strip() for each in said)
    assert lexicon.phrases.title.format("x").count("x") == 1


@ALL
def test_words_are_as_engines_compare_them(lexicon: Lexicon) -> None:
    sets = [each for each in tables(lexicon) if isinstance(each, frozenset)]
    maps: list[Mapping[Any, Any]] = [each for each in tables(lexicon) if isinstance(each, Mapping)]
    words = [str(word) for each in (*sets, *maps) for word in each]
    figures = set(lexicon.time.figures)
    assert len(words) > 100
    assert {word for word in words if word != word.lower()} <= figures
    assert not {word for word in words if word != word.strip() or not word}


@ALL
def test_numbers_and_dates_are_whole(lexicon: Lexicon) -> None:
    numbers = lexicon.numbers
    assert set(numbers.months.values()) == set(range(1, 13))
    assert set(numbers.weekdays.values()) == set(range(7))
    assert {"day1", "month1", "year1"} <= set(numbers.date.groupindex) or {
        "day1",
        "month1",
        "year2",
    } <= set(numbers.date.groupindex)
    assert set(lexicon.days.counted.groupindex) in ({"which", "unit", "count", "back"}, set())
    assert {unit for unit, _ in lexicon.days.named.values()} <= {"day", "week", "month", "year"}


@ALL
def test_what_is_said_for_a_unit_names_one(lexicon: Lexicon) -> None:
    known = set(unit_names().values())
    assert set(lexicon.measures.also_said.values()) <= known | {"mass-jin", "length-li"}


@ALL
def test_time_has_its_units_and_known_symbols(lexicon: Lexicon) -> None:
    symbols = [symbol for symbol, _, _ in lexicon.time.symbols]
    assert "U" in symbols
    assert set(symbols) <= set("dyzTLPURMWQNKiosabHft&AvhC_c.")
    assert set(lexicon.time.figures) <= set("ECYSK")
    for _, pattern, _ in lexicon.time.symbols:
        assert re.compile(pattern).groups == 0


def test_a_table_that_is_left_out_fails_at_once() -> None:
    fields = {field.name: getattr(ESPERANTO, field.name) for field in dataclasses.fields(ESPERANTO)}
    for name in fields:
        rest = {other: value for other, value in fields.items() if other != name}
        with pytest.raises(TypeError, match=name):
            Lexicon(**rest)
    within = [each for each in tables(ESPERANTO) if dataclasses.is_dataclass(each)]
    optional = [
        f"{type(table).__name__}.{field.name}"
        for table in within
        for field in dataclasses.fields(table)
        if field.default is not dataclasses.MISSING
    ]
    assert not optional


def engine_modules() -> list[Path]:
    return [path for room in ENGINES for path in (ROOT / "retrieval" / room).rglob("*.py")]


def test_engines_ask_no_language_by_its_name() -> None:
    asked = set()
    for path in engine_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare | ast.Match | ast.IfExp) and any(
                isinstance(each, ast.Attribute)
                and isinstance(each.value, ast.Name)
                and each.value.id == "Language"
                for each in ast.walk(node)
            ):
                asked.add(path.relative_to(ROOT / "retrieval").as_posix())
    assert asked == MODEL_KNOWS_ENGLISH


def test_only_the_lexicons_know_the_folders() -> None:
    folders = tuple(
        f"footnote.retrieval.languages.{each.language.name.lower()}" for each in lexicons.LEXICONS
    )
    for path in (ROOT / "retrieval").rglob("*.py"):
        if path.is_relative_to(LANGUAGES):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(folders), path


SPOKEN = {
    "lines": ["furniture", "label", "list heading", "comments", "credit"],
    "stamp": "2024-04-03",
    "written": ["Ana Verda", "Luis Blua"],
    "wall": True,
    "clear": "other",
    "terms": ["konstruita", "ponto", "haveno"],
    "stems": ["pont"],
    "identifiers": [],
    "kind": "number",
    "carries": [True, False],
    "yesterday": ["2024-05-14", "2024-05-15"],
    "month": ["2023-05-01", "2023-05-31"],
    "ago": ["2024-04-29", "2024-05-03"],
    "decade": ["1990-01-01", "1999-12-31"],
    "asked": "Kiam malfermiĝos la ponto?",
    "standalone": "Ana Verda: Kiam ŝi emeritiĝos?",
    "holder": ["Ana Verda"],
    "refusal": "La artikoloj ne respondas tion.",
    "sentences": 2,
    "dates": [[3, 5, 2023]],
    "numbers": [[2000.0, ""], [5.0, "mass-kilogram"]],
    "days": [["day", -1], ["day", -3]],
    "order": True,
    "names": ["Ana Verda"],
}


def spoken(*arguments: str) -> dict[str, object]:
    program = [sys.executable, "-m", "tests.support.esperanto.spoken", *arguments]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_fourth_language_is_one_folder_that_every_engine_reads() -> None:
    assert spoken() == SPOKEN


def test_without_its_folder_no_engine_knows_the_language() -> None:
    without = spoken("--unknown")
    assert not {name for name, made in SPOKEN.items() if without[name] == made}


def test_decades_in_digits_are_read_in_questions_of_any_language() -> None:
    scope = time_scope("What of the años 1980 did the museum keep?", date(2024, 5, 15))
    assert (scope.since, scope.until) == (date(1980, 1, 1), date(1989, 12, 31))
