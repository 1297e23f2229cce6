"""The sample fixtures say what the sample articles say."""

import html
import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[3] / "samples"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text().splitlines()]


def words(text: str) -> str:
    return " ".join(html.unescape(text).replace("**", "").split())


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {}
    for path in (SAMPLES / "articles").iterdir():
        if path.suffix == ".jsonl":
            for line in path.read_text().splitlines():
                record = json.loads(line)
                found[record["url"]] = words(record["text"])
        else:
            found[path.name] = words(path.read_text())
    return found


def test_a_third_of_the_fixtures_is_unanswerable_and_ids_are_unique() -> None:
    fixtures = read("fixtures.jsonl")
    assert len(fixtures) >= 40
    assert len({fixture["id"] for fixture in fixtures}) == len(fixtures)
    unanswerable = [fixture for fixture in fixtures if not fixture["answers"]]
    assert len(unanswerable) >= len(fixtures) / 3
    assert all(fixture["answerable"] is False for fixture in unanswerable)


@pytest.mark.parametrize(
    "fixture", [f for f in read("fixtures.jsonl") if f["answers"]], ids=lambda f: str(f["id"])
)
def test_the_evidence_stands_in_its_article_and_holds_an_answer(
    fixture: dict[str, Any], texts: dict[str, str]
) -> None:
    evidence = fixture["evidence"]
    quote = words(evidence["quote"])
    assert quote in texts[evidence.get("url") or evidence["article"]]
    assert any(answer.lower() in quote.lower() for answer in fixture["answers"])


def test_conversations_have_follow_ups() -> None:
    conversations = read("conversations.jsonl")
    assert len(conversations) >= 10
    assert all(len(conversation["turns"]) >= 3 for conversation in conversations)
