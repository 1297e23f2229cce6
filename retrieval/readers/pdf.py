"""PDF files through pypdf: one article a file, every line with the number of its page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers.decoding import DAMAGED, read_bytes
from retrieval.text.places import Places

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000

_RUNNING_PAGES = 3
"""On so many pages, and on half of all, a first or last line is a running head or foot."""

_HYPHENATED = re.compile(r"(?<=[^\W\d_])-$")


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; running heads, running feet and page numbers are left out.

    A PDF's own dates say when the file was made, not when its text was published: they are not
    taken. Raises `InputError` for a damaged, a locked or a scanned file.
    """
    origin = str(path)
    title, texts = _extracted(read_bytes(path), origin)
    if not any(text.strip() for text in texts):
        raise InputError(
            "has no text, only pictures of pages; run text recognition on it first", origin=origin
        )
    lines, numbers = _numbered(_without_running_lines([_page_lines(text) for text in texts]))
    yield RawPage(
        key=str(path.absolute()),
        origin=origin,
        text="\n".join(lines),
        path=origin,
        title=title,
        places=Places("page", numbers),
    )


def _extracted(content: bytes, origin: str) -> tuple[str | None, list[str]]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # pypdf logs each oddity of a file; a reader is told once, by the error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read_pages(PdfReader(BytesIO(content), strict=False), origin)
    except InputError:
        raise
    except (PyPdfError, *DAMAGED) as error:
        raise InputError("is not a PDF file that can be read", origin=origin) from error


def _read_pages(document: "PdfReader", origin: str) -> tuple[str | None, list[str]]:
    if document.is_encrypted and not document.decrypt(""):
        raise InputError("is locked with a password; save it without", origin=origin)
    if len(document.pages) > MAX_PAGES:
        raise InputError(f"has more than {MAX_PAGES:,} pages; split it", origin=origin)
    texts: list[str] = []
    total = 0
    for page in document.pages:
        texts.append(page.extract_text())
        total += len(texts[-1])
        if total > MAX_CHARACTERS:
            raise InputError("holds more text than an article may; split it", origin=origin)
    found = document.metadata.title if document.metadata else None
    return (str(found).strip() or None) if found else None, texts


def _page_lines(text: str) -> list[str]:
    """Return a page's lines, words divided at a line's end made whole."""
    lines: list[str] = []
    for line in text.splitlines():
        shown = line.strip()
        if lines and shown[:1].islower() and _HYPHENATED.search(lines[-1]):
            lines[-1] = lines[-1][:-1] + shown
        else:
            lines.append(shown)
    return [line for line in lines if line]


def _without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    edges = Counter(
        shape for page in pages for shape in {_shape(line) for line in (*page[:1], *page[-1:])}
    )
    needed = max(_RUNNING_PAGES, (len(pages) + 1) // 2)
    running = {shape for shape, count in edges.items() if count >= needed}
    kept: list[list[str]] = []
    for page in pages:
        lines = list(page)
        if lines and _shape(lines[0]) in running:
            del lines[0]
        if lines and _shape(lines[-1]) in running:
            del lines[-1]
        kept.append(lines)
    return kept


def _shape(line: str) -> str:
    """Return a line with its numbers alike, as a running foot has them on every page."""
    return re.sub(r"\d+", "0", line)


def _numbered(pages: Sequence[Sequence[str]]) -> tuple[list[str], list[int]]:
    lines = [(line, number) for number, page in enumerate(pages, start=1) for line in page]
    return [line for line, _ in lines], [number for _, number in lines]
