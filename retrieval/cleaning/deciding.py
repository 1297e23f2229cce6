"""Which of a page's classified lines stay, and which pages are a request for consent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from footnote.retrieval.cleaning.lines import SITE_KINDS, Line, LineKind
from footnote.retrieval.cleaning.metadata import (
    PageFacts,
    Said,
    find_title,
    head_lines,
    is_label,
    said_in,
    same_headline,
    statements,
)
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either

_LONGEST_WALL = 3_000
"""Requests are short; a long text about a reader's data is a policy that somebody may want."""

_WALL_SHARE = 0.5
"""Of the characters: in RealTimeQA-dev the six walls have 0.79, the next page 0.38."""

_KNOWN = [each.walls for each in lexicons.LEXICONS]
_TO_READERS = re.compile(either(each.to_readers for each in _KNOWN), re.IGNORECASE)
_OF_THEIR_DATA = re.compile(either(each.of_data for each in _KNOWN), re.IGNORECASE)
_IN_TITLES = re.compile(either(each.titles for each in _KNOWN), re.IGNORECASE)


def is_wall(title: str, text: str) -> bool:
    """Return whether a text is a request for consent and little else.

    Never one whose title speaks of it: a site's policy, or an article on the matter.
    """
    if len(text) > _LONGEST_WALL or _IN_TITLES.search(title):
        return False
    asking = sum(
        len(line)
        for line in text.split("\n")
        if _TO_READERS.search(line) and _OF_THEIR_DATA.search(line)
    )
    return asking > _WALL_SHARE * len(text)


TOP_LINES = 20
"""How far down repeats of a title are looked for, in lines with text."""

_MOST_COMMENTS = 0.5
"""The largest share of a page that may be readers' comments below it."""

_ENOUGH_FURNITURE = 2
"""Lines that only sites say, or repeats of the title, which tell a copied page from a document."""

_CONTACT = re.compile(r"@|https?://|\d{3}[\s-]?\d{2}")
_NEAR = SITE_KINDS | {"credit"}
_BELOW = SITE_KINDS | {"credit", "signature", "stamp", "link", "rule"}


@dataclass(frozen=True, slots=True)
class Decision:
    """The lines of a page that stay, by number, and what the page says of itself.

    `title_line` is the one that stays in the text and is its title.
    """

    title: str | None
    kept: tuple[int, ...]
    said: Said
    title_line: int | None


def decide(lines: Sequence[Line], facts: PageFacts) -> Decision:
    """Decide what stays of a page.

    Of a document nothing goes. Of a page with a site's furniture go what only a site says, labels
    where furniture or the page's end is next to them, links and credits between paragraphs, the
    title's repeats with the labels above them, and what between title and text, or at the end,
    states who wrote it and when.
    """
    shown = [n for n, line in enumerate(lines) if line.kind != "blank"]
    title_line = None if facts.title else find_title(lines, shown)
    title = facts.title if title_line is None else lines[title_line].text
    top = list(takewhile(lambda n: lines[n].kind != "prose" or n == title_line, shown[:TOP_LINES]))
    repeats = [n for n in top if title and same_headline(lines[n].text, title)]
    if repeats and not all(is_label(lines[n]) for n in shown[: shown.index(repeats[0])]):
        repeats = []
    if facts.scraped or (facts.scraped is None and _is_copied(lines, shown, repeats)):
        page = _Furnished(lines, facts, shown, repeats, title_line)
        page.tidy()
        kept = tuple(n for n in range(len(lines)) if n not in page.gone)
        return Decision(title, kept, page.said(), title_line)
    first = min(repeats, default=-1)
    stated = head_lines(lines, [n for n in shown if n > first and n not in repeats])
    said = Said() if facts.scraped is False else said_in(lines, stated, facts)
    return Decision(title, tuple(range(len(lines))), said, title_line)


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
        self._title = title
        self._below: list[int] = []
        self._repeats = repeats
        above = [n for n in shown if repeats and n < repeats[0]]
        self._stated = [n for n in above if lines[n].kind == "stamp"]
        self.gone = {n for n in repeats if n != title and lines[n].kind != "heading"}
        self.gone |= set(above)

    def tidy(self) -> None:
        """Drop lines until nothing more changes."""
        while True:
            self._shown = [n for n in self._shown if n not in self.gone]
            going = self._furniture() | self._between() | self._above() | self._at_the_end()
            if not going - {self._title}:
                return
            self.gone |= going - {self._title}

    def said(self) -> Said:
        """Return what the lines above the text state, and stamps below it."""
        above = said_in(self._lines, self._stated, self._facts)
        below = said_in(self._lines, self._below, self._facts)
        return Said(
            above.published or below.published, above.updated or below.updated, above.authors
        )

    def _furniture(self) -> set[int]:
        """Return furniture, and the labels in one run with it."""
        going: set[int] = set()
        for around, run in groupby(self._shown, lambda n: self._lines[n].kind in _NEAR):
            numbers = list(run)
            if around and any(self._lines[n].kind in {"furniture", "credit"} for n in numbers):
                going |= {n for n in numbers if self._lines[n].kind != "comments"}
        return going

    def _between(self) -> set[int]:
        """Return what stands between paragraphs and leads elsewhere: links, credits, signatures."""
        going: set[int] = set()
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
                going.add(number)
        return going

    def _above(self) -> set[int]:
        """Return what states between title and text who wrote it and when."""
        first = min(self._repeats, default=-1)
        below = [n for n in self._shown if n > first and n not in self._repeats]
        stated = head_lines(self._lines, below)
        stating = [n for n, _ in statements(self._lines, stated, self._facts)]
        self._stated = sorted({*self._stated, *stating})
        return {n for n in stating if self._lines[n].kind != "other" or not self._lines[n].stamp}

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


def _below(lines: Sequence[Line], shown: Sequence[int]) -> Sequence[int]:
    """Return the lines at the end of a page after which no text comes and which are none."""
    start = len(shown)
    while start > 1 and lines[shown[start - 1]].kind in _BELOW:
        start -= 1
    announced = start and lines[shown[start - 1]].text.endswith((":", "："))
    return () if announced else shown[start:]


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
