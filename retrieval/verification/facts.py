"""The hard facts of a sentence: each must stand in its support."""

import re
from functools import lru_cache

from retrieval.verification.names import bears, names_of
from retrieval.verification.quantities import Quantity, carries, quantities_of
from retrieval.verification.windows import Window, coverage
from retrieval.verification.words import words_of

_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,}?)[”\"»“]")
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[a-z/!][^>]*>|https?://\S+|www\.\S+", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|his|her|hers|its|their|him|them|we|i|this|that|these|those|the|both)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while|where|when|after|before|which|who)\s")
_PART = re.compile(
    r"[,;:–—]\s|\s(?:and|but|while|where|when|after|before|which|who|because|by|with|within|since)\s"
)
_META = frozenset(
    "article articles passage passages text source sources information mention mentioned mentions "
    "provided question according note noted detail details use used make made take taken get give including located various "
    "several certain different thing way total kind type also approximately".split()
)
"""Words that state nothing themselves, or nothing beside the noun they go with."""


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
        there = [
            text
            for text in window.sentences
            if any(carries(have, quantity) for have in quantities_of(text))
        ]
        if not there:
            return f"“{quantity.text}” is not in the passage"
        if len(window.sentences) > 1 and not _anchored(sentence, quantity, there):
            return f"“{quantity.text}” belongs to something else in the passage"
    return None


def _anchored(sentence: str, quantity: Quantity, texts: list[str]) -> bool:
    """Tell whether a quantity stands beside the same things here and there.

    A support of several sentences could lend a statement the number of another one.
    """
    clause = _clause(sentence, quantity.start)
    content = [word for word in content_of(clause) if word]
    return any(coverage(content, text) >= 0.5 for text in texts)


def _clause(sentence: str, position: int) -> str:
    start, end = 0, len(sentence)
    for match in _CLAUSE.finditer(sentence):
        if match.end() <= position:
            start = match.end()
        elif match.start() > position:
            end = match.start()
            break
    clause = sentence[start:end]
    return clause if len(content_of(clause)) >= 2 else sentence


def _name(sentence: str, window: Window) -> str | None:
    for name in names_of(sentence):
        shown = " ".join(name).title()
        if not bears(window.text, name):
            return f"the name “{shown}” is not in the passage"
        if not _pointed_to(sentence, name, window):
            return f"the name “{shown}” belongs to something else in the passage"
    return None


def _pointed_to(sentence: str, name: tuple[str, ...], window: Window) -> bool:
    """Tell whether the sentence of a run that says most has a name or points back to it."""
    if len(window.sentences) == 1:
        return True
    content = list(content_of(sentence))
    main = max(window.sentences, key=lambda text: coverage(content, text))
    return bears(main, name) or _PRONOUN.search(main) is not None


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
