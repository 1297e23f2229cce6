"""What counts as an answer: none, nothing to pay, a version's heading, a report of that time."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from footnote.retrieval import Footnote, Question

pytestmark = pytest.mark.integration

ARTICLES = [
    {
        "title": "Landslide above Corvel",
        "text": "A landslide above Corvel blocked the valley road on Friday. Nobody was injured. "
        "No cars were buried, but a bus shelter was crushed. About 40 trees came down.",
        "published": "2025-03-08",
    },
    {
        "title": "Visiting the clock museum",
        "text": "Grown-ups pay 7 crowns at the clock museum, children under six are admitted free "
        "of charge.\n\nLockers at the clock museum cost nothing.",
    },
    *(
        {
            "title": "Notes from the lift",
            "text": f"The north lift was shut for {cause}.",
            "published": published,
            "url": f"https://lift.test/{published}",
        }
        for published, cause in (
            ("2021-09-06", "a new cable"),
            ("2023-02-14", "the storm"),
            ("2023-10-02", "a cycling race"),
            ("2024-04-20", "repairs of the motor"),
        )
    ),
]
CHANGES = """# Changes of Marlet

## [1.8.0] - 2024-05-06

### Added

- Printing of maps
- A night theme

### Removed

- Support for Windows 8

## [1.7.2] - 2024-01-15

### Fixed

- The search no longer hangs on empty folders
"""


@pytest.fixture(scope="module")
def footnote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    folder = tmp_path_factory.mktemp("articles")
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    (folder / "CHANGES.md").write_text(CHANGES, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    with Footnote.open(home, create=True) as opened:
        opened.ingest([folder])
        yield opened


def first_quote(footnote: Footnote, question: str) -> str:
    answer = footnote.ask(Question(question, date(2025, 6, 1)))
    assert answer.status == "answered", answer.text
    return answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "inside"),
    [
        ("How many people were injured in the landslide at Corvel?", "Nobody was injured"),
        ("How many cars were buried in Corvel?", "No cars were buried"),
        ("How much do children under six pay at the clock museum?", "free of charge"),
        ("What do the lockers at the clock museum cost?", "cost nothing"),
        ("Which version of Marlet removed support for Windows 8?", "Support for Windows 8"),
        ("In which version of Marlet was the night theme added?", "A night theme"),
        ("Why was the north lift shut in 2021?", "a new cable"),
        ("Why was the north lift shut on 2 October 2023?", "a cycling race"),
    ],
)
def test_it_is_quoted_first(footnote: Footnote, question: str, inside: str) -> None:
    assert inside in first_quote(footnote, question)


@pytest.mark.parametrize(
    "question",
    [
        "How many people were injured in the landslide at Ostrel?",
        "How much do students pay for the guided tour of the clock museum?",
        "Which version of Marlet removed support for macOS 12?",
        "Why was the north lift shut in June 2019?",
    ],
)
def test_what_is_not_told_is_not_answered(footnote: Footnote, question: str) -> None:
    answer = footnote.ask(Question(question, date(2025, 6, 1)))
    assert answer.status != "answered", answer.text


def test_a_period_is_asked_for_on_the_last_day_there_is(footnote: Footnote) -> None:
    answer = footnote.ask(Question("Why was the north lift shut in 2021?", date.max))
    assert "a new cable" in answer.citations[0].quote
