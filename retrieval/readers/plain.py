"""Plain text files: one page each."""

from collections.abc import Iterator
from pathlib import Path

from retrieval.article import RawPage
from retrieval.readers.decoding import read_text


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page."""
    yield RawPage(key=str(path.absolute()), origin=str(path), text=read_text(path), path=str(path))
