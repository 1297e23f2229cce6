"""From files to raw pages: one module per kind of file, registered here by ending."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import Fetcher, Memory
from footnote.retrieval.readers import sources, web
from footnote.retrieval.readers.sources import StandardInput, find_files, unread_files
from footnote.retrieval.readers.web import Found, WebAddress

__all__ = ["READERS", "Found", "Source", "WebAddress", "find", "read", "unread"]

Source = Path | WebAddress | StandardInput
"""One file, one page of the web, or what is piped in."""

PIPED = "-"
"""The source that stands for standard input."""

Reader = Callable[[Path], Iterator[RawPage | InputError]]


def _of(module: str, name: str = "read") -> Reader:
    """Return a reader that is imported with the first file of its kind: most runs need few."""

    def read(path: Path) -> Iterator[RawPage | InputError]:
        reader: Reader = getattr(import_module(f"{__name__}.{module}"), name)
        return reader(path)

    return read


READERS: dict[str, Reader] = {
    ".txt": _of("plain"),
    ".text": _of("plain"),
    ".md": _of("markdown"),
    ".markdown": _of("markdown"),
    ".mdx": _of("markdown"),
    ".html": _of("html"),
    ".htm": _of("html"),
    ".xhtml": _of("html"),
    ".jsonl": _of("json_lines"),
    ".ndjson": _of("json_lines"),
    ".csv": _of("tables"),
    ".tsv": _of("tables"),
    ".pdf": _of("pdf"),
    ".docx": _of("word"),
    ".epub": _of("epub"),
    ".pptx": _of("office", "read_slides"),
    ".xlsx": _of("office", "read_workbook"),
    ".xlsm": _of("office", "read_workbook"),
    ".srt": _of("subtitles"),
    ".vtt": _of("subtitles"),
    ".eml": _of("mail"),
    ".mbox": _of("mail", "read_box"),
    ".json": _of("chats"),
    ".odt": _of("marked_up", "read_opendocument"),
    ".rtf": _of("marked_up", "read_rich_text"),
    ".rst": _of("marked_up", "read_restructured"),
    ".org": _of("marked_up", "read_org"),
    ".tex": _of("marked_up", "read_latex"),
    ".latex": _of("marked_up", "read_latex"),
    ".ipynb": _of("marked_up", "read_notebook"),
    ".adoc": _of("marked_up", "read_asciidoc"),
    ".asciidoc": _of("marked_up", "read_asciidoc"),
    ".rss": _of("feeds"),
    ".atom": _of("feeds"),
    ".xml": _of("wiki", "read_xml"),
    ".mediawiki": _of("wiki"),
    ".wikitext": _of("wiki"),
    ".wiki": _of("wiki"),
}
"""File endings in lower case to the reader of that kind of file."""


def find(
    sources: Sequence[str | Path], memory: Memory | None = None
) -> Iterator[Source | InputError]:
    """Yield what stands behind paths, folders, globs, URLs and `-`: once each, in a stable order.

    Folders are searched to any depth for the endings in `READERS`; hidden files are passed over. A
    file named outright is yielded whatever its ending. What cannot be found is yielded as an
    `InputError`, and the rest goes on. All web addresses share one fetcher; `memory` tells it what
    the pages were like when they were last taken in.
    """
    addresses = dict.fromkeys(str(source) for source in sources if web.is_address(str(source)))
    others = {*addresses, PIPED}
    yield from find_files(
        (source for source in sources if str(source) not in others), frozenset(READERS)
    )
    if any(str(source) == PIPED for source in sources):
        yield StandardInput()
    fetcher = Fetcher(memory=memory)
    for address in addresses:
        yield WebAddress(address, fetcher)


def unread(sources: Sequence[str | Path]) -> Iterator[Path]:
    """Yield the files in folders among the sources that `find` passes over for their ending."""
    local = (source for source in sources if not web.is_address(str(source)))
    return unread_files(local, frozenset(READERS))


def read(source: Source) -> Iterator[Found]:
    """Yield the pages of one file or address; what cannot be read is yielded as `InputError`.

    A page of the web that has not changed since it was taken in is yielded as `Unchanged`.
    """
    try:
        if isinstance(source, WebAddress):
            yield from web.read(source)
            return
        if isinstance(source, StandardInput):
            yield from sources.read_piped(READERS)
            return
        reader = READERS.get(source.suffix.lower())
        if reader is None:
            known = ", ".join(sorted(READERS))
            raise InputError(
                f"no reader for this kind of file; known are {known}", origin=str(source)
            )
        yield from reader(source)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"cannot be read: {error.strerror or error}", origin=str(source))
