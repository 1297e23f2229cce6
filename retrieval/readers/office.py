"""PowerPoint files and Excel workbooks: slides with their notes, sheets as tables."""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter, FlatList, in_cell
from footnote.retrieval.readers.fields import authors_field, name_in_words, stated_title
from footnote.retrieval.readers.files import (
    DAMAGED,
    open_archive,
    parse_xml,
    read_member,
    refuse_entities,
    transitional,
)
from footnote.retrieval.readers.tables import MAX_COLUMNS, names_columns, refuse_huge
from footnote.retrieval.text.laying_out import Unit

if TYPE_CHECKING:
    from pptx.presentation import Presentation

MAX_SLIDES = 3_000
MAX_ROWS = 200_000
_MAX_EMPTY_ROWS = 1_000
"""After so many rows without a word a sheet is over, whatever it declares."""

_MAX_NESTED = 20
_TITLES = frozenset([1, 3])
"""Kinds of placeholder that hold a slide's title."""

_MAKERS = frozenset(["python-pptx", "openpyxl", "steve canny"])


def read_slides(path: Path) -> Iterator[RawPage]:
    """Yield a PowerPoint file as one page: per slide a heading, its text, tables and notes."""
    origin = str(path)
    content = _sound(path)
    try:
        from pptx import Presentation
        from pptx.exc import PythonPptxError
    except ImportError as error:
        raise _extra_missing(origin) from error
    from lxml.etree import LxmlError

    try:
        slides = Presentation(BytesIO(content))
        writer, title = _written_slides(slides, origin)
        stated, author = slides.core_properties.title, slides.core_properties.author
    except InputError:
        raise
    except (PythonPptxError, LxmlError, *DAMAGED) as error:
        reason = "is not a PowerPoint file (pptx) that can be read"
        raise InputError(reason, origin=origin) from error
    named = title or stated_title(stated) or name_in_words(path)
    yield _page(path, writer, named, author, "page")


def _written_slides(slides: "Presentation", origin: str) -> tuple[BlockWriter, str]:
    """Return the slides as blocks, and the title of the first."""
    writer = BlockWriter()
    first = ""
    if len(slides.slides) > MAX_SLIDES:
        raise InputError(f"has more than {MAX_SLIDES:,} slides; split it", origin=origin)
    for number, slide in enumerate(slides.slides, start=1):
        shapes = list(_shapes(slide.shapes, 0))
        titles = [shape for shape in shapes if _is_title(shape)]
        words = " ".join(shape.text_frame.text for shape in titles)
        first = first or (" ".join(words.split()) if number == 1 else "")
        writer.heading(words, 1 if number == 1 and words.strip() else 2, place=number)
        for shape in shapes:
            if getattr(shape, "has_table", False):
                _write_table(shape.table, writer, number)
            elif shape.has_text_frame and not _is_title(shape):
                _write_paragraphs(shape.text_frame, writer, number)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for line in slide.notes_slide.notes_text_frame.text.split("\n"):
                writer.add("paragraph", line, place=number)
    return writer, first


def _shapes(shapes: Any, depth: int) -> Iterator[Any]:
    """Yield shapes from the top of a slide to its bottom, those of groups in their place."""

    def place(shape: Any) -> tuple[int, int]:
        return (shape.top or 0, shape.left or 0)

    for shape in sorted(shapes, key=place):
        if hasattr(shape, "shapes") and depth < _MAX_NESTED:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _is_title(shape: Any) -> bool:
    return bool(
        shape.is_placeholder
        and shape.has_text_frame
        and int(shape.placeholder_format.type or 0) in _TITLES
    )


def _write_paragraphs(frame: Any, writer: BlockWriter, number: int) -> None:
    """Write a text frame: a list if it has several paragraphs or levels, else one paragraph."""
    lines = [(line.text.replace("\v", " "), line.level) for line in frame.paragraphs]
    lines = [(words, level) for words, level in lines if words.strip()]
    if len(lines) < 2:
        for words, _ in lines:
            writer.add("paragraph", words, place=number)
        return
    written = FlatList(writer)
    for words, level in lines:
        written.item(words, level, place=number)
    written.end()


