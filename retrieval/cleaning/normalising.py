"""Text without characters that no reader sees."""

import re
import unicodedata
from collections.abc import Sequence

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
