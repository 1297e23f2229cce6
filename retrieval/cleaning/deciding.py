"""Which of a page's classified lines stay, and what the others say of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.cleaning.lines import Line, LineKind, classify
from retrieval.cleaning.statements import is_outlet, read_stamp
from retrieval.cleaning.titles import found_title, same_headline
from retrieval.text.dates import Moment

TOP_LINES = 20
"""How far down repeats of a title are looked for, in lines with text."""

_OPENING_LINES = 14
"""How many lines with text are looked at for the end of what stands above it."""

_MOST_COMMENTS = 0.5
"""The largest share of a page that may be readers' comments below it."""

_ENOUGH_FURNITURE = 2
"""Lines that only sites say, or repeats of the title, which tell a copied page from a document."""

_LABEL_WORDS = 6
_ENDS = (".", "!", "?", "…", "”", '"', "。", "！", "？", ":")
_EVENT = re.compile(
    r"\badd to (?:my )?calendar\b|\b(?:buy|get|book) tickets\b|\bdoors open\b|\bcomprar entradas\b",
    re.IGNORECASE,
)
"""What a page about an event says, whose dates are the event's."""

_CONTACT = re.compile(r"@|https?://|\d{3}[\s-]?\d{2}")
_AROUND: frozenset[LineKind] = frozenset(["furniture", "label", "list heading", "comments"])
_NEAR = _AROUND | {"credit"}
_BELOW = _AROUND | {"credit", "signature", "stamp", "link", "rule"}


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


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a page: the numbers of the lines that stay, and what the page says of itself.

    `title_line` is the one that stays in the text and is its title.
    """

    title: str | None
    kept: tuple[int, ...]
    said: Said = Said()
    title_line: int | None = None


def decide(lines: Sequence[Line], facts: PageFacts) -> Decision:
    """Decide what stays of a page.

    Of a document nothing goes. Of a page with a site's furniture go what only a site says, labels
    where furniture or the page's end is next to them, links and credits between paragraphs, the
    title's repeats with the labels above them, and what between title and text, or at the end,
    states who wrote it and when.
    """
    shown = [n for n, line in enumerate(lines) if line.kind != "blank"]
    found = None if facts.title else found_title(lines, shown)
    title = facts.title if found is None else lines[found].text
    repeats = [n for n in shown[:TOP_LINES] if title and same_headline(lines[n].text, title)]
    if facts.scraped or (facts.scraped is None and _is_copied(lines, shown, repeats)):
        page = _Furnished(lines, facts, shown, repeats, found)
        page.tidy()
        kept = tuple(n for n in range(len(lines)) if n not in page.gone)
        return Decision(title, kept, page.said(), found)
    opening = _opening(lines, [n for n in shown if n > max(repeats, default=-1)])
    said = Said() if facts.scraped is False else _said(lines, opening, facts)
    return Decision(title, tuple(range(len(lines))), said, found)


def _is_copied(lines: Sequence[Line], shown: Sequence[int], repeats: Sequence[int]) -> bool:
    """Tell the text of a site's page from a document, by what only sites put there."""
    edges = {n for n in shown if repeats and n < repeats[0]} | set(_below(lines, shown))
    signs = sum(
        lines[n].kind in {"furniture", "comments", "credit"}
        or (n in edges and lines[n].kind in {"label", "list heading", "stamp"})
        for n in shown
    )
    return signs + max(len(repeats) - 1, 0) >= _ENOUGH_FURNITURE


