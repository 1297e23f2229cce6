"""A library on disk with real Chroma: what goes in comes out, and what is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from footnote.retrieval.errors import LibraryError, LibraryMismatch
from footnote.retrieval.options import ChunkingOptions, ModelOptions, RetrievalOptions
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library, library_folder
from tests.support.shelf import (
    BRIDGE,
    FERRY,
    counting_embedder,
    make_article,
    nearest,
    open_shelf,
    shelve,
)

pytestmark = pytest.mark.integration


def test_the_nearest_passage_comes_first_with_its_cosine(shelf: Library) -> None:
    hits = shelf.nearest(shelf.embedder.embed_query("bridge bridge"), 4)
    assert shelf.passages_by_ids([hits[0][0]])[0][1] == BRIDGE.head
    assert hits[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [similarity for _, similarity in hits] == sorted(
        (similarity for _, similarity in hits), reverse=True
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(source="TIDENDE"), ["The ferry."]),
        (Filters(since=date(2022, 6, 1)), ["The ferry."]),
        (Filters(until=date(2022, 6, 1)), ["A school.", "The bridge and the bridge again."]),
        (Filters(since=date(2022, 5, 1), until=date(2022, 6, 1), source="nobody"), []),
    ],
)
def test_filters_hold_for_vectors_too(
    shelf: Library, filters: Filters, expected: list[str]
) -> None:
    assert sorted(nearest(shelf, "council", 9, filters)) == expected


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        assert library.nearest([1.0, 0, 0, 0, 0], 5) == []
        assert library.heads() == []
        assert library.generation == 0


def test_a_changed_article_leaves_nothing_of_the_old_one(shelf: Library) -> None:
    shelve(shelf, make_article("bridge", "A school instead."))
    assert nearest(shelf, "bridge", 9).count("The bridge and the bridge again.") == 0
    assert shelf.vectors.ids() == set(shelf.catalog.passage_ids())
    assert check(shelf) == []


def test_forgetting_names_what_was_there(shelf: Library) -> None:
    assert shelf.forget(["id-ferry", "id-nobody", "id-ferry"]) == ["id-ferry"]
    assert shelf.article("id-ferry") is None
    assert shelf.catalog.lexical_search(["ferry"], 5) == []
    assert len(shelf.vectors.ids()) == 3
    assert check(shelf) == []


def test_what_is_forgotten_is_in_no_file(tmp_path: Path, shelf: Library) -> None:
    secret = make_article("secret", "Zanzibarium\n" + "ferry council " * 500, title="Quuxville")
    shelve(shelf, secret)
    shelf.forget(["id-secret"])
    for path in tmp_path.rglob("*"):
        content = path.read_bytes().lower() if path.is_file() else b""
        assert b"zanzibarium" not in content, path
        assert b"quuxvill" not in content, path
        assert b"/news/secret" not in content, path


def test_a_replaced_text_is_in_no_file_after_tidying(tmp_path: Path, shelf: Library) -> None:
    shelve(shelf, make_article("secret", "Zanzibarium was here."))
    shelve(shelf, make_article("secret", "It was not."))
    shelf.tidy()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"zanzibarium" not in path.read_bytes().lower(), path


def test_articles_of_later_days_are_left_out_and_undated_ones_are_not(shelf: Library) -> None:
    until_may = Filters(not_after=date(2022, 5, 31))
    assert nearest(shelf, "ferry", 9, until_may).count("The ferry.") == 0
    assert len(nearest(shelf, "ferry", 9, until_may)) == 3
    assert "The council met." in nearest(shelf, "council", 9, until_may)
    assert nearest(shelf, "ferry", 9, Filters(not_after=date(2022, 6, 2)))[0] == "The ferry."


def test_another_embedding_model_is_refused(tmp_path: Path, shelf: Library) -> None:
    with pytest.raises(LibraryMismatch, match="made with the embedding model counting, but other"):
        open_shelf(tmp_path, embedder=counting_embedder("other:2"))
    with pytest.raises(LibraryMismatch, match="other weights"):
        open_shelf(tmp_path, embedder=counting_embedder("counting:2"))


def test_another_chunker_is_refused(tmp_path: Path, shelf: Library) -> None:
    options = RetrievalOptions(chunking=ChunkingOptions(target_chars=300))
    with pytest.raises(LibraryMismatch, match="300 to 1400 characters"):
        Library.open(shelf.folder, options, embedder=counting_embedder())


def test_a_library_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"There is no library shelf in .* yet"):
        open_shelf(tmp_path, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(LibraryError, match=r"cannot be written .* Choose another with --home"):
        open_shelf(home)


def test_listing_and_reading_need_no_model(tmp_path: Path, shelf: Library) -> None:
    options = RetrievalOptions(models=ModelOptions(hub=False)).model_copy(
        update={"embedding": RetrievalOptions().embedding.model_copy(update={"model": "gone"})}
    )
    with Library.open(shelf.folder, options) as library:
        assert len(library.heads()) == 3


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a\\b", "/abs"])
def test_names_that_leave_the_home_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="is no name for a library"):
        library_folder(tmp_path, name)


def test_notes_are_remembered(tmp_path: Path, shelf: Library) -> None:
    shelf.remember("threshold", "-5.9")
    with open_shelf(tmp_path) as other:
        assert other.remembered("threshold") == "-5.9"
        other.remember("threshold", None)
    assert shelf.remembered("threshold") is None


@pytest.mark.parametrize(
    ("scanned", "fetched"), [(4000, 4000), (0, 4000), (0, 0)], ids=["scan", "fetch", "chroma"]
)
def test_every_way_of_filtering_finds_the_same(
    shelf: Library, monkeypatch: pytest.MonkeyPatch, scanned: int, fetched: int
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.vector_store.SCANNED", scanned)
    monkeypatch.setattr("footnote.retrieval.storage.vector_store.MOST_FETCHED", fetched)
    articles = [
        make_article(
            f"n{n}",
            f"{'ferry ' * (n % 7)}{'bridge ' * (n % 5)}{'council ' * (n % 3)}.",
            source=f"Source {n % 4}",
            published=date(2022, 1, 1 + n % 28),
        )
        for n in range(105)
    ]
    shelve(shelf, *articles)
    filters = Filters(source="source 1", since=date(2022, 1, 5), until=date(2022, 1, 20))
    vector = shelf.embedder.embed_query("ferry ferry bridge")
    hits = shelf.nearest(vector, 8, filters)
    assert shelf.nearest(vector, 8, replace(filters, not_after=date(2022, 1, 20))) == hits
    allowed = {head.id for head in shelf.heads(filters)}
    joined = shelf.passages_by_ids([passage_id for passage_id, _ in hits])
    assert len(joined) == 8
    assert {head.id for _, head in joined} <= allowed
    texts = [shelf.passages(article_id)[0].text for article_id in allowed]
    best = sorted(np.array(shelf.embedder.embed_documents(texts)) @ np.array(vector))[-8:]
    assert [similarity for _, similarity in hits] == pytest.approx(best[::-1], abs=1e-5)


def test_the_first_question_does_not_wait_for_chroma(tmp_path: Path) -> None:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY)
    with open_shelf(tmp_path) as library:
        first = library.nearest(library.embedder.embed_query("ferry"), 3)
        library.nearest(library.embedder.embed_query("ferry"), 2)
        assert not library.vectors.is_open
        library.nearest(library.embedder.embed_query("bridge"), 3)
        assert library.vectors.is_open
        second = library.nearest(library.embedder.embed_query("ferry"), 3)
        assert [name for name, _ in first] == [name for name, _ in second]
        assert [s for _, s in first] == pytest.approx([s for _, s in second], abs=1e-5)
    with open_shelf(tmp_path) as library:
        library.warm_up()
        assert library.vectors.is_open
