"""EPUB books: one article a chapter, in reading order."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers import blocks
from retrieval.readers.archives import open_archive, parse_xml, read_member, refuse_entities
from retrieval.text.dates import parse_date

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


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield a page for each chapter with text; raises `InputError` for a broken or locked book."""
    origin = str(path)
    found = False
    with open_archive(path) as archive:
        book = _book(archive, origin)
        for number, name in enumerate(book.chapters, start=1):
            page = _chapter(archive, path, book, number, name)
            found = found or page is not None
            if page is not None:
                yield page
    if not found:
        raise InputError("has no chapter with text", origin=origin)


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


def _chapter(
    archive: zipfile.ZipFile, path: Path, book: _Book, number: int, name: str
) -> RawPage | None:
    origin = f"{path}, part {number}"
    content = read_member(archive, name, str(path))
    refuse_entities(content, str(path))
    root = blocks.parse(content)
    text = blocks.block_text(root) if root is not None else ""
    if root is None or not text:
        return None
    headings = (" ".join(item.text_content().split()) for item in root.iter("h1", "h2"))
    heading = next(filter(None, headings), f"part {number}")
    title = (
        book.title if heading.casefold() == book.title.casefold() else f"{book.title}: {heading}"
    )
    return RawPage(
        key=f"{path.absolute()}#{name}",
        origin=origin,
        text=text,
        path=str(path),
        title=title,
        published=book.published,
        authors=book.authors,
        metadata={"book": book.title, "part": name},
    )
