"""The lines of a page, normalised and each classified by what it says; nothing is decided here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from footnote.retrieval.blocks import Block
from footnote.retrieval.cleaning.statements import (
    Stamp,
    date_line,
    read_names,
    read_stamp,
    says_who_wrote,
)
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either
from footnote.retrieval.languages.pages import NETWORK
from footnote.retrieval.text.dates import Moment

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Controls, zero-width and bidirectional marks, variation selectors, tags, lone surrogates."""

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")


def normalise(text: str) -> str:
    """Return text with one kind of line end and space, composed, without invisible characters.

    Tabs and unusual spaces become one space, lines lose their outer spaces, and more than one
    blank line becomes one. Applying it twice changes nothing.
    """
    lines = normalised_lines(LINE_ENDS.sub("\n", text))
    return "\n".join(lines[number] for number in without_blanks(lines))


def normalised_lines(text: str) -> list[str]:
    """Return the lines of a text as `normalise` leaves them, blank ones included.

    Only a line feed ends a line here, so that lines can be told by their numbers.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    return [line.strip() for line in _SPACES.sub(" ", text).split("\n")]


def code_line(text: str) -> str:
    """Return a line of code normalised, its indentation and the spaces within it kept."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\t", "    "))).rstrip()


def without_blanks(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines to keep: no outer blank ones, no two in a row."""
    kept: list[int] = []
    for number, line in enumerate(lines):
        if line or (kept and lines[kept[-1]]):
            kept.append(number)
    if kept and not lines[kept[-1]]:
        kept.pop()
    return kept


def one_line(text: str) -> str:
    """Return text normalised and on one line."""
    return " ".join(normalise(text).split())


LineKind = Literal[
    "blank",
    "rule",  # a drawn line of one sign
    "heading",
    "structure",  # part of a list, table, code: whatever its file says it is
    "furniture",  # a phrase that only a site says to its readers
    "label",  # a word or two that may be a button, and may be a heading
    "list heading",  # what stands above links to other articles
    "comments",  # what stands above readers' comments
    "link",  # a known label and a headline, typed together
    "glued",  # any other words and what may be a headline, typed together
    "credit",  # who helped, who took the picture
    "signature",  # a name behind a dash
    "stamp",  # labelled dates of the page
    "date",  # a date, with names at most
    "byline",
    "names",
    "prose",  # running text
    "other",
]

SITE_KINDS: frozenset[LineKind] = frozenset(["furniture", "label", "list heading", "comments"])
"""What a site may say around an article and within it."""

_MOST_CHARACTERS = 330
"""A longer line is always text."""

_TEXT = 120
"""From so many characters on a line is running text, whatever it holds."""

_KNOWN = [each.furniture for each in lexicons.LEXICONS]
_HOME = either(each.home for each in _KNOWN)
_FURNITURE = re.compile(
    rf"""\W*(?:
      {either(each.phrases for each in _KNOWN)}
    | (?:{_HOME})(?:\s*[>›»/]\s*[^>›»/.]{{1,30}}){{1,6}}
    | (?:{_HOME})(?:\s*[|·•]\s*[^|·•.!?]{{1,30}}){{2,15}}
    | (?:[^|:]{{1,40}}:\s*)?{NETWORK}(?:\s*[|·•]\s*(?:{NETWORK}|rss)){{1,8}}
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a site says to whoever reads it; no article says it of its matter."""

_SIGN_UP = re.compile(either(each.sign_up for each in _KNOWN))
_NEWSLETTER = re.compile(rf"\b(?:{either(each.newsletter for each in _KNOWN)})\b", re.IGNORECASE)

_ADDRESS = re.compile(r"\S@\S")
"""Who can be written to is never furniture."""

_LABEL, _LIST_HEADING = (
    re.compile(rf"\W*(?:{either(patterns)})\W*", re.IGNORECASE | re.VERBOSE)
    for patterns in zip(*((each.labels, each.list_headings) for each in _KNOWN), strict=True)
)
_COMMENTS = re.compile(either(each.comments for each in _KNOWN), re.IGNORECASE | re.VERBOSE)
_LINK = re.compile(
    rf"""(?:{either(each.link_labels for each in _KNOWN)}):(?=[^\W\d_]|['"‘“]).{{8,150}}""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED = re.compile(r"""[^:]{3,70}[^\s:]:(?=[^\W\d_]|['"‘“])(?P<headline>.{8,150})""")
_GLUED_WORDS = 6
"""A shorter value typed right behind its label's colon may be anything."""

_WHO = rf"(?:[^\W\d_a-zà-ÿ][\w'’.&-]*|{either(each.between for each in _KNOWN)}|[/&,;|–-])"
_CREDIT = re.compile(
    rf"""(?i:{either(each.contributors for each in _KNOWN)})\s?:\s?
      {_WHO}(?:[\s,;/]+{_WHO}){{0,25}}\.?
    | {either(each.credits for each in _KNOWN)}
    | (?:.{{0,200}}[(\s–-])?(?i:{either(each.pictures for each in _KNOWN)})s?
      (?i:\s(?:{either(each.by for each in _KNOWN)}))?\s?:\s?{_WHO}(?:[\s,;/]+{_WHO}){{0,7}}\)?""",
    re.VERBOSE,
)
_CREDIT_SIGNS = tuple(sign for each in _KNOWN for sign in each.credit_signs)
_SIGNATURE = re.compile(
    r"[-–—]{1,2}\s?(?:The\s)?[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,3}(?:,\s[A-Z][\w' ]{2,40})?"
)
_RULE = re.compile(r"([=\-~*_#^+–—])\1{3,}")
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "…", "。", "！", "？", "»")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its words make of it; which kind it is depends on no other line.

    `names` are the people it names, `stamp` and `date` the days it states.
    """

    text: str
    kind: LineKind
    names: tuple[str, ...] = ()
    stamp: Stamp | None = None
    date: Moment | None = None


def classify(text: str, block: Block | None = None) -> Line:
    """Return a normalised line with its kind; `block` is what its file's structure makes of it."""
    if not text:
        return Line(text, "blank")
    if _RULE.fullmatch(text):
        return Line(text, "rule")
    if block is not None and block.kind != "paragraph":
        if block.kind != "heading":
            return Line(text, "structure")
        return Line(text, "list heading" if _LIST_HEADING.fullmatch(text) else "heading")
    if len(text) > _MOST_CHARACTERS:
        return Line(text, "prose")
    return _stating(text) or Line(text, _furniture_kind(text) or _text_kind(text))


def _stating(text: str) -> Line | None:
    """Classify a line that states who wrote its page, or when."""
    if len(text) > _TEXT:
        return None
    stamp = read_stamp(text)
    if stamp is not None:
        return Line(text, "stamp" if stamp.alone else "other", stamp=stamp)
    dated = date_line(text)
    if dated is not None:
        moment, names, rest = dated
        if all(len(piece.split()) <= 3 or _FURNITURE.fullmatch(piece) for piece in rest):
            return Line(text, "date", names, date=moment)
    names = () if text.islower() else read_names(text)
    if names and not _furniture_kind(text):
        return Line(text, "byline" if says_who_wrote(text) else "names", names)
    return None


def _furniture_kind(text: str) -> LineKind | None:
    small = text.lower()
    invites = _NEWSLETTER.search(text) and _SIGN_UP.search(text)
    if (invites and not _ADDRESS.search(text)) or _FURNITURE.fullmatch(text):
        return "furniture"
    if len(text) <= _TEXT and _COMMENTS.fullmatch(text):
        return "comments"
    if _LIST_HEADING.fullmatch(text):
        return "list heading"
    if _LABEL.fullmatch(text):
        return "label"
    if ":" in text:
        if _LINK.fullmatch(text):
            return "link"
        glued = _GLUED.fullmatch(text)
        ended = text.endswith((".", "”", ",", ";"))
        if glued and not ended and len(glued["headline"].split()) >= _GLUED_WORDS:
            return "glued"
    if any(sign in small for sign in _CREDIT_SIGNS) and _CREDIT.fullmatch(text):
        return "credit"
    if text[0] in "-–—" and _SIGNATURE.fullmatch(text) and not text.endswith((".", ":")):
        return "signature"
    return None


def _text_kind(text: str) -> LineKind:
    """Tell running text by its length and its end; a Chinese character says as much as three."""
    wide = 0
    if not text.isascii():
        wide = sum("\u3400" <= character <= "\u9fff" for character in text)
    long = len(text) + 2 * wide >= _TEXT
    sentence = text.endswith(_SENTENCE_ENDS) and (len(text.split()) >= 7 or wide >= 12)
    return "prose" if long or sentence else "other"
