"""The sample fixtures say what the sample articles say."""

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval import cleaning, readers
from footnote.retrieval.article import RawPage

SAMPLES = Path(__file__).parents[3] / "samples"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / name).read_text().splitlines()]


def as_squad_compares(text: str) -> str:
    bare = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """Each article's cleaned text, by file name and by URL."""
    found: dict[str, str] = {}
    for path in sorted((SAMPLES / "articles").iterdir()):
        for page in readers.read(path):
            assert isinstance(page, RawPage), str(page)
            article = cleaning.clean(page)
            found[article.head.url or path.name] = article.text
            if path.suffix != ".jsonl":
                found[path.name] = article.text
    return found


def test_ids_are_unique_and_a_third_of_the_fixtures_is_unanswerable() -> None:
    fixtures = read("fixtures.jsonl")
    assert len({fixture["id"] for fixture in fixtures}) == len(fixtures) >= 48
    unanswerable = [fixture for fixture in fixtures if not fixture["answers"]]
    assert len(unanswerable) * 3 >= len(fixtures)
    assert all(fixture["answerable"] is False for fixture in unanswerable)


@pytest.mark.parametrize(
    "fixture", [f for f in read("fixtures.jsonl") if f["answers"]], ids=lambda f: str(f["id"])
)
def test_the_quote_stands_in_the_cleaned_article_and_holds_the_gold_answer(
    fixture: dict[str, Any], articles: dict[str, str]
) -> None:
    evidence = fixture["evidence"]
    assert evidence["quote"] in articles[evidence.get("url") or evidence["article"]]
    gold = as_squad_compares(fixture["answers"][0])
    assert f" {gold} " in f" {as_squad_compares(evidence['quote'])} "


def test_conversations_follow_up_on_what_the_articles_say(articles: dict[str, str]) -> None:
    conversations = read("conversations.jsonl")
    assert len({item["id"] for item in conversations}) == len(conversations) >= 12
    everything = as_squad_compares(" ".join(articles.values()))
    for conversation in conversations:
        assert len(conversation["turns"]) >= 3
        for turn in conversation["turns"]:
            assert turn["answerable"] is bool(turn["answers"])
            assert all(as_squad_compares(answer) in everything for answer in turn["answers"])
