"""What a page says of itself between its title and its text: who wrote it, and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footnote.retrieval.cleaning.lines import SITE_KINDS, Line, classify
from footnote.retrieval.cleaning.statements import is_outlet, read_stamp
from footnote.retrieval.cleaning.titles import same_headline
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either
from footnote.retrieval.text.dates import Moment

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
    said = said_in(lines, opening(lines, range(len(lines))), facts)
    above = classify(shown[place - 1]) if place else None
    alone = above.date if above and above.kind == "date" and not above.names else None
    return Said(said.published or alone, agreed, said.authors)


def opening(lines: Sequence[Line], below_title: Sequence[int]) -> list[int]:
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
    lines: Sequence[Line], opening: Sequence[int], facts: PageFacts
) -> Iterator[tuple[int, Said]]:
    """Yield the lines of an opening that state something, and what.

    A date counts only on a line that is nothing else. Bare names count where the page names them
    as its authors elsewhere, or where an agency's name, a date or a stamp follows.
    """
    known = {_key(name) for name in facts.authors}
    for place, number in enumerate(opening):
        line = lines[number]
        following = lines[opening[place + 1]] if place + 1 < len(opening) else Line("", "blank")
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
    """Return what some lines of an opening, or at the end of a page, say together."""
    said = [found for _, found in statements(lines, numbers, facts)]
    return Said(
        next((each.published for each in said if each.published), None),
        next((each.updated for each in said if each.updated), None),
        next((each.authors for each in said if each.authors), ()),
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
