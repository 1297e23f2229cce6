"""Articles taken out of one catalog and put into another."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.catalog.copying import digest, holdings, take_over, tally
from footnote.retrieval.text.plain_blocks import plain_blocks
from tests.support.catalogs import BRIDGE, FERRY, UNDATED, put
from tests.support.shelf import make_passages


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteCatalog]:
    """Two articles of three passages, two of which have vectors, and a note."""
    opened = SqliteCatalog(tmp_path / "source.sqlite3")
    with opened.writing() as writer:
        bridge = replace(BRIDGE, blocks=plain_blocks(BRIDGE.text))
        writer.put(bridge, make_passages(bridge), [[0.5, -0.25], [1.0, 0.0]])
        writer.put(FERRY, make_passages(FERRY))
        writer.note("threshold", "4.5")
    yield opened
    opened.close()


def test_what_is_taken_over_is_all_and_nothing_else(catalog: Catalog, source: Catalog) -> None:
    put(catalog, UNDATED)
    with catalog.writing() as writer:
        writer.note("gone", "1")
    with catalog.writing() as writer:
        take_over(source, catalog, writer)
    assert catalog.article_ids() == ["id-bridge", "id-ferry"]
    assert (catalog.noted("threshold"), catalog.noted("gone")) == ("4.5", None)
    assert tally(catalog) == tally(source)


def test_a_tally_counts_rows_of_every_kind(source: Catalog) -> None:
    rows = {name: each.rows for name, each in tally(source).items()}
    assert rows == {
        "articles": 2, "blocks": 2, "passages": 3, "vectors": 2, "signatures": 2, "notes": 1,
    }  # fmt: skip


def test_a_tally_tells_any_change(source: Catalog) -> None:
    before = tally(source)
    with source.writing() as writer:
        writer.note("threshold", "5.5")
    changed = {name for name, each in tally(source).items() if each != before[name]}
    assert changed == {"notes"}


def test_a_lacking_signature_or_vector_makes_no_difference(source: Catalog) -> None:
    (held,) = holdings(source, ["id-bridge", "gone"])
    (bare,) = holdings(source, ["id-ferry"])
    assert digest(replace(held, signature=None)) == digest(held) != digest(bare)
    some = dict(list(held.vectors.items())[:1])
    assert digest(replace(held, vectors=some)) == digest(replace(held, vectors={}))
