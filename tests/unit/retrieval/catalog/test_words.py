"""Search by words in a library too large to score every passage that holds one of them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.question import Filters
from tests.support.shelf import make_article, make_passages

EVERYTHING = 1_000_000


def text_of(number: int) -> str:
    words = ["council"]
    words += ["ferry"] * (number % 2 == 0) + ["bridge"] * (number % 3 == 0)
    words += ["lighthouse"] * (number % 40 == 0) + ["orchid"] * (number == 13)
    return " ".join(words + ["filler"] * (number % 5))


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path_factory.mktemp("words") / "catalog.sqlite3")
    with catalog.writing() as writer:
        for number in range(200):
            published = date(2022, 1 + number % 12, 1)
            article = make_article(f"n{number}", text_of(number), published=published)
            writer.put(article, make_passages(article))
    yield catalog
    catalog.close()


@pytest.fixture(autouse=True)
def few_are_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("footnote.retrieval.catalog.sqlite.words.MOST_SCORED", 20)


def everything(catalog: SqliteCatalog, terms: list[str], filters: Filters) -> dict[str, float]:
    """Return the score of every passage with any of the terms, without a limit on how many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("footnote.retrieval.catalog.sqlite.words.MOST_SCORED", EVERYTHING)
        return dict(catalog.lexical_search(terms, EVERYTHING, filters))


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(since=date(2022, 4, 1)), Filters(not_after=date(2022, 9, 1))]
)
def test_the_rarest_words_choose_and_all_words_score(
    newspaper: SqliteCatalog, filters: Filters
) -> None:
    terms = ["council", "ferry", "lighthouse", "orchid"]
    whole = everything(newspaper, terms, filters)
    hits = newspaper.lexical_search(terms, 4, filters)
    best = sorted(whole.values(), reverse=True)[:4]
    assert [score for _, score in hits] == pytest.approx(best)
    assert [whole[name] for name, _ in hits] == pytest.approx(best)


def test_where_rare_words_find_too_few_common_ones_fill_up(newspaper: SqliteCatalog) -> None:
    hits = newspaper.lexical_search(["bridge", "lighthouse"], 50)
    texts = [passage.text for passage, _ in newspaper.passages_by_ids([name for name, _ in hits])]
    assert [("bridge" in text) for text in texts[:5]] == [True, True, False, False, False]
    assert [("lighthouse" in text) for text in texts] == [True] * 5 + [False] * 20
    assert all("bridge" in text for text in texts[5:])


def best(folder: Path, texts: list[str], terms: list[str], limit: int) -> list[str]:
    """Return the texts of the best passages of a library of these."""
    with closing(SqliteCatalog(folder / "catalog.sqlite3")) as catalog:
        with catalog.writing() as writer:
            for number, text in enumerate(texts):
                article = make_article(f"n{number}", text, title="News")
                writer.put(article, make_passages(article))
        hits = catalog.lexical_search(terms, limit)
        return [passage.text for passage, _ in catalog.passages_by_ids([name for name, _ in hits])]


def test_many_rare_words_count_for_more_than_one_with_a_common_one(tmp_path: Path) -> None:
    texts = ["council"] * 40 + ["council anchor"] * 8 + ["anchor beacon crane"] * 2
    found = best(tmp_path, texts, ["council", "anchor", "beacon", "crane"], 5)
    assert found == ["anchor beacon crane"] * 2 + ["council anchor"] * 3


def test_few_enough_passages_are_all_scored(tmp_path: Path) -> None:
    texts = ["anchor beacon" + " filler" * 100] * 3 + ["anchor"] * 8 + ["beacon"] * 8
    found = best(tmp_path, texts, ["anchor", "beacon"], 3)
    assert set(found) <= {"anchor", "beacon"}, "short ones score higher"


def test_a_common_word_that_stands_beside_none_of_the_others_is_not_asked_for(
    tmp_path: Path,
) -> None:
    texts = ["anchor beacon"] * 15 + ["anchor"] * 30 + ["beacon"] * 30 + ["crane"] * 50
    assert best(tmp_path, texts, ["anchor", "beacon", "crane"], 1) == ["anchor beacon"]


def test_words_that_are_all_common_are_looked_for_together(newspaper: SqliteCatalog) -> None:
    hits = newspaper.lexical_search(["council", "ferry", "bridge"], 10)
    found = newspaper.passages_by_ids([name for name, _ in hits])
    assert len(found) == 10
    assert all("ferry" in passage.text and "bridge" in passage.text for passage, _ in found)


def test_a_word_that_nearly_all_passages_hold_finds_what_was_stored_last(
    newspaper: SqliteCatalog,
) -> None:
    hits = newspaper.lexical_search(["council"], 50)
    names = newspaper.passage_ids()
    assert {name for name, _ in hits} == set(names[-20:])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    terms=st.lists(
        st.sampled_from(
            ["council", "ferry", "bridge", "lighthouse", "orchid", "nothing", '"', "*"]
        ),
        max_size=6,
    ),
    limit=st.integers(1, 40),
)
def test_every_score_is_the_full_one_and_the_order_is_by_score(
    newspaper: SqliteCatalog, terms: list[str], limit: int
) -> None:
    terms = list(dict.fromkeys(terms))
    whole = everything(newspaper, terms, Filters())
    hits = newspaper.lexical_search(terms, limit)
    assert [score for _, score in hits] == sorted((s for _, s in hits), reverse=True)
    assert len(dict(hits)) == len(hits) <= limit
    assert bool(hits) == bool(whole)
    for name, score in hits:
        assert score == pytest.approx(whole[name])
