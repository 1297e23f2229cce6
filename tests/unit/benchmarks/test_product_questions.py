"""Questions to the documentation of products keep the form that `docs_questions` reads."""

from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.docs_questions import load

ROOT = Path(__file__).parents[3]
MEASURED = sorted((ROOT / "benchmarks" / "data" / "products").glob("*.jsonl"))
TRAINED_ON = sorted((ROOT / "training" / "data" / "products").glob("*.jsonl"))
FILES = [*MEASURED, *TRAINED_ON]
MOST_WORDS = 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_holds_questions_of_one_product_and_near_misses(file: Path) -> None:
    questions = load(file)

    near = sum(not asked.gold for asked in questions)
    assert len(questions) >= 200
    assert 0.2 <= near / len(questions) <= 0.35
    assert all(asked.id.startswith(f"{file.stem}-") for asked in questions)
    assert all((asked.kind == "near-miss") == (not asked.gold) for asked in questions)
    assert all(asked.gold or asked.wanted for asked in questions)  # what a judge goes by


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pages_are_relative_and_answers_are_few_words_of_one_line(file: Path) -> None:
    for asked in load(file):
        assert len(asked.pages) == 1, asked.id
        page = PurePosixPath(asked.pages[0])
        assert not page.is_absolute(), asked.id
        assert page.suffix in {".md", ".mdx", ".rst"}, asked.id
        for answer in asked.gold:
            assert answer == answer.strip() != "", asked.id
            assert "\n" not in answer, asked.id
            assert len(answer.split()) <= MOST_WORDS, asked.id


def test_no_product_is_both_trained_on_and_measured_and_no_question_stands_twice() -> None:
    counts = Counter(asked.text.casefold() for file in FILES for asked in load(file))

    assert MEASURED
    assert TRAINED_ON
    assert {file.stem for file in MEASURED}.isdisjoint(file.stem for file in TRAINED_ON)
    assert [text for text, count in counts.items() if count > 1] == []
