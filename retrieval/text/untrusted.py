"""Strangers' text made inert: nothing in it is invisible, markup, a footnote or a fence."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = frozenset("\u200c\u200d")
_FOOTNOTE = re.compile(r"[\[【]\s*\^?\s*((?:passage\s*)?\d[\d\s,;–-]*)\s*[\]】]", re.IGNORECASE)
_FENCE = re.compile(r"^[^\S\n]*={3,}[^\S\n]*\w.*$", re.MULTILINE)
_SIGNS = re.compile(r"={3,}")
_TEMPLATE = re.compile(
    r"<(?=[|｜][^\s<>]{1,40}[|｜]>)"
    r"|<(?=/?(?:s|bos|eos|system|assistant|think|tool_\w+|(?:im|start|end)_\w+)>)"
    r"|<(?=/(?:user|human|tool)>)"
    r"|\[(?=/?INST\])|<(?=<?/?SYS>>)"
)
"""What chat templates put between turns: ChatML, Llama, Mistral, Gemma, DeepSeek."""

_ROLES = ("system", "assistant", "user", "human", "developer", "tool", "instruction", "response")
_NAMED = "|".join(f"{role.title()}|{role.upper()}" for role in (*_ROLES, "ai"))
_ROLE = re.compile(
    rf"^([\s#*]*)({_NAMED})(\s*):(?!:)",
    re.MULTILINE,
)
"""Roles as transcripts have them; a key of YAML in small letters is none."""


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

    Beside what `visible` drops, footnote markers become round brackets, a line that begins as
    fences do loses its signs, tokens of chat templates their first one, and a role at the start of
    a line its colon. All else stays sign for sign: a writer copies commands and code from here.
    What is quoted to readers is never taken from here.
    """
    text = _FENCE.sub(lambda line: _SIGNS.sub("", line.group()), unmarked(visible(text)))
    return _ROLE.sub(r"\1\2\3 -", _TEMPLATE.sub("‹", text))


def _between_letters(text: str, index: int) -> bool:
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return len(around) == 2 and all(
        unicodedata.category(character)[0] in "LM" and ord(character) > 0x24F
        for character in around
    )


_SECRET = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class FencedText:
    """Strangers' text between fence lines, and the code that those lines carry.

    The code is derived from the text and a secret of this process, so no article can have been
    written to contain it; what merely resembles a fence is broken up.
    """

    text: str
    code: str


def fence_text(text: str, name: str = "data") -> FencedText:
    """Return a text as one fenced block."""
    body = neutralise(text)
    code = fence_code([body])
    return FencedText(f"=== {code} {name} ===\n{body}\n=== {code} end ===", code)


def fence_exact(text: str, name: str = "data") -> FencedText:
    """Return a text as one fenced block, sign for sign: for JSON, whose quotes must stay exact.

    Its strings hold no line end, so that nothing in them can begin a line.
    """
    code = fence_code([text])
    return FencedText(f"=== {code} {name} ===\n{text}\n=== {code} end ===", code)


def fence_code(texts: Sequence[str]) -> str:
    """Return the code for fences around texts."""
    return hmac.new(_SECRET, "\0".join(texts).encode(), hashlib.sha256).hexdigest()[:8]
