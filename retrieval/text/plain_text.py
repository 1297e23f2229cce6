"""Strangers' text made inert: nothing in it is invisible, markup, a footnote or a fence."""

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = frozenset("\u200c\u200d")
_FOOTNOTE = re.compile(r"[\[【]\s*\^?\s*((?:passage\s*)?\d[\d\s,;–-]*)\s*[\]】]", re.IGNORECASE)
_FENCE = re.compile(r"[<>=`~#|*_-]{3,}|<\||\|>|</?(?=\w)|\[/?INST\]|<<|>>", re.IGNORECASE)
_ROLE = re.compile(
    r"^(\s*)(system|assistant|user|human|developer|tool|ai)(\s*):",
    re.IGNORECASE | re.MULTILINE,
)


def visible(text: str) -> str:
    """Return text without what no reader can see: controls, bidirectional marks, invisible signs.

    Line ends stay; joiners stay between letters, where scripts need them.
    """
    kept = []
    for index, character in enumerate(text.replace("\t", " ")):
        hidden = unicodedata.category(character) in _INVISIBLE and character != "\n"
        if not hidden or (character in _JOINERS and _between_letters(text, index)):
            kept.append(character)
    return "".join(kept)


def unmarked(text: str) -> str:
    """Return text in which nothing can be taken for a footnote of ours: `[3]` becomes `(3)`."""
    return _FOOTNOTE.sub(lambda match: f"({match.group(1).strip()})", text)


def neutralise(text: str) -> str:
    """Return article text fit to stand inside a fenced block of a prompt.

    Beside what `visible` drops, footnote markers become round brackets, runs that could pass for a
    fence or a chat template's tokens are broken up, and a role at the start of a line loses its
    colon. What is quoted to readers is never taken from here.
    """
    text = unmarked(visible(text))
    text = _FENCE.sub(lambda match: " " if len(match.group()) > 2 else "‹", text)
    return _ROLE.sub(r"\1\2\3 -", text)


def _between_letters(text: str, index: int) -> bool:
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return len(around) == 2 and all(
        unicodedata.category(character)[0] in "LM" and ord(character) > 0x24F
        for character in around
    )
