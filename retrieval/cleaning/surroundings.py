"""What a web page says of itself around its main text, where an extractor has taken it away."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.cleaning.opening import opening_lines, read_opening
from retrieval.cleaning.stamps import read_date, read_stamp
from retrieval.cleaning.titles import same_headline
from retrieval.text.dates import Moment


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The days and people a page shows as its own."""

    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()


def read_surroundings(
    lines: Sequence[str], title: str | None, authors: Sequence[str], source: str | None
) -> Surroundings:
    """Return what a page shows of itself below its headline, in a line above it, and in its foot.

    `published` is taken only from there; `updated` from a stamp anywhere, as long as all such
    stamps on the page agree.
    """
    place = next((n for n, line in enumerate(lines) if title and same_headline(line, title)), None)
    if place is None:
        return Surroundings()
    below = [n for n in range(place + 1, len(lines)) if not same_headline(lines[n], title or "")]
    opening = read_opening(lines, below, authors, source)
    stamps = [read_stamp(lines[number]) for number in opening_lines(lines, below)]
    published = next((stamp.published for stamp in stamps if stamp and stamp.published), None)
    above = read_date(lines[place - 1]) if place else None
    return Surroundings(published or opening.published or above, _updated(lines), opening.authors)


def _updated(lines: Sequence[str]) -> Moment | None:
    found = [stamp.updated for stamp in map(read_stamp, lines) if stamp and stamp.updated]
    return found[0] if len({moment.day for moment in found}) == 1 else None
