"""Passages compared one by one, from the catalog's own copy of their vectors."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.question import Filters
from tests.support.shelf import make_article, make_passages

ARTICLES, PASSAGES, WIDTH = 30, 4, 8
VECTORS = np.random.default_rng(1).normal(size=(ARTICLES, PASSAGES, WIDTH)).astype(np.float32)
SOURCES = ("Orla Herald", "Ulm Post")


@pytest.fixture
def filled(catalog: Catalog) -> Catalog:
    fill(catalog)
    return catalog


def fill(catalog: Catalog) -> None:
    with catalog.writing() as writer:
        for number, rows in enumerate(VECTORS):
            text = "\n".join(f"line {place} of {number}" for place in range(PASSAGES))
            article = make_article(f"a{number}", text, source=SOURCES[number % len(SOURCES)])
            writer.put(article, make_passages(article), list(rows))


def nearest(catalog: SqliteCatalog, asked: Sequence[float], source: str | None = None) -> list[str]:
    """Return the ids of all passages of a source, nearest first, by a product over everything."""
    ids, rows = [], []
    for number, vectors in enumerate(VECTORS):
        if source in (None, SOURCES[number % len(SOURCES)]):
            ids += [passage.id for passage in catalog.passages(f"id-a{number}")]
            rows += list(vectors)
    return [ids[place] for place in np.argsort(-(np.array(rows) @ np.array(asked)))]


def test_the_nearest_come_first_with_and_without_filters(filled: Catalog) -> None:
    asked = VECTORS[7, 2].tolist()
    for source in (None, *SOURCES):
        hits = filled.nearest(asked, 20, Filters(source=source), most=1000)
        assert hits is not None
        assert [name for name, _ in hits] == nearest(filled, asked, source)[:20]
        assert hits == sorted(hits, key=lambda hit: -hit[1])


def test_more_than_may_be_compared_are_not(filled: Catalog) -> None:
    asked = VECTORS[0, 0].tolist()
    assert filled.nearest(asked, 20, Filters(), most=ARTICLES * PASSAGES - 1) is None
    assert filled.nearest(asked, 20, Filters(), most=-1) is None


def test_where_a_vector_is_missing_nothing_is_compared(filled: Catalog) -> None:
    article = make_article("bare", "nobody has embedded this", source="Ulm Post")
    with filled.writing() as writer:
        writer.put(article, make_passages(article))
    asked = VECTORS[0, 0].tolist()
    assert filled.nearest(asked, 5, Filters(source="Ulm Post"), most=1000) is None
    assert filled.nearest(asked, 5, Filters(source="Orla Herald"), most=1000)


def test_what_was_stored_later_is_compared_alone(filled: Catalog) -> None:
    before = filled.mark()
    assert filled.made_up(before, 0)
    article = make_article("late", "late news")
    with filled.writing() as writer:
        writer.put(article, make_passages(article), [VECTORS[0, 0]])
    hits = filled.nearest_added(VECTORS[0, 0].tolist(), 20, before)
    assert [name for name, _ in hits] == [make_passages(article)[0].id]
    assert filled.made_up(before, 1)
    assert not filled.made_up(before, 0)
    with filled.writing() as writer:
        writer.next_epoch()
    assert not filled.made_up(before, 1)


def test_what_takes_the_place_of_the_last_passage_is_not_missed(filled: Catalog) -> None:
    before = filled.mark()
    article = make_article("late", "late news")
    with filled.writing() as writer:
        assert writer.remove(f"id-a{ARTICLES - 1}")
    with filled.writing() as writer:
        writer.put(article, make_passages(article), [VECTORS[0, 0]])
    hits = filled.nearest_added(VECTORS[0, 0].tolist(), 20, before)
    assert not filled.made_up(before, 10) or [name for name, _ in hits] == [
        make_passages(article)[0].id
    ]


def test_a_passage_that_goes_in_the_meantime_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(SqliteCatalog(tmp_path / "catalog.sqlite3")) as catalog:
        fill(catalog)
        ids_of = catalog.ids_of

        def after_a_deletion(numbers: Sequence[int]) -> dict[int, str]:
            with catalog.writing() as writer:
                writer.remove("id-a7")
            return dict(ids_of(numbers))

        monkeypatch.setattr(catalog, "ids_of", after_a_deletion)
        hits = catalog.nearest(VECTORS[7, 2].tolist(), 20, Filters(), most=1000)
        assert hits is not None
        assert len(hits) < 20
        assert not any(name.startswith("id-a7-") for name, _ in hits)
