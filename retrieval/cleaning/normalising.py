"""Text free of what no reader sees."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Controls, zero-width and bidirectional marks, variation selectors, tags, lone surrogates."""

_SPACES = re.compile(r"[^\S\n]+")
_BLANKS = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """Return text with one kind of line end and space, composed, without invisible characters.

    Tabs and unusual spaces become one space, lines lose their outer spaces, and more than one
    blank line becomes one. Applying it twice changes nothing.
    """
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    text = _SPACES.sub(" ", text)
    lines = [line.strip() for line in text.split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")


def one_line(text: str) -> str:
    """Return text normalised and on one line."""
    return " ".join(normalise(text).split())
