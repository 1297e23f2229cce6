"""A shelf of three articles, for the tests of libraries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.storage.library import Library
from tests.support.shelf import BRIDGE, COUNCIL, FERRY, open_shelf, shelve


@pytest.fixture
def chroma_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is answered from the catalog's copy of the vectors."""
    monkeypatch.setattr("retrieval.storage.freshness._SCANNED_FIRST", -1)
    monkeypatch.setattr("retrieval.storage.freshness._SCANNED_IN_NEED", -1)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY, COUNCIL)
        yield library
