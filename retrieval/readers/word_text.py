"""The words of one paragraph of a Word file, as Word shows them."""

from typing import TYPE_CHECKING

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
