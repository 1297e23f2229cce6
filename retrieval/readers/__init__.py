"""From files to raw pages: one module a kind of file, registered here by ending."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers import html, json_lines, markdown, plain
from retrieval.readers.finding import find_files

Reader = Callable[[Path], Iterator[RawPage | InputError]]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}
"""File endings in lower case to the reader of that kind of file."""


def find(sources: Iterable[str | Path]) -> Iterator[Path | InputError]:
    """Yield the files behind paths, folders and globs, once each and in a stable order.

    Folders are searched to any depth for the endings in `READERS`; hidden files are passed over. A
    file named outright is yielded whatever its ending. What cannot be found is yielded as an
    `InputError`, and the rest goes on.
    """
    return find_files(sources, frozenset(READERS))


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the pages of one file; what cannot be read is yielded as an `InputError`."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        yield InputError(f"no reader for this kind of file; known are {known}", origin=str(path))
        return
    try:
        yield from reader(path)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"cannot be read: {error.strerror or error}", origin=str(path))
