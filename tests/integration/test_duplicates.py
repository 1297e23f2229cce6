"""The same story under two addresses, in a syndicated copy and in a corrected version."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval.answer import Answer
from footnote.retrieval.answer_json import answer_as_json
from footnote.retrieval.footnote import Footnote
from footnote.retrieval.question import Question

pytestmark = pytest.mark.integration

STORY = """\
The harbour ferry Solveig will stop running on 30 June, the town council of Orla said on Monday.
It has crossed the bay for ninety-one years and carried two million passengers in that time.
Captain Runa Halvorsen, who has steered it since 1998, said that she would miss the fog most.
A bridge that opens in May takes over the traffic, and the quay becomes a market for fish.
The council will sell the ship to the highest bidder and expects 240,000 crowns for it.
Three museums along the coast have asked for it, and one of them has offered a dry dock.
"""
OTHER = """\
The school in Orla has a new roof after the storm of last autumn took the old one away.
Forty pupils were taught in the town hall all winter, head teacher Bjarne Lund said.
"""
AS_OF = date(2023, 7, 1)
PRICE = "How much does the council expect for the ferry Solveig?"
CAPTAIN = "Who is the captain of the ferry Solveig?"


def line(name: str, text: str, day: str, title: str = "Ferry Solveig stops in June") -> str:
    url = f"https://{name}.test/ferry"
    return json.dumps({"title": title, "text": text, "url": url, "published": day}) + "\n"


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    return tmp_path / "wire.jsonl"


@pytest.fixture
def footnote(tmp_path: Path) -> Iterator[Footnote]:
    with Footnote.open(tmp_path / "home", create=True) as opened:
        yield opened


def ask(footnote: Footnote, question: str, as_of: date = AS_OF) -> Answer:
    return footnote.ask(Question(question, as_of))


def copies(answer: Answer) -> tuple[str | None, list[tuple[str | None, bool]]]:
    """The one source that is cited, and those named beside its first quote."""
    (cited,) = {citation.article.source for citation in answer.citations}
    named = answer.citations[0].copies
    return cited, [(copy.article.source, copy.verbatim) for copy in named]


def test_a_story_under_two_addresses_is_cited_once_and_the_other_named(
    footnote: Footnote, wire: Path
) -> None:
    wire.write_text(
        line("herald", STORY, "2023-05-01")
        + line("tidende", STORY, "2023-05-01")
        + line("school", OTHER, "2023-05-02", "School has a roof")
    )
    footnote.ingest([wire])
    answer = ask(footnote, CAPTAIN)
    assert "Runa Halvorsen" in answer.text
    cited, others = copies(answer)
    assert {cited, *(name for name, _ in others)} == {"herald.test", "tidende.test"}
    assert all(verbatim for _, verbatim in others)
    assert copies(ask(footnote, CAPTAIN)) == copies(answer)
    told: dict[str, Any] = answer_as_json(answer)["citations"][0]["also_in"][0]
    assert told["url"] == f"https://{others[0][0]}/ferry"
    assert told["verbatim"] is True


def test_a_corrected_version_is_cited_and_the_earlier_one_named_as_different(
    footnote: Footnote, wire: Path
) -> None:
    corrected = STORY.replace("240,000 crowns", "310,000 crowns")
    wire.write_text(line("herald", STORY, "2023-05-01") + line("tidende", corrected, "2023-05-04"))
    footnote.ingest([wire])
    answer = ask(footnote, PRICE)
    assert "310,000" in answer.text
    assert "240,000" not in answer.text
    assert copies(answer) == ("tidende.test", [("herald.test", False)])
    before_the_correction = ask(footnote, PRICE, date(2023, 5, 2))
    assert "240,000" in before_the_correction.text
    assert copies(before_the_correction) == ("herald.test", [])


def test_forgetting_the_cited_one_leaves_the_copy(footnote: Footnote, wire: Path) -> None:
    syndicated = "(Wire) " + STORY.replace("said on Monday", "announced").replace(" fog", " mist")
    wire.write_text(line("herald", STORY, "2023-05-01") + line("tidende", syndicated, "2023-05-01"))
    footnote.ingest([wire])
    first = ask(footnote, PRICE)
    cited, others = copies(first)
    assert len(others) == 1
    footnote.forget([first.citations[0].article.id])
    second = ask(footnote, PRICE)
    assert "240,000" in second.text
    assert copies(second) == (others[0][0], [])
    assert cited != others[0][0]


def test_the_order_of_ingestion_changes_no_answer(tmp_path: Path, wire: Path) -> None:
    lines = [
        line("herald", STORY, "2023-05-01"),
        line("tidende", STORY.replace("most", "best"), "2023-05-01"),
        line("posten", STORY.replace("240,000", "250,000"), "2023-05-03"),
    ]
    found = []
    for number, order in enumerate((lines, lines[::-1])):
        with Footnote.open(tmp_path / f"home-{number}", create=True) as footnote:
            for some in order:
                wire.write_text(some)
                footnote.ingest([wire])
            assert footnote.ingest([wire]).unchanged == 1
            found.append([copies(ask(footnote, question)) for question in (PRICE, CAPTAIN)])
    assert found[0] == found[1]
    assert found[0][0][0] == "posten.test"
