"""What is deleted is in no file of the home any more: words, names, vectors, learnt lines."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.hashing import hashing_embedder
from footnote.retrieval.article import Article
from footnote.retrieval.ingesting.ingestion import ingest
from footnote.retrieval.ingesting.site_lines import digest, recall
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.shelf import make_article, make_passages, open_shelf, shelve

pytestmark = pytest.mark.integration

SECRET = make_article(
    "secret", "Zanzibarium opens.\nOf the ferry.", title="Quuxville", source="Grimbold Gazette"
)
SAVED = 1_000
"""Vectors after which Chroma saves its index into files."""

SITE_LINE = "The Grimbold Gazette is printed by Zanzibarium and Sons."


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path, embedder=hashing_embedder()) as library:
        yield library


def long_article(name: str, passages: int) -> Article:
    return make_article(name, "\n".join(f"{name} line {n} of the bridge" for n in range(passages)))


def vectors_of(library: Library) -> NDArray[np.float32]:
    texts = [passage.text for passage in make_passages(SECRET)]
    return np.array(library.embedder.embed_documents(texts), dtype=np.float32)


def holds(content: bytes, vector: NDArray[np.float32]) -> bool:
    """Tell whether a file holds a vector: Chroma's copies differ from ours in the last bits."""
    for shift in range(4):
        numbers = np.frombuffer(content[shift : shift + (len(content) - shift) // 4 * 4], "<f4")
        with np.errstate(invalid="ignore"):
            begins = np.flatnonzero(np.abs(numbers - vector[0]) < 1e-5)
        runs = (numbers[start : start + len(vector)] for start in begins)
        if any(len(run) == len(vector) and np.allclose(run, vector, atol=1e-4) for run in runs):
            return True
    return False


def left_in_files(home: Path, vectors: NDArray[np.float32]) -> set[str]:
    """Name what of the secret article the files of a home still hold."""
    found: set[str] = set()
    for path in (path for path in home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for word in (b"zanzibari", b"quuxvill", b"/news/secret", b"grimbold"):
            if word in content.lower():
                found.add(word.decode())
        if any(holds(content, vector) for vector in vectors):
            found.add(f"a vector in {path.name}")
    return found


@pytest.mark.parametrize(("before", "after"), [(0, 10), (0, SAVED + 50), (SAVED + 50, 10)])
def test_names_words_and_vectors_are_in_no_file(
    tmp_path: Path, shelf: Library, before: int, after: int
) -> None:
    if before:
        shelve(shelf, long_article("before", before))
    shelve(shelf, SECRET)
    shelve(shelf, long_article("after", after))
    vectors = vectors_of(shelf)
    assert {"zanzibari", "quuxvill", "grimbold"} < left_in_files(tmp_path, vectors)
    shelf.forget(["id-secret"])
    assert left_in_files(tmp_path, vectors) == set()
    shelf.close()
    assert left_in_files(tmp_path, vectors) == set()
    with open_shelf(tmp_path, embedder=hashing_embedder()) as again:
        assert check(again, thorough=True) == []
        wanted = again.catalog.some_passage_ids(30)
        for passage_id, vector in again.catalog.vectors(wanted).items():
            assert again.vectors.search(vector, 1)[0][0] == passage_id


def test_the_last_article_leaves_nothing_either(tmp_path: Path, shelf: Library) -> None:
    shelve(shelf, SECRET)
    vectors = vectors_of(shelf)
    shelf.forget(["id-secret"])
    assert left_in_files(tmp_path, vectors) == set()
    shelve(shelf, long_article("next", 5))
    assert check(shelf) == []


def unused_room(home: Path) -> bytes:
    """What the index's files hold beyond its vectors and their lengths."""
    (header,) = home.rglob("header.bin")
    elements, element_bytes = struct.unpack_from("<QQ", header.read_bytes(), 20)
    vectors = (header.parent / "data_level0.bin").read_bytes()
    lengths = (header.parent / "length.bin").read_bytes()
    return vectors[elements * element_bytes :] + lengths[elements * 4 :]


def test_room_for_vectors_to_come_holds_nothing_of_the_process(
    tmp_path: Path, shelf: Library
) -> None:
    shelve(shelf, SECRET, long_article("other", 5))
    assert set(unused_room(tmp_path)) == {0}


def test_a_deletion_clears_the_room_of_an_index_made_earlier(
    tmp_path: Path, shelf: Library
) -> None:
    shelve(shelf, SECRET, long_article("other", 5))
    shelf.close()
    for name in ("data_level0.bin", "length.bin"):
        (file,) = tmp_path.rglob(name)
        content = file.read_bytes()
        file.write_bytes(content[:-20] + b"Zanzibarium".rjust(20))
    with open_shelf(tmp_path, embedder=hashing_embedder()) as again:
        again.forget(["id-secret"])
        assert left_in_files(tmp_path, vectors_of(again)) == set()
        assert set(unused_room(tmp_path)) == {0}
        assert check(again, thorough=True) == []


def test_a_scrub_that_is_cut_off_does_not_slow_later_writes(
    tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelve(shelf, SECRET, long_article("other", 5))

    def power_cut() -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(shelf.vectors, "save_index_as_usual", power_cut)
    with pytest.raises(RuntimeError):
        shelf.forget(["id-secret"])
    shelf.close()
    with open_shelf(tmp_path, embedder=hashing_embedder()) as again:
        shelve(again, long_article("next", 5))
        again.vectors.close()
        again.vectors.open(create=False)
        stored = again.vectors.store._collection._model.configuration_json
        assert stored["hnsw"]["sync_threshold"] == SAVED


def wire(tmp_path: Path, numbers: range) -> Path:
    """A file of pages of one site, each with the site's own line."""
    file = tmp_path.parent / f"{tmp_path.name}-wire.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for n in numbers:
            page = {
                "title": f"Story {n}",
                "text": f"The ferry number {n} left.\n\n{SITE_LINE}\n\nIt came back at {n}.",
                "url": f"https://grimbold.example/{n}",
                "source": "Grimbold Gazette",
            }
            lines.write(json.dumps(page) + "\n")
    return file


def with_line(library: Library) -> list[str]:
    articles = (library.article(head.id) for head in library.heads())
    return [found.head.id for found in articles if found and SITE_LINE in found.text]


def test_a_learnt_line_goes_with_the_article_that_kept_it(tmp_path: Path, shelf: Library) -> None:
    ingest(shelf, [wire(tmp_path, range(12))])
    (keeper,) = with_line(shelf)
    assert recall(shelf.catalog) == {"Grimbold Gazette": {digest(SITE_LINE): keeper}}
    shelf.forget([keeper])
    assert recall(shelf.catalog) == {}
    ingest(shelf, [wire(tmp_path, range(20, 21))])
    assert len(with_line(shelf)) == 1, "what the site says of itself can be found again"


def test_a_site_without_articles_is_forgotten_by_name(tmp_path: Path, shelf: Library) -> None:
    ingest(shelf, [wire(tmp_path, range(12))])
    shelf.forget([head.id for head in shelf.heads()])
    assert left_in_files(tmp_path, vectors_of(shelf)) == set()