class _Furnished:
    """A page with a site's furniture on its way to its text; `gone` grows until nothing more goes.

    Neighbours decide, and whatever goes makes new ones.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        facts: PageFacts,
        shown: Sequence[int],
        repeats: Sequence[int],
        title: int | None,
    ) -> None:
        self._lines = lines
        self._facts = facts
        self._shown = list(shown)
        self._below: list[int] = []
        self._repeats = repeats
        above = [n for n in shown if repeats and n < repeats[0]]
        movable = all(_is_label(lines[n]) for n in above)
        self._stated = [n for n in above if movable and lines[n].kind == "stamp"]
        self.gone = {n for n in repeats if n != title and lines[n].kind != "heading"}
        self.gone |= set(above) if movable else set()

    def tidy(self) -> None:
        """Take away what goes, until nothing more does."""
        while True:
            self._shown = [n for n in self._shown if n not in self.gone]
            found = self._furniture() | self._between() | self._above() | self._at_the_end()
            if not found:
                return
            self.gone |= found

    def said(self) -> Said:
        """Return what the lines above the text state, and stamps below it."""
        above = _said(self._lines, self._stated, self._facts)
        below = _said(self._lines, self._below, self._facts)
        return Said(
            above.published or below.published, above.updated or below.updated, above.authors
        )

    def _furniture(self) -> set[int]:
        """Return furniture, and the labels in one run with it."""
        found: set[int] = set()
        for around, run in groupby(self._shown, lambda n: self._lines[n].kind in _NEAR):
            numbers = list(run)
            if around and any(self._lines[n].kind in {"furniture", "credit"} for n in numbers):
                found |= {n for n in numbers if self._lines[n].kind != "comments"}
        return found

    def _between(self) -> set[int]:
        """Return what stands between paragraphs and leads elsewhere: links, credits, signatures."""
        found: set[int] = set()
        kinds = ["other", *(self._lines[n].kind for n in self._shown), "other"]
        for place, number in enumerate(self._shown, start=1):
            line = self._lines[number]
            before = self._lines[self._shown[place - 2]].text if place > 1 else ""
            after = self._lines[self._shown[place]].text if place < len(self._shown) else ""
            if (
                line.kind in {"credit", "link"}
                or (line.kind == "signature" and _signs(before, after))
                or (line.kind == "glued" and _borders_prose(kinds, place))
                or _is_said_again(line.text, before)
            ):
                found.add(number)
        return found

    def _above(self) -> set[int]:
        """Return what states between title and text who wrote it and when."""
        last = max(self._repeats, default=-1)
        opening = _opening(self._lines, [n for n in self._shown if n > last])
        found = [n for n, _ in _statements(self._lines, opening, self._facts)]
        self._stated = sorted({*self._stated, *found})
        return {n for n in found if self._lines[n].kind != "other" or not self._lines[n].stamp}

    def _at_the_end(self) -> set[int]:
        """Return comments, links to other articles and labels below the text."""
        shown = self._shown
        for place, number in enumerate(shown[1:], start=1):
            rest = shown[place + 1 :]
            kind = self._lines[number].kind
            if kind == "comments" and rest and self._are_few([number, *rest]):
                return {number, *rest}
            if kind == "list heading" and rest and all(self._may_link(n) for n in rest):
                return {number, *rest}
        below = _below(self._lines, shown)
        self._below = sorted({*self._below, *below})
        return set(below)

    def _are_few(self, numbers: Sequence[int]) -> bool:
        size = sum(len(self._lines[n].text) for n in numbers)
        return size <= _MOST_COMMENTS * sum(len(self._lines[n].text) for n in self._shown)

    def _may_link(self, number: int) -> bool:
        line = self._lines[number]
        headline = len(line.text) <= 150 and not line.text.endswith((".", "。", "!", "！", "”"))
        return headline and line.kind != "heading" and not _CONTACT.search(line.text)


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
    said = _said(lines, _opening(lines, range(len(lines))), facts)
    above = classify(shown[place - 1]) if place else None
    alone = above.date if above and above.kind == "date" and not above.names else None
    return Said(said.published or alone, agreed, said.authors)


def _opening(lines: Sequence[Line], below_title: Sequence[int]) -> list[int]:
    """Return the lines between title and text, without furniture among them."""
    found: list[int] = []
    for number in below_title:
        kind = lines[number].kind
        if kind in _AROUND or kind in {"blank", "rule"}:
            continue
        if len(found) >= _OPENING_LINES or kind in {"prose", "heading", "structure"}:
            break
        found.append(number)
    return found


def _below(lines: Sequence[Line], shown: Sequence[int]) -> Sequence[int]:
    """Return the lines at the end of a page after which no text comes and which are none."""
    start = len(shown)
    while start > 1 and lines[shown[start - 1]].kind in _BELOW:
        start -= 1
    announced = start and lines[shown[start - 1]].text.endswith((":", "："))
    return () if announced else shown[start:]


def _statements(
    lines: Sequence[Line], opening: Sequence[int], facts: PageFacts
) -> Iterator[tuple[int, Said]]:
    """Yield the lines of an opening that state something, and what.

    A date counts only on a line that is nothing else. Bare names count where the page names them
    as its authors elsewhere, or where an agency's name, a date or a stamp follows.
    """
    known = {_key(name) for name in facts.authors}
    dated = not any(_EVENT.search(line.text) for line in lines)
    for place, number in enumerate(opening):
        line = lines[number]
        following = lines[opening[place + 1]] if place + 1 < len(opening) else Line("", "blank")
        if line.stamp is not None:
            yield number, Said(line.stamp.published, line.stamp.updated)
        elif line.kind == "date" and dated:
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


def _said(lines: Sequence[Line], numbers: Sequence[int], facts: PageFacts) -> Said:
    said = [found for _, found in _statements(lines, numbers, facts)]
    return Said(
        next((each.published for each in said if each.published), None),
        next((each.updated for each in said if each.updated), None),
        next((each.authors for each in said if each.authors), ()),
    )


def _is_label(line: Line) -> bool:
    """Tell a line that may be a site's own above a title."""
    if line.kind in _AROUND or line.kind in {"rule", "stamp"}:
        return True
    short = len(line.text.split()) <= _LABEL_WORDS and not line.text.endswith(_ENDS)
    return short and line.kind not in {"heading", "structure"}


def _borders_prose(kinds: Sequence[LineKind], place: int) -> bool:
    """Tell whether paragraphs end where a run of links begins, or begin where it ends."""
    before, after = place - 1, place + 1
    while kinds[before] in {"glued", "link"}:
        before -= 1
    while kinds[after] in {"glued", "link"}:
        after += 1
    return "prose" in {kinds[before], kinds[after]}


def _signs(before: str, after: str) -> bool:
    """Tell a reporter's name below what they wrote, which in a list of names it is not."""
    sentence = before.rstrip("\"'”’»)").endswith((".", "!", "?", "。", "！", "？"))
    return sentence and len(before) > 20 and not after.startswith(("-", "–", "—"))


def _is_said_again(line: str, before: str) -> bool:
    """Tell a line that says the end of the line before it once more, as broken extraction does."""
    bare = line.lstrip(" :;,–—-")
    return len(bare) >= 25 and before.endswith(bare)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
