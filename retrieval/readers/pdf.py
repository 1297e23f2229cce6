"""PDF files through pypdf: one article per file, every block with its page number."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.fields import name_in_words, stated_title
from footnote.retrieval.readers.files import DAMAGED, read_bytes
from footnote.retrieval.readers.pdf_lines import LIGATURES, Line, PageLines, without_running_lines
from footnote.retrieval.readers.pdf_structure import PdfWriter, likely_title

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000
_MAX_BOOKMARKS = 5_000
_LEVELS = 6


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; running heads, running feet and page numbers are left out.

    Headings are told by the file's bookmarks, else by the size and weight of their letters. A
    PDF's own dates say when the file was made, not when its text was published: they are not
    taken. Raises `InputError` for a damaged, a locked or a scanned file.
    """
    origin = str(path)
    stated, pages, bookmarks = _extracted(read_bytes(path), origin)
    if not any(line.words for page in pages for line in page):
        raise InputError(
            "has no text, only pictures of pages; run text recognition on it first", origin=origin
        )
    writer = PdfWriter(without_running_lines(pages), bookmarks)
    writer.write()
    text, blocks, places = writer.page()
    yield RawPage(
        key=str(path.absolute()),
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=origin,
        title=likely_title(stated, writer) or name_in_words(path),
        places=places,
    )


def _extracted(content: bytes, origin: str) -> tuple[str | None, list[list[Line]], dict[str, int]]:
    """Return the title a file states, the lines of its pages, and its bookmarks' levels."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # pypdf logs each oddity of a file; a reader is told once, by the error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        document = PdfReader(BytesIO(content), strict=False)
        pages = _read_pages(document, origin)
        stated = document.metadata.title if document.metadata else None
    except InputError:
        raise
    except (PyPdfError, *DAMAGED) as error:
        raise InputError("is not a PDF file that can be read", origin=origin) from error
    try:
        bookmarks = dict(_bookmarks(document.outline))
    except (PyPdfError, *DAMAGED):
        bookmarks = {}
    return stated_title(stated), pages, bookmarks


def _read_pages(document: "PdfReader", origin: str) -> list[list[Line]]:
    if document.is_encrypted and not document.decrypt(""):
        raise InputError("is locked with a password; save it without", origin=origin)
    if len(document.pages) > MAX_PAGES:
        raise InputError(f"has more than {MAX_PAGES:,} pages; split it", origin=origin)
    pages: list[list[Line]] = []
    total = 0
    for number, page in enumerate(document.pages, start=1):
        collected = PageLines(number)
        total += len(page.extract_text(visitor_text=collected.visit))
        if total > MAX_CHARACTERS:
            raise InputError("holds more text than an article may; split it", origin=origin)
        pages.append(collected.lines())
    return pages


def _bookmarks(outline: Any) -> Iterator[tuple[str, int]]:
    """Yield the words of bookmarks with their levels, the outermost 1."""
    count = 0
    waiting: list[tuple[Any, int]] = [(outline, 0)]
    while waiting and count < _MAX_BOOKMARKS:
        item, depth = waiting.pop()
        if isinstance(item, list):
            waiting += [(inner, depth + 1) for inner in reversed(item[:_MAX_BOOKMARKS])]
        elif depth <= _LEVELS:
            count += 1
            yield " ".join(str(item.title).translate(LIGATURES).casefold().split()), depth
