"""The parts of a Word file, and the words of its paragraphs as Word shows them."""

import posixpath
import zipfile
from typing import TYPE_CHECKING

from footnote.retrieval.readers.files import parse_xml, read_member, transitional
from footnote.retrieval.readers.word_styles import W, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = frozenset(
    "del moveFrom delText instrText pPr rPr rt sdtPr sdtEndPr commentReference annotationRef "
    "proofErr bookmarkStart bookmarkEnd ffData smartTagPr customXmlPr fldData".split()
)
_SIGNS = {"tab": " ", "noBreakHyphen": "-", "ptab": " ", "br": "\n", "cr": "\n"}
_PRIVATE = range(0xE000, 0xF900)


def local_name(element: "_Element") -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class ParagraphText:
    """Reads paragraphs, and remembers the text boxes and notes that hang on them."""

    def __init__(self) -> None:
        self.notes: set[tuple[str, str | None]] = set()
        self._boxes: list[_Element] = []

    def read(self, paragraph: "_Element") -> str:
        """Return a paragraph's words; lines that were broken by hand stay lines."""
        parts: list[str] = []
        self._collect(paragraph, parts)
        return "".join(parts)

    def take_boxes(self) -> "list[_Element]":
        """Return the text boxes met since this was asked last."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def _collect(self, element: "_Element", parts: list[str]) -> None:
        for child in element:
            name = local_name(child)
            if name in _UNSEEN or (name == "r" and _is_hidden(child)):
                continue
            if name == "t":
                parts.append(child.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "sym":
                parts.append(_sign(child.get(f"{W}char", "")))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name in {"footnoteReference", "endnoteReference"}:
                self.notes.add((name.removesuffix("Reference"), child.get(f"{W}id")))
            elif name == "AlternateContent":
                # One thing in two forms, for old and for new programs.
                self._collect(child[:1], parts)
            elif name != "sdt" or not is_on(child, "sdtPr/showingPlcHdr"):
                self._collect(child, parts)


def _is_hidden(run: "_Element") -> bool:
    """Tell words that are not shown, or that are struck out and so no longer meant."""
    return any(is_on(run, f"rPr/{name}") for name in ("vanish", "strike", "dstrike"))


def _sign(code: str) -> str:
    """Return a sign chosen from a font; those that only one font knows are no character."""
    try:
        number = int(code, 16)
        return "" if number in _PRIVATE or number < 32 else chr(number)
    except (ValueError, OverflowError):
        return ""


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
