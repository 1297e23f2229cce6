"""Copies among hits and sentences, with a real catalog and texts short enough to read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import Article
from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.duplicates.near_duplicates import NearDuplicates
from footnote.retrieval.question import Question
from tests.support.shelf import make_article, make_passages

LINES = [
    "The ferry Solveig stops on the last day of June, the council said.",
    "It has crossed the bay for ninety-one years and carried two million people.",
    "Captain Halvorsen will miss the fog most of all, she said on Monday.",
    "The council expects 240,000 crowns for the ship from the highest bidder.",
]
FIRST = make_article("first", "\n".join(LINES), published=date(2022, 5, 1))
CORRECTED = make_article(
    "corrected", "\n".join(LINES).replace("240,000", "310,000"), published=date(2022, 5, 4)
)
SAME_DAY = make_article("same-day", "\n".join(LINES), published=date(2022, 5, 1))
OTHER = make_article("other", "The school has a new roof.\nIt cost 240,000 crowns.")
NOW = Question("How much does the council expect for the ship?", date(2022, 6, 1))
PAST = Question("How much did the council expect in May 2022?", date(2022, 9, 1))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    opened = SqliteCatalog(tmp_path / "catalog.sqlite3")
    with opened.writing() as writer:
        for article in (FIRST, CORRECTED, SAME_DAY, OTHER):
            writer.put(article, make_passages(article))
    yield opened
    opened.close()


def hits(*places: tuple[Article, int]) -> list[Hit]:
    return [
        Hit(make_passages(article)[line], article.head, score=float(-number))
        for number, (article, line) in enumerate(places)
    ]


def folded(catalog: SqliteCatalog, question: Question, *places: tuple[Article, int]) -> list[str]:
    kept = NearDuplicates(catalog).fold_hits(question, hits(*places))
    assert [hit.score for hit in kept] == sorted((hit.score for hit in kept), reverse=True)
    return [f"{hit.article.id} {hit.passage.position}" for hit in kept]


def test_the_newer_version_takes_the_place_of_the_better_one(catalog: SqliteCatalog) -> None:
    places = ((FIRST, 3), (OTHER, 1), (CORRECTED, 3))
    assert folded(catalog, NOW, *places) == ["id-corrected 3", "id-other 1"]


def test_a_question_about_the_past_keeps_what_ranks_first(catalog: SqliteCatalog) -> None:
    places = ((FIRST, 3), (OTHER, 1), (CORRECTED, 3))
    assert folded(catalog, PAST, *places) == ["id-first 3", "id-other 1"]


def test_one_copy_speaks_for_all_passages(catalog: SqliteCatalog) -> None:
    places = ((FIRST, 0), (SAME_DAY, 1), (FIRST, 1), (SAME_DAY, 0))
    assert folded(catalog, NOW, *places) == ["id-first 0", "id-first 1"]


def test_a_passage_only_one_copy_has_is_kept(catalog: SqliteCatalog) -> None:
    places = ((FIRST, 0), (SAME_DAY, 2))
    assert folded(catalog, NOW, *places) == ["id-first 0", "id-same-day 2"]


def test_the_same_words_in_another_story_are_no_copy(catalog: SqliteCatalog) -> None:
    twin = make_article("twin", "The school has a new roof.\n" + "\n".join(LINES[:2] * 3))
    with catalog.writing() as writer:
        writer.put(twin, make_passages(twin))
    assert folded(catalog, NOW, (OTHER, 0), (twin, 0)) == ["id-other 0", "id-twin 0"]


def test_a_library_without_signatures_is_left_as_it_is(tmp_path: Path) -> None:
    empty = SqliteCatalog(tmp_path / "empty.sqlite3")
    assert len(folded(empty, NOW, (FIRST, 3), (CORRECTED, 3))) == 2
    empty.close()
