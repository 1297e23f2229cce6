"""What the styles and the numbering of a Word file make of its paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MAX_CHAIN = 20
"""How many styles deep one may be based on another."""

_LEVELS = 9
_BODY_TEXT = 9
"""Outline levels are 0 to 8; this one means that a paragraph has none."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MAX_ROMAN = 5_000


def value(element: "_Element | None", path: str) -> str | None:
    """Return the `w:val` of what stands at a path of Word's names below an element."""
    found = (
        None if element is None else element.find("/".join(W + step for step in path.split("/")))
    )
    return None if found is None else found.get(f"{W}val", "")


def is_on(element: "_Element | None", path: str) -> bool:
    """Tell whether a switch is set: Word's switches are on unless they say otherwise."""
    return value(element, path) not in {None, "0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Number:
    """The number or bullet of a paragraph; `level` counts from 0, `list_id` names its list."""

    list_id: str
    level: int
    ordinal: int | None
    mark: str


class Styles:
    """The paragraph styles of a document; what a paragraph does not say, its style does."""

    def __init__(self, root: "_Element | None") -> None:
        styles = [] if root is None else root.iterfind(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in {"1", "true"}
            ),
            "",
        )

    def name(self, paragraph: "_Element") -> str:
        """Return the name of a paragraph's style in lower case, as Word has it in English."""
        style = self._styles.get(self._of(paragraph))
        return (value(style, "name") or "").casefold()

    def setting(self, paragraph: "_Element", path: str) -> str | None:
        """Return a setting of a paragraph, else of its style or what that is based on."""
        for settings in self._settings(paragraph):
            setting = value(settings, path)
            if setting is not None:
                return setting
        return None

    def heading_level(self, paragraph: "_Element") -> int | None:
        """Return a heading's level, 1 to 9, or None for another paragraph."""
        name = self.name(paragraph)
        if name == "title":
            return 1
        outline = self.setting(paragraph, "outlineLvl")
        if outline is not None and outline.isdecimal() and int(outline) < _BODY_TEXT:
            return int(outline) + 1
        first, _, number = name.partition(" ")
        return int(number) if first == "heading" and number.isdecimal() else None

    def _of(self, paragraph: "_Element") -> str:
        return value(paragraph, "pPr/pStyle") or self._default

    def _settings(self, paragraph: "_Element") -> "Iterator[_Element | None]":
        yield paragraph.find(f"{W}pPr")
        name = self._of(paragraph)
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style.find(f"{W}pPr")
            name = value(style, "basedOn") or ""


@dataclass
class _Level:
    """One level of a list: how it counts and what its numbers look like."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass
class _List:
    """A list as `numbering.xml` defines it; lists of one `counts` go on counting together."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, root: "_Element | None", styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        kinds = {
            kind.get(f"{W}abstractNumId", ""): _List(
                {n: _level(item) for n, item in _numbered(kind)}
            )
            for kind in root.iterfind(f"{W}abstractNum")
        }
        for one in root.iterfind(f"{W}num"):
            kind = kinds.get(value(one, "abstractNumId") or "")
            if kind is not None:
                self._lists[one.get(f"{W}numId", "")] = _overridden(kind, one)

    def count(self, paragraph: "_Element") -> Number | None:
        """Return the number of the next paragraph, or None where it has none."""
        name = self._styles.setting(paragraph, "numPr/numId")
        counted = self._lists.get(name or "")
        if counted is None or name is None:
            return None
        stated = self._styles.setting(paragraph, "numPr/ilvl") or "0"
        depth = min(int(stated) if stated.isdecimal() else 0, _LEVELS - 1)
        level = counted.levels.get(depth, _Level())
        before = counted.restarts.pop(depth, counted.counts[depth])
        ordinal = level.start if before is None else before + 1
        counted.counts[depth] = ordinal
        counted.counts[depth + 1 :] = [None] * (_LEVELS - 1 - depth)
        if level.form in {"bullet", "none"}:
            mark = "" if level.form == "bullet" else level.pattern
            return Number(name, depth, None, mark)
        return Number(name, depth, ordinal, self._mark(counted, depth, level))

    @staticmethod
    def _mark(counted: _List, depth: int, level: _Level) -> str:
        """Return a number as it is shown: "%1.%2" is the numbers of the first two levels."""
        mark = level.pattern or f"%{depth + 1}."
        for place in range(depth + 1):
            other = counted.levels.get(place, _Level())
            number = counted.counts[place]
            mark = mark.replace(
                f"%{place + 1}", shown(other.start if number is None else number, other.form)
            )
        return " ".join(mark.split())


def shown(number: int, form: str) -> str:
    """Return a number in one of Word's number formats; formats of other scripts as figures."""
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number <= _MAX_ROMAN:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (number // worth)
            number %= worth
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _numbered(kind: "_Element") -> "Iterator[tuple[int, _Element]]":
    for level in kind.iterfind(f"{W}lvl"):
        number = level.get(f"{W}ilvl", "")
        if number.isdecimal() and int(number) < _LEVELS:
            yield int(number), level


def _level(level: "_Element") -> _Level:
    start = value(level, "start") or "1"
    return _Level(
        form=value(level, "numFmt") or "decimal",
        pattern=value(level, "lvlText") or "",
        start=int(start) if start.isdecimal() and len(start) < 9 else 1,
    )


def _overridden(kind: _List, one: "_Element") -> _List:
    """Return a list of a kind; it counts on from other lists of the kind unless it says where."""
    counted = _List(dict(kind.levels), kind.counts)
    for override in one.iterfind(f"{W}lvlOverride"):
        number = override.get(f"{W}ilvl", "")
        start = value(override, "startOverride") or ""
        depth = int(number) if number.isdecimal() and int(number) < _LEVELS else 0
        level = override.find(f"{W}lvl")
        if level is not None:
            counted.levels[depth] = _level(level)
        if start.isdecimal() and len(start) < 9:
            counted.restarts[depth] = int(start) - 1
    return counted
