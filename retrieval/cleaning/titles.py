"""The title of a page that declares none."""

import re
from collections.abc import Sequence
from itertools import pairwise

from footnote.retrieval.cleaning.lines import SITE_KINDS, Line, LineKind
from footnote.retrieval.cleaning.statements import is_outlet

_TOP_LINES = 20
_MAX_TITLE = 200
_MAX_FIRST_LINE = 120
_SENTENCE_ENDS = (".", "…", "。", ";", ",", ":", "：")
_ANCHORS: frozenset[LineKind] = frozenset(["stamp", "date", "byline"])
_SPEAKING: frozenset[LineKind] = frozenset(["other", "names", "glued", "prose"])
_BULLET = re.compile(r"(?:[-*•–—+]|\d{1,3}[.)])\s")
_LABEL_WORDS = 3
_SITE_WORDS = 6
_ENDS = (".", "!", "?", "…", "”", '"', "。", "！", "？", ":")


def found_title(lines: Sequence[Line], shown: Sequence[int]) -> int | None:
    """Return the number of the line that is the title of a page, never a sentence of its text.

    A heading of the page's structure is; a line that stands twice near the top; the line right
    above the first byline, date or stamp; the first line, where it reads like a headline and text
    follows. `shown` are the numbers of the lines with text.
    """
    shown = [n for n in shown if not is_outlet(lines[n].text, None)]
    top = shown[:_TOP_LINES]
    heading = next((n for n in top if lines[n].kind == "heading"), None)
    if heading is not None and not any(lines[n].kind == "prose" for n in top if n < heading):
        return heading
    for number, following in pairwise(top):
        line = lines[number]
        twice = same_headline(line.text, lines[following].text) and not _BULLET.match(line.text)
        if twice and line.kind in _SPEAKING and len(line.text) <= _MAX_TITLE:
            return number
    above = _above_anchor(lines, top)
    return above if above is not None else _first_line(lines, shown)


def _above_anchor(lines: Sequence[Line], top: Sequence[int]) -> int | None:
    anchor = next((place for place, n in enumerate(top) if lines[n].kind in _ANCHORS), 0)
    above = [n for n in top[:anchor] if lines[n].kind in _SPEAKING]
    signed = len(above) > 1 and lines[above[-1]].kind == "names"
    if signed and len(lines[above[-2]].text.split()) > _LABEL_WORDS:
        above.pop()
    if not above or any(lines[n].kind == "prose" for n in above[:-1]):
        return None
    return above[-1] if _reads_like_a_headline(lines[above[-1]].text, _MAX_TITLE) else None


def _first_line(lines: Sequence[Line], shown: Sequence[int]) -> int | None:
    speaking = [n for n in shown if lines[n].kind in {*_SPEAKING, "structure"}]
    if len(speaking) < 2 or lines[speaking[0]].kind not in {"other", "names", "glued"}:
        return None
    first, text = speaking[0], lines[speaking[0]].text
    below = lines[first + 1].text if first + 1 < len(lines) else ""
    several = len(text.split()) > 1 or not below or not text.isascii()
    wrapped = below[:1].islower()
    headline = _reads_like_a_headline(text, _MAX_FIRST_LINE)
    return first if several and headline and not wrapped else None


def _reads_like_a_headline(text: str, longest: int) -> bool:
    return len(text) <= longest and not text.endswith(_SENTENCE_ENDS) and not _BULLET.match(text)


def is_label(line: Line) -> bool:
    """Tell a line that may be a site's own above a title."""
    if line.kind in SITE_KINDS or line.kind in {"rule", "stamp"}:
        return True
    short = len(line.text.split()) <= _SITE_WORDS and not line.text.endswith(_ENDS)
    return short and line.kind not in {"heading", "structure"}


def same_headline(line: str, title: str) -> bool:
    """Compare two lines as headlines: case, a heading's mark and a site's suffix aside."""
    first, second = _bare(line), _bare(title)
    if not first or not second:
        return False
    return first == second or (len(first) > 20 and second.startswith((f"{first} |", f"{first} - ")))


def _bare(line: str) -> str:
    return " ".join(line.lstrip("#=• ").rstrip(" .").casefold().split())
