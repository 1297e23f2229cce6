"""The parts of a Word file, each found by what it is for."""

import posixpath
import zipfile
from typing import TYPE_CHECKING

from footnote.retrieval.readers.archives import parse_xml, read_member, transitional
from footnote.retrieval.readers.word_text import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCUMENT = "word/document.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """A document's parts; the names of the Strict kind are made those of the other."""

    def __init__(self, archive: zipfile.ZipFile, origin: str) -> None:
        self._archive = archive
        self._origin = origin
        self.name = self._related("", "officeDocument") or _DOCUMENT

    def part(self, name: str | None) -> "_Element | None":
        """Return the root of a part, or None where there is none."""
        if name is None or name not in self._archive.NameToInfo:
            return None
        content = read_member(self._archive, name, self._origin)
        return parse_xml(transitional(content), self._origin)

    def document(self) -> "_Element":
        """Return the root of the text itself; raises `InputError` where it is missing."""
        content = read_member(self._archive, self.name, self._origin)
        return parse_xml(transitional(content), self._origin)

    def beside(self, kind: str) -> "_Element | None":
        """Return the part of a kind that belongs to the text, such as "styles"."""
        folder = posixpath.dirname(self.name)
        return self.part(self._related(self.name, kind) or f"{folder}/{kind}.xml")

    def properties(self) -> dict[str, str]:
        """Return what the document says of itself, by Dublin Core's names."""
        root = self.part(self._related("", "core-properties") or "docProps/core.xml")
        items = [] if root is None else list(root)
        return {local_name(item): (item.text or "").strip() for item in items}

    def _related(self, name: str, kind: str) -> str | None:
        folder, file = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relation in [] if root is None else root.iterfind(_RELATION):
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = relation.get("Target", "")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None
