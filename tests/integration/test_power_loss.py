"""The machine goes down between any two steps of a write: the old or the new article is there."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hashing import hashing_embedder
from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.storage import vectors as vectors_module
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vectors import Vectors
from tests.support.shelf import make_article, make_passages, open_shelf, shelve

pytestmark = pytest.mark.integration

OLD = make_article("bridge", "The bridge and the bridge again.\nA school.")
NEW = make_article("bridge", "The bridge is new.\nA school and the council.\nThe ferry.")
FERRY = make_article("ferry", "The ferry.")
COUNCIL = make_article("council", "The council met.")


class Snapshots:
    """Copies of a library's folder after every step that reaches the disk."""

    def __init__(self, library: Library, below: Path) -> None:
        self._library = library.folder
        self._below = below
        self.homes: list[Path] = []

    def take(self) -> None:
        home = self._below / f"step-{len(self.homes)}"
        # A machine that starts again makes this index of a log anew.
        shutil.copytree(
            self._library, home / "libraries" / "shelf", ignore=shutil.ignore_patterns("*-shm")
        )
        self.homes.append(home)

    def after(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            result = step(*arguments, **named)
            self.take()
            return result

        return wrapped

    def transaction(self, begin: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def wrapped(catalog: SqliteCatalog) -> Iterator[Any]:
            with begin(catalog) as writer:
                yield writer
            self.take()

        return wrapped


@pytest.fixture
def steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Library], None]], list[Path]]:
    """Give what runs a write and returns the homes a power cut would have left."""

    def run(write: Callable[[Library], None]) -> list[Path]:
        with open_shelf(tmp_path / "whole") as library, monkeypatch.context() as patched:
            shelve(library, OLD, FERRY, COUNCIL)
            taken = Snapshots(library, tmp_path)
            patched.setattr(SqliteCatalog, "writing", taken.transaction(SqliteCatalog.writing))
            for name in ("add", "delete", "_overwrite"):
                patched.setattr(Vectors, name, taken.after(getattr(Vectors, name)))
            for name in ("save_index_after", "compact"):
                patched.setattr(vectors_module, name, taken.after(getattr(vectors_module, name)))
            patched.setattr(SqliteCatalog, "scrub", taken.after(SqliteCatalog.scrub))
            write(library)
            taken.take()
        return taken.homes

    return run


def stories(library: Library) -> dict[str, str]:
    """Return the texts by id, having seen that each has all its passages and each is found."""
    found: dict[str, str] = {}
    for head in library.heads():
        article = library.article(head.id)
        assert article is not None
        assert library.passages(head.id) == make_passages(article)
        found[head.id] = article.text
    return found


def recovered(home: Path) -> dict[str, str]:
    """Return the articles after a power cut, once reading, writing and checking have passed."""
    with open_shelf(home, create=False) as library:
        before = stories(library)
        hits = library.nearest(library.embedder.embed_query("ferry"), 9)
        assert library.passages_by_ids([name for name, _ in hits])
    with open_shelf(home, create=False) as library:
        shelve(library, make_article("later", "council council"))
        assert check(library) == []
        after = stories(library)
    after.pop("id-later")
    assert after == before
    return before


def test_a_replacement_cut_off_at_any_step(
    steps: Callable[[Callable[[Library], None]], list[Path]],
) -> None:
    homes = steps(lambda library: shelve(library, NEW))
    texts = [recovered(home)["id-bridge"] for home in homes]
    assert set(texts) == {OLD.text, NEW.text}
    assert texts == sorted(texts, key=[OLD.text, NEW.text].index), "never back to the old one"


def test_a_deletion_cut_off_at_any_step(
    steps: Callable[[Callable[[Library], None]], list[Path]],
) -> None:
    homes = steps(lambda library: library.forget(["id-ferry"]))
    there = ["id-ferry" in recovered(home) for home in homes]
    assert there == sorted(there, reverse=True), "what is deleted does not come back"
    assert not there[-1]


def test_index_files_that_had_not_reached_the_disk(tmp_path: Path) -> None:
    """Chroma saves its index without waiting for the disk, but deletes its log, which does wait."""

    def shelve_many(home: Path, name: str) -> Path:
        with open_shelf(home, embedder=hashing_embedder()) as library:
            lines = "\n".join(f"{name} line {number} of the bridge" for number in range(1010))
            shelve(library, make_article(name, lines))
            return library.folder / "chroma"

    chroma = shelve_many(tmp_path, "one")
    (index,) = (path for path in chroma.iterdir() if path.is_dir())
    shutil.copytree(index, tmp_path / "earlier")
    shelve_many(tmp_path, "two")
    shutil.rmtree(index)
    shutil.copytree(tmp_path / "earlier", index)
    with open_shelf(tmp_path, embedder=hashing_embedder()) as library:
        assert [finding.kind for finding in check(library)] == ["vectors unusable"]
        shelve(library, make_article("later", "council council"))
        assert check(library) == []
