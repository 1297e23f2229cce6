"""Text from articles and people, made inert: no markup, mention, link or invisible character."""

import re
import unicodedata

_KEPT_FORMAT = frozenset("\u200c\u200d")  # joiners that Persian and emoji cannot do without
# Markup, mentions and links; the last part are invitations, which Discord shows without a scheme.
_SPECIAL = re.compile(
    r"[\\*_~|`\[\]<>#@]|:(?=//)|(?i:(?<=discord\.gg)/|(?<=discord\.com)/|(?<=discordapp\.com)/)"
)
_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=\.))")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def visible(text: str) -> str:
    """Return text on one line, without control, bidirectional and other invisible characters."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or _is_visible(character)
    )
    return " ".join("".join(kept).split())


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMAT
    return category not in {"Cc", "Cs", "Co", "Cn"}


def escape(text: str) -> str:
    """Return text that Discord shows as it is and acts on in no way; the result has one line."""
    clean = _SPECIAL.sub(lambda match: "\\" + match[0], visible(text))
    start = _LINE_START.match(clean)
    if start is None:
        return clean
    if start[2].isdigit():
        return clean[: start.end()] + "\\" + clean[start.end() :]
    return "\\" + clean


def unescape(text: str) -> str:
    """Return what a reader sees of escaped text."""
    return _ESCAPED.sub(r"\1", text)


def shorten(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, cut at a word and marked as cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip() + "…"
