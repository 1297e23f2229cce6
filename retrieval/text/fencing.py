"""Strangers' text laid out as fenced data in a prompt."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from footnote.retrieval.text.plain_text import neutralise

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
