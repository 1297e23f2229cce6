"""A library moved into PostgreSQL and a Chroma server, and back into a folder."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from footnote.retrieval.article import Passage
from footnote.retrieval.errors import LibraryDamaged, LibraryError
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.copying import Migration, migrate
from footnote.retrieval.storage.health import check
from footnote.retrieval.storage.library import Library
from tests.support.chroma_server import Server
from tests.support.copies import MANY, ranked, stored
from tests.support.postgres import Postgres
from tests.support.shelf import (
    BRIDGE,
    COUNCIL,
    FERRY,
    CountingBackend,
    make_article,
    nearest,
    open_shelf,
    shelve,
)

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


def files_of(home: Path) -> dict[str, str]:
    """The content of a home's files, but for what SQLite shares between readers."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal", ".lock", ".turn"))
    }


def moved(source: Library, target: Library, copied: int) -> Migration:
    report = migrate(source, target)
    assert report.differing == ()
    assert (report.copied, report.embedded, report.shapeless) == (copied, 0, 0)
    assert check(target) == []
    return report


@pytest.mark.parametrize("mode", ["server", "postgres"])
def test_there_and_back_is_the_same_library(
    tmp_path: Path, on_servers: RetrievalOptions, mode: str
) -> None:
    vectors = on_servers.vectors.model_copy(update={"mode": mode})
    shared = on_servers.model_copy(update={"vectors": vectors})
    with open_shelf(tmp_path / "old") as old:
        shelve(old, BRIDGE, make_article("gone", "A ferry of old."), COUNCIL, FERRY, *MANY)
        old.forget(["id-gone"])
        old.remember("threshold", "0.25")
    before = files_of(tmp_path / "old")
    with (
        open_shelf(tmp_path / "old", create=False) as old,
        open_shelf(tmp_path / "there", options=shared) as there,
        open_shelf(tmp_path / "new") as new,
    ):
        out, back = moved(old, there, 33), moved(there, new, 33)
        assert [table.there for table in out.tables] == [table.there for table in back.tables]
        assert all(table.there.rows for table in out.tables if table.name != "blocks")
        for library in (there, new):
            backend = library.embedder.backend
            assert isinstance(backend, CountingBackend)
            assert not any("The council met." in text for text in backend.texts_seen)
    assert files_of(tmp_path / "old") == before
    with (
        open_shelf(tmp_path / "old", create=False) as old,
        open_shelf(tmp_path / "there", options=shared, create=False) as there,
        open_shelf(tmp_path / "new", create=False) as new,
    ):
        assert stored(old) == stored(there) == stored(new)
        assert ranked(old) == ranked(there) == ranked(new)
        assert there.remembered("threshold") == new.remembered("threshold") == "0.25"
        assert len({library.catalog.meta()["id"] for library in (old, there, new)}) == 3


def test_an_interrupted_migration_goes_on(
    tmp_path: Path, on_servers: RetrievalOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.copying._AT_ONCE", 1)

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    with open_shelf(tmp_path / "old") as old:
        shelve(old, BRIDGE, FERRY, COUNCIL)
        with (
            open_shelf(tmp_path / "there", options=on_servers) as there,
            pytest.raises(KeyboardInterrupt),
        ):
            migrate(old, there, stop)
        shelve(old, make_article("ferry", "The new ferry."))
        with open_shelf(tmp_path / "again", options=on_servers) as there:
            assert there.catalog.counts().articles == 2
            moved(old, there, 2)
            assert nearest(there, "ferry") == ["The new ferry."]
            moved(old, there, 0)


def test_a_killed_migration_goes_on(
    tmp_path: Path, on_servers: RetrievalOptions, postgres: Postgres, chroma: Server
) -> None:
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from pydantic import SecretStr\n"
        "from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions\n"
        "from footnote.retrieval.storage import copying\n"
        "from tests.support.shelf import open_shelf\n"
        f"options = RetrievalOptions(catalog=CatalogOptions(url=SecretStr({postgres.url!r})),\n"
        f"    vectors=VectorOptions(mode='server', port={chroma.port}))\n"
        "copying._AT_ONCE = 1\n"
        f"with open_shelf(Path({str(tmp_path / 'old')!r})) as old,\\\n"
        f"    open_shelf(Path({str(tmp_path / 'there')!r}), options=options) as there:\n"
        "    write, calls = there.catalog.writing, []\n"
        "    def dying():\n"
        "        calls.append(1)\n"
        "        return write() if len(calls) < 2 else os.kill(os.getpid(), signal.SIGKILL)\n"
        "    def die(done, total):\n"
        "        there.catalog.writing = dying\n"
        "    copying.migrate(old, there, die)\n"
    )
    with open_shelf(tmp_path / "old") as old:
        shelve(old, BRIDGE, FERRY, COUNCIL)
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert killed.returncode == -9
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        assert there.catalog.counts().articles == 1
        moved(old, there, 2)
        assert stored(old) == stored(there)


def test_a_place_that_is_taken_is_refused_and_left_as_it_is(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        shelve(old, BRIDGE, FERRY)
        with pytest.raises(LibraryError, match="this one itself"):
            migrate(old, old)
        moved(old, there, 2)
        shelve(there, COUNCIL)
        with pytest.raises(LibraryError, match="already, with 3 articles"):
            migrate(old, there)
        assert len(there.heads()) == 3
        there.forget(["id-council", "id-ferry"])
        with pytest.raises(LibraryError, match="Name an empty place"):
            migrate(old, there)
        assert [head.id for head in there.heads()] == ["id-bridge"]


def test_what_has_been_added_there_meanwhile_is_told_and_kept(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        shelve(old, BRIDGE)
        with pytest.raises(KeyboardInterrupt):
            migrate(old, there, stop)
        shelve(there, FERRY)
        assert set(migrate(old, there).differing) == {
            *("articles", "passages", "vectors", "signatures")
        }
        assert len(there.heads()) == 2
        there.forget(["id-ferry"])
        moved(old, there, 0)


def test_vectors_that_an_older_library_lacks_are_made_there(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        shelve(old, BRIDGE)
        with old.catalog.writing() as writer:
            writer.put(FERRY, [Passage("p-ferry", FERRY.head.id, 0, 0, 10, "The ferry.")])
        report = migrate(old, there)
        assert (report.copied, report.embedded, report.differing) == (2, 1, ())
        assert nearest(there, "ferry") == ["The ferry."]
        assert migrate(old, there).copied == 0


def test_a_zero_byte_goes_as_postgresql_keeps_it(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        shelve(old, make_article("ferry", "The\0ferry."))
        moved(old, there, 1)
        assert nearest(there, "ferry") == ["The\ufffdferry."]


def test_vectors_that_do_not_arrive_are_told(
    tmp_path: Path, on_servers: RetrievalOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
    ):
        shelve(old, BRIDGE)
        with monkeypatch.context() as patched:
            patched.setattr(there.vectors, "add", lambda rows: None)
            with pytest.raises(LibraryDamaged, match="2 of 2 passages have no vector"):
                migrate(old, there)
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "b", options=on_servers) as there,
    ):
        moved(old, there, 0)
