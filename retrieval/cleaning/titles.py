"""The title of a scraped page, and what stands above and below it."""

from collections.abc import Sequence
from itertools import pairwise

from retrieval.cleaning.chrome import is_chrome, is_label
from retrieval.cleaning.opening import is_byline, is_text, names_people
from retrieval.cleaning.stamps import read_date, read_stamp

_TOP_LINES = 20
"""How far down a title is looked for, in lines with text."""

_MAX_TITLE = 200
_LABEL_WORDS = 3
_SENTENCE_ENDS = (".", "…", "。", ";", ",")


def found_title(lines: Sequence[str]) -> str | None:
    """Return the title of a page that declares none.

    A line that stands twice near the top is the title; else the line right above the first byline,
    date or stamp; else the first line, where it reads like a headline and text follows.
    """
    top = [line for line in lines if line][:_TOP_LINES]
    for line, following in pairwise(top):
        if same_headline(line, following) and len(line) <= _MAX_TITLE and not is_chrome(line):
            return line
    above_anchor = _above_anchor(top)
    if above_anchor is not None:
        return above_anchor
    speaking = [line for line in top if not is_chrome(line)]
    if len(speaking) > 1 and len(speaking[0]) <= _MAX_TITLE:
        first = speaking[0]
        if not first.endswith(_SENTENCE_ENDS) and len(first.split()) > 1:
            return first
    return None


def _above_anchor(top: Sequence[str]) -> str | None:
    anchor = next(
        (n for n, line in enumerate(top) if read_stamp(line) or read_date(line) or is_byline(line)),
        0,
    )
    above = [line for line in top[:anchor] if not is_chrome(line) and len(line) <= _MAX_TITLE]
    if len(above) > 1 and names_people(above[-1]) and len(above[-2].split()) > _LABEL_WORDS:
        above.pop()
    if not above or above[-1].endswith(_SENTENCE_ENDS) or any(map(is_text, above[:-1])):
        return None
    return above[-1]


def after_title(lines: Sequence[str], title: str) -> list[int]:
    """Return the numbers of a page's lines besides the title and what stands above it.

    The title's repeats near the top go with it, and so do labels above it.
    """
    places = _places(lines, title)
    if not places:
        return list(range(len(lines)))
    above = [line for line in lines[: places[0]] if line]
    first = places[0] if all(is_label(line) or is_chrome(line) for line in above) else 0
    return [number for number in range(first, len(lines)) if number not in places]


def _places(lines: Sequence[str], title: str) -> list[int]:
    """Return where near the top a line is the title and nothing else."""
    seen = 0
    places = []
    for number, line in enumerate(lines):
        if line:
            seen += 1
            if seen > _TOP_LINES:
                break
            if same_headline(line, title):
                places.append(number)
    return places


def same_headline(line: str, title: str) -> bool:
    """Compare two lines as headlines: case, a heading's mark and a site's suffix aside."""
    first, second = _bare(line), _bare(title)
    if not first or not second:
        return False
    return first == second or (len(first) > 20 and second.startswith((f"{first} |", f"{first} - ")))


def _bare(line: str) -> str:
    return " ".join(line.lstrip("#=• ").rstrip(" .").casefold().split())
