"""EPUB books: one article per chapter, in reading order, even if several files hold it."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.blocks import BlockReader
from footnote.retrieval.readers.dom import flat_words, one_line, parse
from footnote.retrieval.readers.files import (
    open_archive,
    parse_xml,
    read_member,
    refuse_entities,
)
from footnote.retrieval.text.dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTER_TYPES = frozenset(["application/xhtml+xml", "text/html"])
_DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True)
class _Book:
    """What a package file says: the book's title, its makers and the names of its chapters."""

    title: str
    authors: tuple[str, ...]
    published: date | None
    chapters: tuple[str, ...]


@dataclass(slots=True)
class _Chapter:
    """A chapter being read: the file it begins with, and what stands in it so far."""

    name: str
    number: int
    heading: str | None
    writer: BlockWriter = field(default_factory=BlockWriter)


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield a page for each chapter with text; raises `InputError` for a broken or locked book."""
    origin = str(path)
    with open_archive(path) as archive:
        book = _book(archive, origin)
        chapter: _Chapter | None = None
        for number, name in enumerate(book.chapters, start=1):
            root = _root(archive, name, origin)
            if root is None or not flat_words([root]).strip():
                continue
            heading = _heading(root)
            if chapter is not None and (chapter.heading is None or _begins(root)):
                yield _page(chapter, path, book)
                chapter = None
            chapter = chapter or _Chapter(name, number, heading)
            BlockReader(chapter.writer).write(root)
    if chapter is None:
        raise InputError("has no chapter with text", origin=origin)
    yield _page(chapter, path, book)


def _book(archive: zipfile.ZipFile, origin: str) -> _Book:
    container = parse_xml(read_member(archive, _CONTAINER, origin), origin)
    package = next((str(item.get("full-path")) for item in container.iter("{*}rootfile")), "")
    root = parse_xml(read_member(archive, package, origin), origin)
    items = {
        item.get("id"): posixpath.normpath(
            posixpath.join(posixpath.dirname(package), unquote(str(item.get("href"))))
        )
        for item in root.iter("{*}item")
        if item.get("media-type") in _CHAPTER_TYPES
    }
    order = [item.get("idref") for item in root.iter("{*}itemref")]
    chapters = tuple(dict.fromkeys(items[name] for name in order if name in items))
    _refuse_locked(archive, chapters, origin)
    texts = {
        name: [" ".join((item.text or "").split()) for item in root.iter(_DC + name)]
        for name in ("title", "creator", "date")
    }
    published = None
    with suppress(ValueError):
        published = parse_date(next(iter(texts["date"]), None))
    return _Book(
        title=next(filter(None, texts["title"]), Path(origin).stem),
        authors=tuple(filter(None, texts["creator"])),
        published=published,
        chapters=chapters,
    )


def _refuse_locked(archive: zipfile.ZipFile, chapters: tuple[str, ...], origin: str) -> None:
    if _ENCRYPTION not in archive.namelist():
        return
    root = parse_xml(read_member(archive, _ENCRYPTION, origin), origin)
    locked = {unquote(str(item.get("URI"))) for item in root.iter("{*}CipherReference")}
    if locked.intersection(chapters):
        raise InputError("is copy-protected and cannot be read", origin=origin)


def _root(archive: zipfile.ZipFile, name: str, origin: str) -> "HtmlElement | None":
    content = read_member(archive, name, origin)
    refuse_entities(content, origin)
    return parse(content)


def _heading(root: "HtmlElement") -> str | None:
    headings = (one_line(flat_words([item])) for item in root.iter("h1", "h2"))
    return next(filter(None, headings), None)


def _begins(root: "HtmlElement") -> bool:
    """Tell a file that begins with a heading from one that goes on with the chapter before it."""
    writer = BlockWriter()
    BlockReader(writer).write(root)
    return bool(writer.page()[1][:1]) and writer.page()[1][0].kind == "heading"


def _page(chapter: _Chapter, path: Path, book: _Book) -> RawPage:
    text, blocks, _ = chapter.writer.page()
    heading = chapter.heading or f"part {chapter.number}"
    same = heading.casefold() == book.title.casefold()
    return RawPage(
        key=f"{path.absolute()}#{chapter.name}",
        origin=f"{path}, part {chapter.number}",
        text=text,
        blocks=blocks,
        scraped=False,
        path=str(path),
        title=book.title if same else f"{book.title}: {heading}",
        published=book.published,
        authors=book.authors,
        metadata={"book": book.title, "part": chapter.name},
    )
