"""Markup and office formats that pandoc knows: one article per file, with its structure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.fields import authors_field, name_in_words, stated_title
from footnote.retrieval.readers.files import (
    open_archive,
    parse_xml,
    read_bytes,
    read_member,
    read_text,
)
from footnote.retrieval.readers.pandoc import Node, Words, tree
from footnote.retrieval.readers.pandoc_blocks import TreeWriter
from footnote.retrieval.text.dates import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CONDITION = re.compile(r"^(?:ifdef|ifndef|ifeval|endif|include)::[^\n]*\n?", re.MULTILINE)
_MANUAL_PAGE = re.compile(r"\b(?:linkgit|man|linkman):([\w.-]+)\[(\w+)\]")
_FENCE = re.compile(r"([-=.+/_*])\1{3,}")
_UNDERLINES = "=-~^+"
"""The line below a heading in the older form of AsciiDoc, the highest level first."""

_TITLE_UNSEEN = frozenset(["rtf", "odt", "ipynb"])
"""Formats that keep a title where only a program shows it."""

_NO_DAY = date(1970, 1, 1)
"""What `\\today` is for a program that may not know what day it is."""

_ADDRESS = re.compile(r"\s*[(<][^()<>]*@[^()<>]*[)>]")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a document says in its markup: `title` is one that stands above all headings."""

    title: str | None
    authors: tuple[str, ...]
    published: date | None
    abstract: tuple[Node, ...]


def page_of_markup(
    content: bytes, form: str, path: Path, *, property_title: str | None = None
) -> RawPage:
    """Return the page of a document in one of pandoc's formats.

    Its title is the one in its markup, the first heading of the first level, `property_title` or
    the file's name in words. Raises `InputError` where there are no words in it.
    """
    origin = str(path)
    found = tree(content, form, origin)
    try:
        said = _said(found["meta"])
        if form in _TITLE_UNSEEN:
            property_title, said = said.title or property_title, replace(said, title=None)
        writer = BlockWriter()
        _write(found["blocks"], said, writer, marked_lists=form == "rtf")
    except RecursionError as error:
        raise InputError("is nested too deeply to be read", origin=origin) from error
    if writer.empty:
        raise InputError("has no text", origin=origin)
    text, blocks, _ = writer.page()
    heading = next((b for b in blocks if b.kind == "heading" and b.level == 1), None)
    first = text[heading.start : heading.end] if heading else None
    return RawPage(
        key=str(path.absolute()),
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=origin,
        title=said.title or first or stated_title(property_title) or name_in_words(path),
        published=said.published,
        authors=said.authors,
    )


def _write(
    blocks: list[Node], said: Marked, writer: BlockWriter, *, marked_lists: bool = False
) -> None:
    """Write a document with its title and abstract, where it has them, above its headings."""
    if said.title:
        writer.heading(said.title, 1)
    if said.abstract:
        TreeWriter(said.abstract, writer).write()
    shift = int(bool(said.title))
    TreeWriter(blocks, writer, shift=shift, marked_lists=marked_lists).write()


def _said(meta: Mapping[str, Any]) -> Marked:
    abstract = meta.get("abstract", {})
    try:
        published = parse_date(_stated(meta, "date") or None)
    except ValueError:
        published = None
    if published == _NO_DAY:
        published = None
    stated = meta.get("author", {})
    each = stated["c"] if stated.get("t") == "MetaList" else [stated]
    authors = [_ADDRESS.sub("", _plain(one)) for one in each if one]
    return Marked(
        title=_stated(meta, "title") or None,
        authors=authors_field([name for name in authors if name]),
        published=published,
        abstract=tuple(abstract["c"]) if abstract.get("t") == "MetaBlocks" else (),
    )


def _stated(meta: Mapping[str, Any], name: str) -> str:
    return _plain(meta[name]) if name in meta else ""


def _plain(value: Node) -> str:
    if value["t"] == "MetaString":
        return " ".join(value["c"].split())
    return " ".join(Words({}).of(value["c"]).split()) if value["t"] == "MetaInlines" else ""


def _read_text(path: Path, form: str) -> Iterator[RawPage]:
    yield page_of_markup(read_text(path).encode(), form, path)


read_org = partial(_read_text, form="org")
read_latex = partial(_read_text, form="latex")


def read_notebook(path: Path) -> Iterator[RawPage]:
    """Yield a Jupyter notebook: its prose, its code and what that printed."""
    yield page_of_markup(read_text(path).encode(), "ipynb", path)


def read_rich_text(path: Path) -> Iterator[RawPage]:
    """Yield a file in Rich Text Format, which is bytes whatever it says of itself."""
    content = read_bytes(path)
    if not content.lstrip().startswith(b"{\\rtf"):
        raise InputError("is not a file in Rich Text Format", origin=str(path))
    yield page_of_markup(content, "rtf", path)


