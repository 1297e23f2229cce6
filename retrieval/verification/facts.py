"""The hard facts of a sentence: each must stand in its support."""

import re
from functools import lru_cache

from retrieval.verification.names import bears, names_of
from retrieval.verification.quantities import carries, quantities_of
from retrieval.verification.windows import Window, coverage
from retrieval.verification.words import words_of

_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,}?)[”\"»“]")
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[a-z/!][^>]*>|https?://\S+|www\.\S+", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|his|her|hers|its|their|him|them|we|i|this|that|these|those|both)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while|where|when|after|before|which|who)\s")
_PART = re.compile(
    r"[,;:–—]\s|\s(?:and|but|while|where|when|after|before|which|who|because|by|with|within|since)\s"
)
_META = frozenset(
    "article articles passage passages text source sources information mention mentioned mentions "
    "provided question according note noted detail details use used make made take "
    "taken get give including located various "
    "several certain different thing way total kind type also approximately "
    "mr mrs ms miss sir".split()
)
"""Words that state nothing themselves, or nothing beside the noun they go with."""


WHOLE_PART = 0.85
"""Share of the content words of one clause that a single sentence must have."""


@lru_cache(maxsize=2_000)
def content_of(sentence: str) -> tuple[str, ...]:
    """Return the stems of a sentence's content words that are neither names nor quantities."""
    taken = bytearray(len(sentence) + 1)
    for quantity in quantities_of(sentence):
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    named = {word for name in names_of(sentence) for word in name}
    return tuple(
        word.stem
        for word in words_of(sentence)
        if word.is_content
        and not taken[word.start]
        and word.lower.removesuffix("'s") not in named
        and word.lower not in _META
    )


def missing_fact(sentence: str, window: Window) -> str | None:
    """Return what a sentence states and its support does not, as a reason, or None."""
    return (
        _markup(sentence, window.text)
        or _quotation(sentence, window.text)
        or _quantity(sentence, window)
        or _name(sentence, window)
    )


def _markup(sentence: str, support: str) -> str | None:
    for match in _MARKUP.finditer(sentence):
        if match.group().startswith(("![", "[", "<")) or match.group() not in support:
            return "it holds a link or markup"
    return None


def _quotation(sentence: str, support: str) -> str | None:
    plain = _plain(support)
    for match in _QUOTED.finditer(sentence):
        words = _plain(match.group(1)).strip(" .,!?;:")
        if words and words not in plain:
            return f"the quotation “{match.group(1)}” is not in the passage"
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[’‘]", "'", text).casefold().split())


def _quantity(sentence: str, window: Window) -> str | None:
    for quantity in quantities_of(sentence):
        if not any(carries(have, quantity) for have in quantities_of(window.text)):
            return f"“{quantity.text}” is not in the passage"
    return None


def _name(sentence: str, window: Window) -> str | None:
    for name in names_of(sentence):
        if not bears(window.text, name):
            return f"the name “{' '.join(name).title()}” is not in the passage"
    return None


def stitched(sentence: str, window: Window) -> bool:
    """Tell whether a sentence is sewn together from what different sentences say.

    In a run of several statements each part of the statement must stand in one of them, with its
    quantities and with the name it is about, or with a pronoun and the name in a sentence before.
    """
    if len(window.statements) == 1:
        return False
    subject = next(iter(names_of(sentence)), None)
    return not all(_stands_in_one(part, subject, window) for part in _parts(sentence))


def _parts(sentence: str) -> list[str]:
    """Return the clauses of a sentence; one too short to stand alone joins the one before."""
    parts: list[str] = []
    for piece in _CLAUSE.split(sentence):
        if parts and len(content_of(f"… {piece}")) < 2:
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
    return parts


def _stands_in_one(part: str, subject: tuple[str, ...] | None, window: Window) -> bool:
    text = f"… {part}"
    content = list(content_of(text))
    names = names_of(text) or ((subject,) if subject else ())
    return any(
        coverage(content, candidate) >= WHOLE_PART
        and all(
            any(carries(have, quantity) for have in quantities_of(candidate))
            for quantity in quantities_of(text)
        )
        and all(_known(name, number, window) for name in names)
        for number, candidate in enumerate(window.statements)
    )


def _known(name: tuple[str, ...], number: int, window: Window) -> bool:
    """Tell whether a sentence of a run has a name, or points back to one before it."""
    candidate = window.statements[number]
    if bears(candidate, name):
        return True
    pointing = _PRONOUN.search(candidate) is not None
    return pointing and any(bears(before, name) for before in window.statements[:number])


def added_part(sentence: str, support: str) -> bool:
    """Tell whether a part of a sentence is mostly not in its support, though the whole is."""
    parts = _PART.split(sentence)
    if len(parts) < 2:
        return False
    for part in parts:
        content = list(content_of(f"… {part}"))
        if content and coverage(content, support) <= 0.5:
            return True
    return False
