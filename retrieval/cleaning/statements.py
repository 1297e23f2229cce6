"""What a line states of its page: when it was published or updated, and who wrote it."""

import re
from contextlib import suppress
from dataclasses import dataclass

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either
from footnote.retrieval.text.dates import DATE, Moment, parse_moment

MAX_STAMP_CHARACTERS = 120
_MAX_BYLINE = 120

_KNOWN = [each.stamps for each in lexicons.LEXICONS]
_LABEL = re.compile(
    rf"(?P<published>{either(each.published for each in _KNOWN)})"
    rf"|(?P<updated>{either(each.updated for each in _KNOWN)})"
    rf"|{either(each.other for each in _KNOWN)}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"""T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|none|null
    |\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?h)?|[ap]\.?\s?m\.?(?![a-z])
    |\b(?:gmt|utc|z|bst|[ecmp][sd]t|[ecmp]t|cest|cet|ist)\b
    |[+-]\d{1,2}:?\d{0,2}|"""
    + either(each.filler for each in _KNOWN),
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE = re.compile(either(each.relative for each in _KNOWN), re.IGNORECASE)
_BY = either(each.by for each in _KNOWN)
_BY_SOMEBODY = re.compile(rf"\s(?:{_BY})\s[^\d,]{{2,40}}$")
_POSSIBLE = re.compile(rf"\d|\b(?:{either(each.ago for each in _KNOWN)})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(either(each.day_first for each in _KNOWN), re.IGNORECASE)

_JOINS = either(each.joins for each in _KNOWN)
_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-ÞŁŚŻŠŽČ][\w'’.-]*|{either(each.particles for each in _KNOWN)})"
_NAME = rf"(?!(?:{either(each.no_name for each in _KNOWN)})\b){_NAME_WORD}(?:\s{_NAME_WORD}){{1,4}}"
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s|\s(?:{_JOINS}|&)\s|,\s(?:{_JOINS})\s){_NAME})*")
_BYLINE = re.compile(
    rf"(?:(?:{either(each.told for each in _KNOWN)})\s)?(?:{_BY})\s+(?P<names>.{{2,80}})"
    rf"|(?:{either(each.author for each in _KNOWN)})\s?:\s?(?P<more>.{{2,60}})"
    rf"|(?:{either(each.author_sign for each in _KNOWN)})\s?[：:/／]?\s?"
    r"(?P<signed>[\u3400-\u9fff·]{2,8})",
    re.IGNORECASE,
)
_OUTLET = re.compile(either(each.outlets for each in _KNOWN), re.IGNORECASE)
_CONTACT = re.compile(r"\S{1,64}@\S{1,80}\.\w+|(?<!\w)@\w+")
_AFTER_NAME = re.compile(
    rf",\s*(?:.{{0,30}}\b(?:{either(each.jobs for each in _KNOWN)})\b.{{0,30}}"
    rf"|{either(each.outlets_behind for each in _KNOWN)})$",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s[|·•–—»-]\s|\s{2,}|,\s(?=\d{1,2}\s)|(?<=[日号])\s")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a page was published and updated, as far as a line states it.

    `alone` is false where the line states other days beside it ("Received …; published …").
    """

    published: Moment | None = None
    updated: Moment | None = None
    alone: bool = True


def read_stamp(line: str) -> Stamp | None:
    """Return what a line states if it is nothing but labelled dates, else None.

    A sentence that merely begins like one ("Updated rules took effect on 3 May 2024 …") is not, and
    days of other things ("Accepted:", "Release date:") are no page's. A stamp like "Published 3
    hours ago" states nothing.
    """
    if len(line) > MAX_STAMP_CHARACTERS or not _POSSIBLE.search(line):
        return None
    if _RELATIVE.fullmatch(line.strip()):
        return Stamp()
    labels = list(_LABEL.finditer(line))
    if not labels or not _only_filler(line[: labels[0].start()]):
        return None
    found: dict[str, Moment | None] = {}
    alone = True
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        rest = line[label.end() : following.start() if following else len(line)]
        rest = _BY_SOMEBODY.sub("", rest)
        moment = read_date(rest, day_first=True if _DAY_FIRST.search(label.group()) else None)
        if moment is None and not (_only_filler(rest) and re.search(r"\d", rest)):
            return None
        kind = next((name for name, text in label.groupdict().items() if text), None)
        alone = alone and kind is not None
        if kind is not None:
            found.setdefault(kind, moment)
    return Stamp(found.get("published"), found.get("updated"), alone)


def read_date(text: str, *, day_first: bool | None = None) -> Moment | None:
    """Return the date a text is, with a weekday and a time at most; None for any other text."""
    match = DATE.search(text)
    if match is None or DATE.search(text, match.end()):
        return None
    if not _only_filler(text[: match.start()]) or not _only_filler(text[match.end() :]):
        return None
    with suppress(ValueError):
        moment = parse_moment(match.group(), day_first=day_first)
        if moment is None:
            return None
        # With its time the whole says more; where it cannot be parsed whole, the day stands.
        with suppress(ValueError):
            whole = parse_moment(text.strip(" .:,|·()-–—："), day_first=day_first)
            if whole is not None and whole.day == moment.day:
                return whole
        return moment
    return None


def read_names(line: str) -> tuple[str, ...]:
    """Return the people a line names, if it names people and does nothing else."""
    if len(line) > _MAX_BYLINE:
        return ()
    match = _BYLINE.fullmatch(line.strip())
    text = next(filter(None, match.groups()), "") if match else line
    text = _AFTER_NAME.sub("", _CONTACT.sub("", text)).strip(" .,;|·:")
    if match and (match["signed"] or re.fullmatch(r"\w[\w.-]{2,30}", text)):
        return (text,)
    if len(text) > 100 or not _NAMES.fullmatch(text):
        return ()
    parts = re.split(rf",\s(?:(?:{_JOINS})\s)?|\s(?:{_JOINS})\s", text)
    return tuple(part.title() if part.isupper() else part for part in parts)


def says_who_wrote(line: str) -> bool:
    """Tell a line in the form of a byline ("By …"), or one with somebody's address or handle."""
    return len(line) <= _MAX_BYLINE and bool(
        _BYLINE.fullmatch(line.strip()) or _CONTACT.search(line)
    )


def is_outlet(line: str, source: str | None) -> bool:
    """Tell the name of an agency or a newsroom, or that of the page's own source."""
    if _OUTLET.fullmatch(line.strip()):
        return True
    squashed = re.sub(r"[\W_]", "", line).casefold()
    return (
        bool(source)
        and len(squashed) > 2
        and squashed == re.sub(r"[\W_]", "", (source or "").rsplit(".", 1)[0]).casefold()
    )


def date_line(line: str) -> tuple[Moment, tuple[str, ...], tuple[str, ...]] | None:
    """Return the date, the people and the other pieces of a line like "Ada Quill · 3 May 2024".

    None where the line says more than a date with names and short labels beside it.
    """
    if len(line) > 110 or not DATE.search(line):
        return None
    pieces = [piece for piece in _PIECES.split(line) if piece]
    dates = [read_date(piece) for piece in pieces]
    moment = next(filter(None, dates), None)
    if moment is None:
        return None
    beside = [piece for piece, found in zip(pieces, dates, strict=True) if found is None]
    names = tuple(name for piece in beside for name in read_names(piece))
    rest = tuple(piece for piece in beside if not read_names(piece) and not read_stamp(piece))
    return moment, names, rest


def _only_filler(text: str) -> bool:
    return not re.search(r"\w", _FILLER.sub(" ", text))
