"""Names in what people ask and are told, by their capitals."""

import re

_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+(?:(?:of|de|van|von|der|al)\s+)?[A-ZÀ-Þ][\w’'-]+)*")
MARKER = re.compile(r"\s*\[\d+\]")
"""A footnote in an answer's text."""

_QUESTION_WORDS = frozenset(
    "and are but can could did do does had has have how if in is of on or so the was were what "
    "when where which who whom whose why will with would yes no there that this they".split()
)


def names_before(text: str, end: int) -> bool:
    """Tell whether a name stands before a place in a text."""
    return bool(names_in(text[:end]))


def names_in(text: str) -> list[str]:
    """Return the names in a text, question words that stand before them left out."""
    found = []
    for match in _NAME.finditer(MARKER.sub("", text)):
        words = match.group().split()
        while words and words[0].lower() in _QUESTION_WORDS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return found
