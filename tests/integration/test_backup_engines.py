"""Backups of a file put back into PostgreSQL, and the other way round."""

from pathlib import Path

import pytest

from footnote.retrieval.errors import LibraryError
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.copying import back_up, restore
from footnote.retrieval.storage.health import check
from tests.support.copies import MANY, ranked, stored
from tests.support.shelf import BRIDGE, COUNCIL, FERRY, make_article, open_shelf, shelve

pytestmark = pytest.mark.integration


def test_backups_go_from_engine_to_engine(tmp_path: Path, on_servers: RetrievalOptions) -> None:
    with (
        open_shelf(tmp_path / "old") as old,
        open_shelf(tmp_path / "there", options=on_servers) as there,
        open_shelf(tmp_path / "new") as new,
    ):
        shelve(old, BRIDGE, FERRY, *MANY)
        old.remember("threshold", "0.25")
        back_up(old, tmp_path / "from-file")
        shelve(there, make_article("bridge", "Another bridge."), COUNCIL)
        there.remember("mood", "good")
        generation = there.generation
        restore(there, tmp_path / "from-file")
        assert check(there) == []
        assert there.generation > generation
        assert (there.remembered("threshold"), there.remembered("mood")) == ("0.25", None)
        assert stored(there) == stored(old)
        assert ranked(there) == ranked(old)
        assert there.catalog.loose_vectors(9) == ([], [])
        back_up(there, tmp_path / "from-database")
        restore(new, tmp_path / "from-database")
        assert check(new) == []
        assert stored(new) == stored(old)
        assert new.catalog.meta()["id"] not in {
            old.catalog.meta()["id"],
            there.catalog.meta()["id"],
        }
        restore(there, tmp_path / "from-database")
        assert check(there) == []


def test_a_backup_that_is_torn_changes_nothing_in_a_database(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with open_shelf(tmp_path / "there", options=on_servers) as there:
        shelve(there, BRIDGE)
        back_up(there, tmp_path / "whole")
        torn = tmp_path / "torn"
        torn.write_bytes((tmp_path / "whole").read_bytes()[:-200])
        shelve(there, FERRY)
        with pytest.raises(LibraryError, match="is not a whole Footnote backup"):
            restore(there, torn)
        assert len(there.heads()) == 2
        assert check(there) == []
