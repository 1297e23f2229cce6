"""MediaWiki pages: one per file, or many in the XML of `Special:Export` and dumps."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import feeds
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import read_text, refuse_entities
from footnote.retrieval.readers.marked_up import page_of_markup
from footnote.retrieval.text.dates import parse_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = 8192
_ARTICLES = frozenset([0, 4, 12])
"""Namespaces that hold text for readers: articles, the project's own pages, help."""

_OWN_NAMESPACES = 100
"""From here on namespaces are a wiki's own; the odd ones are for talk."""

_BOX = re.compile(r"^\{\{(?!#)(?P<name>[^{}|\n]{1,80})\n?\s*\|", re.MULTILINE)
_NO_BOX = re.compile(r"\s*(?:nav|cite|citation|reflist|refs|efn)", re.IGNORECASE)
_MARKS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")
_FIELD = re.compile(r"\s*(?P<name>[^={}\[\]<>\n]{1,60}?)\s*=\s*(?P<words>\S.*?)\s*", re.DOTALL)
_GALLERY = re.compile(r"<gallery[^>]*>(.*?)</gallery>", re.DOTALL | re.IGNORECASE)


def read(path: Path) -> Iterator[RawPage]:
    """Yield one page of wiki markup."""
    yield _page(read_text(path), path)


def read_xml(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the pages of a wiki's export; other XML is read as a feed or a site map."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    before, root, _ = head.partition(b"<mediawiki")
    if not root:
        yield from feeds.read(path)
        return
    refuse_entities(before, str(path))
    yield from _exported(path)


def _exported(path: Path) -> Iterator[RawPage | InputError]:
    """Yield articles one by one, so that memory does not grow with their number."""
    from lxml import etree

    address = None
    number = 0
    try:
        for _, element in etree.iterparse(
            str(path),
            events=("end",),
            tag=("{*}page", "{*}base"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        ):
            if element.tag.endswith("base"):
                address = (element.text or "").rpartition("/")[0] or None
                continue
            number += 1
            yield from _article(element, path, number, address)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.LxmlError, ValueError) as error:
        raise InputError(
            f"is an export of a wiki that breaks off after {number} pages", origin=str(path)
        ) from error


def _article(
    page: "_Element", path: Path, number: int, address: str | None
) -> Iterator[RawPage | InputError]:
    title = page.findtext("{*}title") or ""
    namespace = page.findtext("{*}ns") or "0"
    space = int(namespace) if namespace.isdecimal() and len(namespace) < 9 else -1
    held = space in _ARTICLES or (space >= _OWN_NAMESPACES and space % 2 == 0)
    text = page.findtext("{*}revision/{*}text") or ""
    if not held or page.find("{*}redirect") is not None or not text.strip() or not title:
        return
    name = quote(title.replace(" ", "_"), safe="/:_,.()!'*")
    url = f"{address}/{name}" if address and address.startswith(("http://", "https://")) else None
    origin = f"{path}, page {number}"
    try:
        updated = parse_date(page.findtext("{*}revision/{*}timestamp"))
    except ValueError:
        updated = None
    try:
        yield replace(
            _page(text, path),
            key=url or f"{path.absolute()}#{title}",
            origin=origin,
            title=title,
            url=url,
            updated=updated,
        )
    except InputError as error:
        yield InputError(error.reason, origin=origin)


def _page(text: str, path: Path) -> RawPage:
    text = _GALLERY.sub(_captions, _with_boxes(text))
    found = page_of_markup(text.encode(), "mediawiki", path)
    return replace(found, title=name_in_words(path))


def _captions(found: "re.Match[str]") -> str:
    lines = (line.partition("|")[2].strip() for line in found[1].split("\n"))
    return "\n" + "".join(f"* {line}\n" for line in lines if line)


def _with_boxes(text: str) -> str:
    """Return wiki markup in which boxes of facts are tables of their names and values.

    A box is a template that begins a line and has named fields; what it looks like is kept in the
    wiki and not in the page. Other templates are left to pandoc, which leaves them out.
    """
    parts: list[str] = []
    at = 0
    for match in _BOX.finditer(text):
        if match.start() < at or _NO_BOX.match(match["name"]):
            continue
        end, fields = _fields(text, match.end())
        rows = [one for one in map(_FIELD.fullmatch, fields) if one]
        if end and len(rows) > 1 and len(rows) * 2 > len(fields):
            table = "".join(
                f"|-\n| {row['name'].replace('_', ' ')}\n| {row['words']}\n" for row in rows
            )
            parts += [text[at : match.start()], f"\n{{|\n{table}|}}\n"]
            at = end
    return "".join([*parts, text[at:]])


def _fields(text: str, start: int) -> tuple[int, list[str]]:
    """Return where a template ends, 0 if it does not, and its fields, from the first one on."""
    depth = 0
    fields: list[str] = []
    begun = start
    for mark in _MARKS.finditer(text, start):
        sign = mark[0]
        if sign in {"{{", "[["}:
            depth += 1
        elif sign == "|" and depth == 0:
            fields.append(text[begun : mark.start()])
            begun = mark.end()
        elif sign == "}}" and depth == 0:
            return mark.end(), [*fields, text[begun : mark.start()]]
        elif sign in {"}}", "]]"}:
            depth = max(depth - 1, 0)
    return 0, []
