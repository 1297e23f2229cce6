"""What a page says of itself around its text: its title, who wrote it, and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from footnote.retrieval.cleaning.lines import SITE_KINDS, Line, LineKind, classify
from footnote.retrieval.cleaning.statements import is_outlet, read_stamp
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either
from footnote.retrieval.text.dates import Moment

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


def find_title(lines: Sequence[Line], shown: Sequence[int]) -> int | None:
    """Return the number of the title's line, never that of a sentence of the text.

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
    """Return whether a line may be a site's own label above a title."""
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


_OPENING_LINES = 14
"""How many lines with text are looked at for the end of what stands above it."""

_EVENT = re.compile(either(each.walls.event for each in lexicons.LEXICONS), re.IGNORECASE)
"""What a page about an event says, whose dates are the event's."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page besides its lines.

    `scraped` is None where nobody can tell, as of plain text: its lines have to show it.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    scraped: bool | None = True


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself: its days, and the people who wrote it."""

    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()


def read_around(shown: Sequence[str], facts: PageFacts, text: frozenset[str]) -> Said:
    """Return what a web page shows of itself below its headline, right above it, and in its foot.

    `updated` is taken from stamps outside the article's `text`, as long as all of them agree.
    """
    title = facts.title or ""
    place = next((n for n, line in enumerate(shown) if same_headline(line, title)), None)
    if place is None:
        return Said()
    stamps = [read_stamp(line) for line in shown if line not in text]
    updated = [stamp.updated for stamp in stamps if stamp and stamp.updated]
    agreed = updated[0] if len({moment.day for moment in updated}) == 1 else None
    near = [line for line in shown[place + 1 :] if line and not same_headline(line, title)]
    lines = [classify(line) for line in near[: 4 * _OPENING_LINES]]
    said = said_in(lines, head_lines(lines, range(len(lines))), facts)
    above = classify(shown[place - 1]) if place else None
    alone = above.date if above and above.kind == "date" and not above.names else None
    return Said(said.published or alone, agreed, said.authors)


def head_lines(lines: Sequence[Line], below_title: Sequence[int]) -> list[int]:
    """Return the lines between title and text, without furniture among them."""
    found: list[int] = []
    for number in below_title:
        kind = lines[number].kind
        if kind in SITE_KINDS or kind in {"blank", "rule"}:
            continue
        if len(found) >= _OPENING_LINES or kind in {"prose", "heading", "structure"}:
            break
        found.append(number)
    return found


def statements(
    lines: Sequence[Line], head: Sequence[int], facts: PageFacts
) -> Iterator[tuple[int, Said]]:
    """Yield the lines of a page's head that state something, and what.

    A date counts only on a line that is nothing else. Bare names count where the page names them
    as its authors elsewhere, or where an agency's name, a date or a stamp follows.
    """
    known = {_key(name) for name in facts.authors}
    for place, number in enumerate(head):
        line = lines[number]
        following = lines[head[place + 1]] if place + 1 < len(head) else Line("", "blank")
        if line.stamp is not None:
            yield number, Said(line.stamp.published, line.stamp.updated)
        elif line.kind == "date" and not any(_EVENT.search(other.text) for other in lines):
            yield number, Said(line.date, authors=line.names)
        elif line.kind in {"names", "byline"} and (
            line.kind == "byline"
            or all(_key(name) in known for name in line.names)
            or following.kind in {"stamp", "date"}
            or is_outlet(following.text, facts.source)
        ):
            yield number, Said(authors=line.names)
        elif is_outlet(line.text, facts.source):
            yield number, Said()


def said_in(lines: Sequence[Line], numbers: Sequence[int], facts: PageFacts) -> Said:
    """Return what some lines above the text, or at the end of a page, say together."""
    said = [found for _, found in statements(lines, numbers, facts)]
    return Said(
        next((each.published for each in said if each.published), None),
        next((each.updated for each in said if each.updated), None),
        next((each.authors for each in said if each.authors), ()),
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
