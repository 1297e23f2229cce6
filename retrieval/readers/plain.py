"""Plain text files: one page each."""

from collections.abc import Iterator
from pathlib import Path

from retrieval.article import RawPage
from retrieval.readers.decoding import read_text
from retrieval.text.places import Places


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page."""
    text = read_text(path)
    yield RawPage(
        key=str(path.absolute()),
        origin=str(path),
        text=text,
        scraped=None,
        path=str(path),
        places=Places("line", range(1, text.count("\n") + 2)),
    )
