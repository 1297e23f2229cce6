"""Word files (docx) through python-docx: paragraphs, lists and tables in order."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers.archives import open_archive, refuse_entities
from retrieval.readers.decoding import DAMAGED, read_bytes
from retrieval.text.places import Places

if TYPE_CHECKING:
    from docx.document import Document

_TITLE_STYLES = ("Title", "Heading 1")


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; raises `InputError` for a damaged or hostile one.

    The dates Word keeps say when the file was saved, not when its text was published: they are
    not taken.
    """
    origin = str(path)
    with open_archive(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                refuse_entities(archive.read(name), origin)
    blocks, title, author = _opened(read_bytes(path), origin)
    lines = [line for line, _ in blocks]
    numbers = [number for _, number in blocks]
    if not any(lines):
        raise InputError("has no text", origin=origin)
    authors = author.replace(";", ",").split(",")
    yield RawPage(
        key=str(path.absolute()),
        origin=origin,
        text="\n".join(lines),
        path=origin,
        title=title or None,
        places=Places("paragraph", numbers),
        authors=tuple(
            name.strip() for name in authors if name.strip() and name.strip() != "python-docx"
        ),
    )


def _opened(content: bytes, origin: str) -> tuple[list[tuple[str, int]], str, str]:
    """Return numbered lines, the title and the author of a document."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(BytesIO(content))
        lines, title = _content(document)
        properties = document.core_properties
        return lines, title or (properties.title or "").strip(), properties.author or ""
    except (OpcError, LxmlError, *DAMAGED) as error:
        raise InputError("is not a Word file (docx) that can be read", origin=origin) from error


def _content(document: "Document") -> tuple[list[tuple[str, int]], str | None]:
    from docx.table import Table

    lines: list[tuple[str, int]] = []
    titles: dict[str, str] = {}
    for number, block in enumerate(document.iter_inner_content(), start=1):
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                lines.append((" | ".join(cell for cell in cells if cell), number))
            lines.append(("", number))
            continue
        style = (block.style.name if block.style is not None else "") or ""
        text = " ".join(block.text.split())
        if text and style in _TITLE_STYLES:
            titles.setdefault(style, text)
        listed = text and style.startswith("List")
        lines.append((f"• {text}" if listed else text, number))
    return lines, next((titles[style] for style in _TITLE_STYLES if style in titles), None)