def read_restructured(path: Path) -> Iterator[RawPage]:
    """Yield a file of reStructuredText, with what Sphinx documents programs with."""
    yield page_of_markup(without_directives(read_text(path)).encode(), "rst", path)


def read_asciidoc(path: Path) -> Iterator[RawPage]:
    """Yield a file of AsciiDoc; parts with a condition are read, files it includes are not."""
    text = _MANUAL_PAGE.sub(r"\1(\2)", _CONDITION.sub("", read_text(path)))
    yield page_of_markup(_with_one_line_headings(text).encode(), "asciidoc", path)


def _with_one_line_headings(text: str) -> str:
    """Return AsciiDoc whose headings all have the form of one line, "== Words"."""
    lines = text.split("\n")
    fence = ""
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if fence:
            fence = "" if line == fence else fence
        elif (
            line[:1].isalnum()
            and len(below) > 2
            and abs(len(line) - len(below)) < 3
            and below[0] in _UNDERLINES
            and below == below[0] * len(below)
        ):
            lines[place] = f"{'=' * (_UNDERLINES.index(below[0]) + 1)} {line}"
            lines[place + 1] = ""
        elif _FENCE.fullmatch(line):
            fence = line
    return "\n".join(lines)


def read_opendocument(path: Path) -> Iterator[RawPage]:
    """Yield a text document of OpenOffice or LibreOffice (odt)."""
    origin = str(path)
    title = None
    packed = BytesIO()
    with open_archive(path) as archive, ZipFile(packed, "w") as plain:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            content = read_member(archive, name, origin)
            root = parse_xml(content, origin)
            if name == "meta.xml":
                title = next((item.text for item in root.iter(_DC_TITLE)), None)
            plain.writestr(name, _with_title(root) if name == "content.xml" else content)
    yield page_of_markup(packed.getvalue(), "odt", path, property_title=title)


def _with_title(root: "_Element") -> bytes:
    """Return the text of a document in which its title, a mere paragraph there, is a heading."""
    from lxml import etree

    styles = {"Title"}
    for style in root.iter(f"{_STYLE}style"):
        if style.get(f"{_STYLE}parent-style-name") == "Title":
            styles.add(style.get(f"{_STYLE}name"))
    for paragraph in root.iter(f"{_TEXT}p"):
        if paragraph.get(f"{_TEXT}style-name") in styles:
            paragraph.tag = f"{_TEXT}h"
            paragraph.set(f"{_TEXT}outline-level", "1")
    return bytes(etree.tostring(root))


_OBJECT = re.compile(
    r"(?P<indent>[ \t]*)\.\. (?:(?:py|c|cpp|js|rst|std|php|rb|go):)?"
    r"(?P<kind>function|method|classmethod|staticmethod|decorator|attribute|property|data|"
    r"exception|class|module|envvar|confval|setting|describe|object|option|cmdoption|macro|member|"
    r"type|struct|enum|enumerator|var|directive|role|program)::[ \t]+(?P<words>\S.*)"
)
_FIELD = re.compile(r"\s+:[\w-]+:")
_SILENT = frozenset(["module", "program"])


def without_directives(text: str) -> str:
    """Return reStructuredText in which Sphinx's descriptions are definition lists.

    The signature of a function or the name of an option becomes the term, what is said of it the
    definition; other readers of the format drop the one or the other.
    """
    lines = text.split("\n")
    kept: list[str] = []
    place = 0
    while place < len(lines):
        match = _OBJECT.fullmatch(lines[place])
        place += 1
        if match is None or not _describes(match):
            kept.append(lines[place - 1])
            continue
        indent = len(match["indent"])
        terms = [match["words"]]
        while place < len(lines) and _is_deeper(lines[place], indent):
            if not _FIELD.match(lines[place]):
                if not lines[place].lstrip().startswith(("*", ":", "..")):
                    terms.append(lines[place].strip().rstrip("\\"))
                else:
                    break
            place += 1
        while place < len(lines) and not lines[place].strip():
            place += 1
        if match["kind"] in _SILENT:
            kept.append("")
            continue
        kept += ["", match["indent"] + "; ".join(f"``{' '.join(term.split())}``" for term in terms)]
        if not (place < len(lines) and _is_deeper(lines[place], indent)):
            kept.append("")
    return "\n".join(kept)


def _describes(found: "re.Match[str]") -> bool:
    """Tell descriptions from plain reStructuredText's own `class`, which names a style."""
    words = found["words"]
    if "``" in words:
        return False
    return found["kind"] != "class" or ":class::" in found[0] or words[0].isupper() or "(" in words


def _is_deeper(line: str, indent: int) -> bool:
    return bool(line.strip()) and len(line) - len(line.lstrip()) > indent
