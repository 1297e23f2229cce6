"""Passages laid out as fenced data in a prompt."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.answer import Hit
from retrieval.question import Turn
from retrieval.text.plain_text import neutralise

_SECRET = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class FencedText:
    """Strangers' text between fence lines, and the code that those lines carry."""

    text: str
    code: str


def fence_passages(hits: Sequence[Hit], offered: Iterable[int]) -> FencedText:
    """Return passages as numbered blocks, numbered as in `offered`.

    The fence's code is derived from the text and a secret of this process, so no article can
    have been written to contain it; what merely resembles a fence is broken up.
    """
    bodies = [neutralise(hit.passage.text) for hit in hits]
    titles = [" ".join(neutralise(hit.article.title).split()) for hit in hits]
    code = _code(titles + bodies)
    blocks = [
        f"=== {code} passage [{number}] of “{title}” ===\n{body}\n=== {code} end of [{number}] ==="
        for number, title, body in zip(offered, titles, bodies, strict=True)
    ]
    return FencedText("\n\n".join(blocks), code)


def fence_turns(history: Sequence[Turn]) -> FencedText:
    """Return earlier turns as one fenced block."""
    lines = []
    for turn in history:
        lines.append(f"Question - {' '.join(neutralise(turn.question).split())}")
        lines.append(f"Answer - {' '.join(neutralise(turn.answer).split())}")
    code = _code(lines)
    body = "\n".join(lines)
    return FencedText(f"=== {code} conversation ===\n{body}\n=== {code} end ===", code)


def _code(texts: Sequence[str]) -> str:
    return hmac.new(_SECRET, "\0".join(texts).encode(), hashlib.sha256).hexdigest()[:8]
