"""A question that a row of a table answers is answered with that row, under its header."""

from collections.abc import Iterator
from datetime import date

import pytest

from footnote.retrieval import Footnote, Question

pytestmark = pytest.mark.integration

PLANS = """# Working with lists in Quillscript

Quillscript is sold by the month.

## Prices of the plans

| Plan | Price | Seats |
| --- | --- | --- |
| Reed | 4 crowns a month | 1 |
| Sedge | 9 crowns a month | 5 |

## Codes

| Code | Meaning |
| --- | --- |
| E17 | the drawer is stuck |
| E21 | the paper is damp |
"""


@pytest.fixture(scope="module")
def footnote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    folder = tmp_path_factory.mktemp("plans")
    (folder / "plans.md").write_text(PLANS, encoding="utf-8")
    with Footnote.open(folder / "home", "plans", create=True) as opened:
        opened.ingest([folder / "plans.md"])
        yield opened


@pytest.mark.parametrize(
    ("question", "row", "answering"),
    [
        ("What does the plan Sedge cost?", "Sedge | 9 crowns a month | 5", "9 crowns a month"),
        ("What is the price of the plan Reed?", "Reed | 4 crowns a month | 1", "4 crowns a month"),
        ("What does the code E21 mean?", "E21 | the paper is damp", "the paper is damp"),
    ],
)
def test_a_row_answers(footnote: Footnote, question: str, row: str, answering: str) -> None:
    answer = footnote.ask(Question(question, date(2024, 5, 1)))
    assert answer.status == "answered"
    (citation,) = answer.citations
    assert citation.quote == row
    assert citation.kind == "table"
    if citation.answer_start is not None and citation.answer_end is not None:
        shown = citation.quote[
            citation.answer_start - citation.start : citation.answer_end - citation.start
        ]
        assert shown in row
        assert answering.rsplit(maxsplit=1)[-1] in shown


@pytest.mark.parametrize(
    "question",
    ["What does the plan Willow cost?", "When was the plan Sedge introduced?"],
)
def test_a_row_of_something_else_does_not(footnote: Footnote, question: str) -> None:
    assert footnote.ask(Question(question, date(2024, 5, 1))).status == "refused"
