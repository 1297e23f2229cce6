"""From files to raw pages: one module per kind of file, registered here by ending."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import Fetcher, Memory
from footnote.retrieval.readers import (
    chats,
    epub,
    feeds,
    html,
    json_lines,
    mail,
    markdown,
    marked_up,
    office,
    pdf,
    plain,
    sources,
    subtitles,
    tables,
    web,
    wiki,
    word,
)
from footnote.retrieval.readers.sources import StandardInput, find_files, unread_files
from footnote.retrieval.readers.web import Found, WebAddress

__all__ = ["READERS", "Found", "Source", "WebAddress", "find", "read", "unread"]

Source = Path | WebAddress | StandardInput
"""One file, one page of the web, or what is piped in."""

PIPED = "-"
"""The source that stands for standard input."""

Reader = Callable[[Path], Iterator[RawPage | InputError]]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".mdx": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".csv": tables.read,
    ".tsv": tables.read,
    ".pdf": pdf.read,
    ".docx": word.read,
    ".epub": epub.read,
    ".pptx": office.read_slides,
    ".xlsx": office.read_workbook,
    ".xlsm": office.read_workbook,
    ".srt": subtitles.read,
    ".vtt": subtitles.read,
    ".eml": mail.read,
    ".mbox": mail.read_box,
    ".json": chats.read,
    ".odt": marked_up.read_opendocument,
    ".rtf": marked_up.read_rich_text,
    ".rst": marked_up.read_restructured,
    ".org": marked_up.read_org,
    ".tex": marked_up.read_latex,
    ".latex": marked_up.read_latex,
    ".ipynb": marked_up.read_notebook,
    ".adoc": marked_up.read_asciidoc,
    ".asciidoc": marked_up.read_asciidoc,
    ".rss": feeds.read,
    ".atom": feeds.read,
    ".xml": wiki.read_xml,
    ".mediawiki": wiki.read,
    ".wikitext": wiki.read,
    ".wiki": wiki.read,
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
