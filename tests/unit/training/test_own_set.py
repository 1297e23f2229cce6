"""Our own set keeps its promises: exact answers, one id an article, parts that share nothing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[3] / "training" / "data"
PARTS = ("train", "validation", "test")


def articles(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{part}.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_stands_in_its_article_within_a_line(part: str) -> None:
    wrong = [
        (article["id"], answer)
        for article in articles(part)
        for question in article["questions"]
        for answer in question["answers"]
        if not answer.strip() or answer not in article["text"] or "\n" in answer
    ]
    assert not wrong


@pytest.mark.parametrize("part", PARTS)
def test_what_a_heading_answers_stands_in_it_above_what_is_told(part: str) -> None:
    wrong = [
        (article["id"], question["question"])
        for article in articles(part)
        for question in article["questions"]
        if "at" in question
        for above, told, _ in [article["text"].partition(question["at"])]
        if not told
        or not any(
            line.startswith("#") and answer in line
            for line in above.split("\n")
            for answer in question["answers"]
        )
    ]
    assert not wrong


@pytest.mark.parametrize("part", PARTS)
def test_every_article_has_its_fields_and_both_kinds_of_questions(part: str) -> None:
    for article in articles(part):
        assert set(article) == {"id", "kind", "title", "published", "text", "questions"}
        answered = [bool(question["answers"]) for question in article["questions"]]
        assert len(answered) >= 8, article["id"]
        assert 0.25 <= sum(answered) / len(answered) <= 0.75, article["id"]
        for question in article["questions"]:
            assert set(question) - {"at"} == {"question", "answers", "type", "note"}, article["id"]
            assert question["question"].strip()


@pytest.mark.parametrize("part", PARTS)
def test_near_misses_say_what_is_swapped_or_missing(part: str) -> None:
    silent = [
        (article["id"], question["question"])
        for article in articles(part)
        for question in article["questions"]
        if not question["answers"] and not question["note"].strip()
    ]
    assert not silent


def test_the_parts_share_no_article() -> None:
    for field in ("id", "title", "text"):
        seen = Counter(article[field] for part in PARTS for article in articles(part))
        assert [value for value, times in seen.items() if times > 1] == [], field


def test_no_question_is_asked_twice_of_an_article() -> None:
    for part in PARTS:
        for article in articles(part):
            asked = Counter(question["question"].lower() for question in article["questions"])
            assert max(asked.values()) == 1, article["id"]


def test_the_set_is_as_large_as_its_card_says_and_enough_is_kept_for_testing() -> None:
    sizes = {part: sum(len(one["questions"]) for one in articles(part)) for part in PARTS}
    assert sum(sizes.values()) >= 6_000
    assert sizes["validation"] >= 500
    assert sizes["test"] >= 1_000


def test_every_kind_of_article_is_in_every_part() -> None:
    kinds = [{article["kind"] for article in articles(part)} for part in PARTS]
    assert kinds[0] == kinds[1] == kinds[2]