def _write_table(table: Any, writer: BlockWriter, number: int) -> None:
    above: list[str] = []
    with writer.group():
        for row, line in enumerate(islice(table.rows, MAX_ROWS)):
            cells = []
            for column, cell in enumerate(islice(line.cells, MAX_COLUMNS)):
                words = in_cell(cell.text_frame.text.split("\n")) if not cell.is_spanned else ""
                covered = cell.is_spanned and row and not words and column < len(above)
                merged_down = covered and not table.cell(row - 1, column).is_spanned
                cells.append(above[column] if merged_down else words)
            above = cells
            writer.row(cells, header=row == 0 and bool(table.first_row), place=number)


def read_workbook(path: Path) -> Iterator[RawPage]:
    """Yield an Excel workbook as one page: per sheet a heading, then its rows with their header."""
    origin = str(path)
    content = _sound(path)
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise _extra_missing(origin) from error
    from xml.etree.ElementTree import ParseError

    from lxml.etree import LxmlError

    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        writer = BlockWriter()
        left = MAX_ROWS
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            left -= _write_sheet(sheet, writer, origin, left, alone=len(book.worksheets) == 1)
        stated, author = book.properties.title, book.properties.creator
    except InputError:
        raise
    except (InvalidFileException, LxmlError, ParseError, *DAMAGED) as error:
        reason = "is not an Excel workbook (xlsx) that can be read"
        raise InputError(reason, origin=origin) from error
    yield _page(path, writer, stated_title(stated) or name_in_words(path), author, None)


def _write_sheet(sheet: Any, writer: BlockWriter, origin: str, left: int, *, alone: bool) -> int:
    """Write the rows of a sheet and return how many there were.

    Lines of a single cell above the table are a text of their own.
    """
    written = empty = width = 0
    with ExitStack() as group:
        # What a sheet declares of its size is often wrong, and may be meant to be.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS):
            cells = [_shown(cell.value, cell.number_format or "") for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                empty += 1
                if empty > _MAX_EMPTY_ROWS:
                    break
                continue
            refuse_huge(cells, origin)
            if written >= left:
                raise InputError(f"has more than {MAX_ROWS:,} rows; split it", origin=origin)
            if not written and not alone:
                writer.heading(str(sheet.title), 1)
            written += 1
            if not width and len(cells) == 1:
                writer.add("paragraph", cells[0])
                continue
            if not width:
                group.enter_context(writer.group())
            writer.row(
                cells + [""] * (width - len(cells)), header=not width and names_columns(cells)
            )
            width = width or len(cells)
    return written


def _shown(value: object, form: str) -> str:
    """Return a cell's value about as a spreadsheet shows it; `form` is its number format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and "%" in form:
        return f"{value * 100:.6g}%"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        plain = value.time() == time()
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _sound(path: Path) -> bytes:
    """Return an archive's content after a look at every part; raises `InputError` for attacks.

    Parts of the Strict kind get the names that the libraries know.
    """
    origin = str(path)
    packed = BytesIO()
    with open_archive(path) as archive, zipfile.ZipFile(packed, "w") as sound:
        for name in dict.fromkeys(archive.namelist()):
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            content = read_member(archive, name, origin)
            if name.endswith(".xml"):
                parse_xml(content, origin)  # the libraries take half a part for a whole one
            else:
                refuse_entities(content, origin)
            sound.writestr(name, transitional(content))
    return packed.getvalue()


def _page(
    path: Path, writer: BlockWriter, title: str | None, author: str | None, unit: Unit | None
) -> RawPage:
    if writer.empty:
        raise InputError("has no text", origin=str(path))
    text, blocks, places = writer.page(unit)
    return RawPage(
        key=str(path.absolute()),
        origin=str(path),
        text=text,
        blocks=blocks,
        scraped=False,
        path=str(path),
        title=title,
        places=places,
        authors=tuple(
            name for name in authors_field(author or "") if name.casefold() not in _MAKERS
        ),
    )


def _extra_missing(origin: str) -> InputError:
    return InputError(
        "is read with an extra that is not here: pip install 'footnote-bot[formats]'",
        origin=origin,
    )
