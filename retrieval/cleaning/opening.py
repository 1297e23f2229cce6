"""What stands between a title and the text: who wrote it, when, for whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.cleaning.chrome import is_chrome
from retrieval.cleaning.stamps import read_date, read_stamp
from retrieval.text.dates import Moment

_LINES = 14
"""How many lines with text are looked at for the end of the opening."""

_TEXT = 120
"""From so many characters on a line is running text, whatever it holds."""

_NAME_WORD = r"(?:[A-ZÀ-ÖØ-ÞŁŚŻŠŽČ][\w'’.-]*|d[aei]|del|della|van|von|der|den|de|la|y|al|bin|ten)"
_NAME = rf"(?!The\b|A\b|An\b|In\b|Por\b|By\b){_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}}"
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s|\s(?:and|y|e|&)\s|,\sand\s){_NAME})*")
_BYLINE = re.compile(
    r"(?:(?:story|text|words|reporting|interview|escrito|texto|written|posted|published)\s)?"
    r"(?:by|por)\s+(?P<names>.{2,80})|(?:interview|text|words|reporter|author|autora?)\s?:\s?(?P<more>.{2,60})"
    r"|(?:作者|文|记者)\s?[：:/／]?\s?(?P<chinese>[\u3400-\u9fff·]{2,8})",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"special (?:to|for) .{2,40}|(?:the )?associated press|reuters|afp|bloomberg|efe|cnn(?: \w+)?"
    r"|from .{2,40} wire reports|.{2,40} staff(?: writer)?s?|staff (?:writer|reporter)s?|editors?"
    r"|redacción|新华社",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\badd to (?:my )?calendar\b|\b(?:buy|get|book) tickets\b|\bdoors open\b|\bcomprar entradas\b",
    re.IGNORECASE,
)
"""What a page about an event says, whose dates are the event's."""

_CONTACT = re.compile(r"\S{1,64}@\S{1,80}\.\w+|(?<!\w)@\w+")
_AFTER_NAME = re.compile(
    r",\s*(?:.{0,30}\b(?:correspondent|reporter|editor|writer|staff|corresponsal|redactora?|columnist)\b"
    r".{0,30}|usa today|associated press|cnn)$",
    re.IGNORECASE,
)


@dataclass
class Opening:
    """The lines of an opening, which are no text, and what they say."""

    lines: set[int] = field(default_factory=set)
    published: Moment | None = None
    authors: tuple[str, ...] = ()


def read_opening(
    lines: Sequence[str], body: Sequence[int], authors: Sequence[str], source: str | None
) -> Opening:
    """Return what the lines above the first paragraph say of a page.

    `body` numbers the lines that follow the title. A date counts as the page's own only here, on a
    line that is nothing else; bare names only where the page names them as its authors elsewhere,
    or where an agency's name, a date or a stamp follows.
    """
    found = Opening()
    known = {_key(name) for name in authors}
    dated = not any(_EVENT.search(lines[number]) for number in body)
    zone = list(opening_lines(lines, body))
    for place, number in enumerate(zone):
        following = lines[zone[place + 1]] if place + 1 < len(zone) else ""
        names = _names(lines[number])
        if read_stamp(lines[number]):
            continue
        if names and (_marked(lines[number]) or _signed(names, following, known, source)):
            found.lines.add(number)
            found.authors = found.authors or names
        elif _is_outlet(lines[number], source):
            found.lines.add(number)
        elif dated:
            _read_pieces(lines[number], number, found, known)
    return found


def is_byline(line: str) -> bool:
    """Tell a line that says who wrote the text, such as "By Ada Quill"."""
    return bool(_names(line)) and _marked(line)


def names_people(line: str) -> bool:
    """Tell a line that is nothing but names."""
    return bool(_names(line))


def opening_lines(lines: Sequence[str], body: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the lines with text above the first paragraph of a body."""
    seen = 0
    for number in body:
        line = lines[number]
        if not line or is_chrome(line):
            continue
        seen += 1
        if seen > _LINES or is_text(line):
            return
        yield number


def is_text(line: str) -> bool:
    """Tell a line of running text from titles, labels, names and dates."""
    if len(line) >= _TEXT:
        return True
    if read_stamp(line) or read_date(line) or (_marked(line) and len(line) < 90):
        return False
    sentence = line.endswith((".", "!", "?", "”", '"', "…", "。", "！", "？", "»"))
    wide = sum("\u3400" <= character <= "\u9fff" for character in line)
    return len(line) + 2 * wide >= _TEXT or (sentence and (len(line.split()) >= 7 or wide >= 12))


def _read_pieces(line: str, number: int, found: Opening, known: set[str]) -> None:
    """Take a line apart at its dividers: names, dates and stamps make an opening together."""
    if len(line) > 110:
        return
    pieces = [
        piece
        for piece in re.split(r"\s[|·•–—»-]\s|\s{2,}|,\s(?=\d{1,2}\s)|(?<=[日号])\s", line)
        if piece
    ]
    dates = [read_date(piece) for piece in pieces]
    if not any(dates):
        return
    for piece, moment in zip(pieces, dates, strict=True):
        named = _key(piece) in known or _names(piece) or read_stamp(piece) or is_chrome(piece)
        if moment is None and not named and len(piece.split()) > 3:
            return
    found.lines.add(number)
    found.published = found.published or next(filter(None, dates))
    names = [name for piece in pieces for name in _names(piece)]
    found.authors = found.authors or tuple(names)


def _names(line: str) -> tuple[str, ...]:
    """Return the people a line names, if it names people and does nothing else."""
    if len(line) > _TEXT:
        return ()
    match = _BYLINE.fullmatch(line.strip())
    text = next(filter(None, match.groups()), "") if match else line
    text = _AFTER_NAME.sub("", _CONTACT.sub("", text)).strip(" .,;|·:")
    if match and (match["chinese"] or re.fullmatch(r"\w[\w.-]{2,30}", text)):
        return (text,)
    if len(text) > 100 or not _NAMES.fullmatch(text):
        return ()
    parts = re.split(r",\s(?:and\s)?|\s(?:and|y|e)\s", text)
    return tuple(part.title() if part.isupper() else part for part in parts)


def _marked(line: str) -> bool:
    return len(line) <= _TEXT and bool(_BYLINE.fullmatch(line.strip()) or _CONTACT.search(line))


def _signed(names: Sequence[str], following: str, known: set[str], source: str | None) -> bool:
    if all(_key(name) in known for name in names):
        return True
    return bool(_is_outlet(following, source) or read_stamp(following) or read_date(following))


def _is_outlet(line: str, source: str | None) -> bool:
    if _OUTLET.fullmatch(line.strip()):
        return True
    squashed = re.sub(r"[\W_]", "", line).casefold()
    return (
        bool(source)
        and len(squashed) > 2
        and squashed == re.sub(r"[\W_]", "", (source or "").rsplit(".", 1)[0]).casefold()
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
