"""Word files (docx): headings, lists, tables and text in the order their reader sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter, FlatList, in_cell
from footnote.retrieval.readers.fields import name_in_words, stated_title
from footnote.retrieval.readers.files import DAMAGED, open_archive
from footnote.retrieval.readers.word_package import Package, ParagraphText, local_name
from footnote.retrieval.readers.word_styles import Number, Numbering, Styles, W, is_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_PASSED_THROUGH = frozenset(["ins", "moveTo", "customXml", "smartTag", "sdtContent"])
_MAKERS = frozenset(["python-docx", "microsoft office user"])
_HEADER_SHOWN = 0x20
"""Bit of `w:tblLook` that shows a table's first row as its header."""

_MAX_COLUMNS = 256


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; raises `InputError` for a damaged or hostile one.

    What was inserted is read and what was deleted is not, as Word shows a document. The dates Word
    keeps say when the file was saved, not when its text was published: they are not taken.
    """
    origin = str(path)
    try:
        with open_archive(path) as archive:
            package = Package(archive, origin)
            document = _Document(package)
            document.write()
            properties = package.properties()
    except DAMAGED as error:
        raise InputError("is not a Word file (docx) that can be read", origin=origin) from error
    if document.writer.empty:
        raise InputError("has no text", origin=origin)
    text, blocks, places = document.writer.page("paragraph")
    authors = properties.get("creator", "").replace(";", ",").split(",")
    yield RawPage(
        key=str(path.absolute()),
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=origin,
        title=document.title or stated_title(properties.get("title")) or name_in_words(path),
        places=places,
        authors=tuple(
            name.strip()
            for name in authors
            if name.strip() and name.strip().casefold() not in _MAKERS
        ),
    )


@dataclass
class _Code:
    """Paragraphs of code that have not been written yet."""

    lines: list[str] = field(default_factory=list)
    place: int = 0


class _Document:
    """Writes a document block by block."""

    def __init__(self, package: Package) -> None:
        self.writer = BlockWriter()
        self._root = package.document()
        self._styles = Styles(package.beside("styles"))
        self._numbering = Numbering(package.beside("numbering"), self._styles)
        self._notes = (package.beside("footnotes"), package.beside("endnotes"))
        self._text = ParagraphText()
        self._titles: dict[str, str] = {}
        self._list = FlatList(self.writer)
        self._list_id = ""
        self._code = _Code()
        self._carried = ""
        self._place = 0

    @property
    def title(self) -> str | None:
        """The words in the style made for titles, else the first heading of the first level."""
        return self._titles.get("title") or self._titles.get("heading")

    def write(self) -> None:
        """Write the text, then its notes."""
        for body in self._root.iterfind(f"{W}body"):
            self._walk(body)
        self._end()
        for notes, kind in zip(self._notes, ("footnote", "endnote"), strict=True):
            for note in [] if notes is None else notes.iterfind(f"{W}{kind}"):
                if (kind, note.get(f"{W}id")) in self._text.notes:
                    self.writer.add("paragraph", " ".join(self._lines(note)))

    def _walk(self, container: "_Element") -> None:
        for child in container:
            name = local_name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "sdt":
                if not _is_left_out(child):
                    self._walk(child)
            elif name in _PASSED_THROUGH:
                self._walk(child)

    def _paragraph(self, paragraph: "_Element") -> None:
        self._place += 1
        words = self._carried + self._text.read(paragraph)
        self._carried = ""
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = words  # its end was deleted: the next paragraph goes on
            return
        style = self._styles.name(paragraph)
        if not style.startswith("toc "):
            self._styled(paragraph, style, words)
        for box in self._text.take_boxes():
            self._walk(box)

    def _styled(self, paragraph: "_Element", style: str, words: str) -> None:
        if "code" in style or "preformatted" in style:
            self._list.end()
            self._code.place = self._code.place or self._place
            self._code.lines.append(words)
            return
        self._end_code()
        if not words.strip():
            return
        number = self._numbering.count(paragraph)
        level = self._styles.heading_level(paragraph)
        if level is not None:
            self._list.end()
            kind = "title" if style == "title" else "heading" if level == 1 else ""
            self._titles.setdefault(kind, " ".join(words.split()))
            mark = f"{number.mark} " if number and number.mark else ""
            self.writer.heading(mark + words, level, place=self._place)
        elif number is not None:
            self._item(number, words)
        elif style.startswith("list") and self._list.is_open:
            with self.writer.inside():
                self.writer.add("paragraph", words, place=self._place)
        elif style.startswith("list "):
            self._list.item(words, 0, place=self._place)
        else:
            self._list.end()
            quoted = style.endswith("quote")
            self.writer.add("quotation" if quoted else "paragraph", words, place=self._place)

    def _item(self, number: Number, words: str) -> None:
        if number.level == 0 and number.list_id != self._list_id:
            self._list.end()
        if number.level == 0 or not self._list.is_open:
            self._list_id = number.list_id
        self._list.item(
            words, number.level, ordinal=number.ordinal, mark=number.mark, place=self._place
        )

    def _table(self, table: "_Element") -> None:
        self._end()
        self._place += 1
        rows = [self._cells(row) for row in _below(table, "tr")]
        if max(map(len, rows), default=0) < 2:
            for row in _below(table, "tr"):  # a frame around text, not a table
                for cell in _below(row, "tc"):
                    self._walk(cell)
            self._end()
            return
        headers = _header_rows(table, [[cell.words for cell in row] for row in rows])
        above: list[_Cell] = []
        with self.writer.group():
            for number, row in enumerate(rows):
                above = [
                    above[column] if cell.continues and column < len(above) else cell
                    for column, cell in enumerate(row)
                ]
                words = [cell.words for cell in above]
                self.writer.row(words, header=number < headers, place=self._place)

    def _cells(self, row: "_Element") -> "list[_Cell]":
        def blank(path: str) -> list[_Cell]:
            return [_Cell("")] * _number(value(row, path))

        cells = blank("trPr/gridBefore")
        for cell in _below(row, "tc"):
            settings = cell.find(f"{W}tcPr")
            merged = value(settings, "vMerge")
            continues = merged is not None and merged != "restart"
            cells.append(_Cell("" if continues else in_cell(self._lines(cell)), continues))
            spanned = max(_number(value(settings, "gridSpan")), 1) - 1
            cells += [_Cell("", continues)] * spanned
        return (cells + blank("trPr/gridAfter"))[:_MAX_COLUMNS]

    def _lines(self, container: "_Element") -> Iterator[str]:
        """Yield the paragraphs of a cell or note; a table in it has a line for each of its rows."""
        for child in container:
            name = local_name(child)
            if name == "p":
                number = self._numbering.count(child)
                words = self._text.read(child).strip()
                ordered = number is not None and number.ordinal is not None and words
                yield f"{number.mark} {words}" if ordered and number else words
                for box in self._text.take_boxes():
                    yield from self._lines(box)
            elif name == "tbl":
                for row in _below(child, "tr"):
                    cells = (in_cell(self._lines(cell)) for cell in _below(row, "tc"))
                    yield ", ".join(filter(None, cells))
            elif name in _PASSED_THROUGH or (name == "sdt" and not _is_left_out(child)):
                yield from self._lines(child)

    def _end_code(self) -> None:
        if self._code.lines:
            self.writer.code("\n".join(self._code.lines), place=self._code.place)
        self._code = _Code()

    def _end(self) -> None:
        self._end_code()
        self._list.end()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's words; `continues` says that it is merged with the one above it."""

    words: str
    continues: bool = False


def _below(element: "_Element", name: str) -> "Iterator[_Element]":
    """Yield the rows of a table or the cells of a row, whatever they are wrapped in."""
    for child in element:
        found = local_name(child)
        if found == name:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif found in _PASSED_THROUGH or found == "sdt":
            yield from _below(child, name)


def _is_left_out(control: "_Element") -> bool:
    """Tell a table of contents, which says all headings twice, and a control nobody has filled."""
    gallery = value(control, "sdtPr/docPartObj/docPartGallery") or ""
    return gallery == "Table of Contents" or is_on(control, "sdtPr/showingPlcHdr")


def _header_rows(table: "_Element", rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows head a table: those marked so, or a first row that is shown so."""
    marked = 0
    for row in _below(table, "tr"):
        if not is_on(row, "trPr/tblHeader"):
            break
        marked += 1
    if marked:
        return min(marked, len(rows) - 1)
    look = table.find(f"{W}tblPr/{W}tblLook")
    bits = "" if look is None else look.get(f"{W}val", "")
    shown = look is not None and look.get(f"{W}firstRow") in {"1", "true"}
    with_bit = len(bits) == 4 and all(c in "0123456789abcdefABCDEF" for c in bits)
    shown = shown or (with_bit and bool(int(bits, 16) & _HEADER_SHOWN))
    names = rows[0] if rows else ()
    named = all(names[1:]) and not any(cell[:1].isdigit() for cell in names)
    return int(shown and named and len(rows) > 1)


def _number(stated: str | None) -> int:
    return (
        min(int(stated), _MAX_COLUMNS) if stated and stated.isdecimal() and len(stated) < 9 else 0
    )
