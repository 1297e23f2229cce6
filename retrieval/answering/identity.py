"""Sentences that name the holder of a role in passing ("…, spokesman James Appathurai said").

A cross-encoder reads such a sentence for what it mainly says and overlooks the apposition.
"""

import re

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import Roles
from footnote.retrieval.search.terms import query_terms

_NAME = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*){0,3}"


def states_identity(question: str, sentence: str, title: str = "") -> bool:
    """Tell whether a sentence puts a name beside the role a question asks the holder of.

    Every other word of the role ("of the harbour board") must stand in the sentence or the title.
    """
    return bool(identities(question, sentence, title))


def identities(question: str, sentence: str, title: str = "") -> set[str]:
    """Return the names a sentence puts beside the role asked for, as `states_identity` tells."""
    roles, match = _asked(question)
    if roles is None or match is None:
        return set()
    head, *rest = roles.of.split(match["role"], maxsplit=1)
    words = head.split()
    if not words or words[-1][0].isupper():
        return set()
    role = re.escape(words[-1])
    held = rf"(?i:{roles.not_held}\b{role})"
    apposition = (
        rf"{held},?\s+(?P<after>{_NAME})"
        rf"|(?P<before>{_NAME}),\s+(?:[\w’'-]+\s+){{0,5}}{held}\b"
        rf"|(?P<subject>{_NAME})\s+(?:{roles.being})\s+(?:[\w’'-]+\s+){{0,4}}{held}\b"
    )
    around = set(query_terms(f"{sentence} {title}"))
    wanted = query_terms(" ".join([*words[:-1], *rest])) if words[:-1] or rest else []
    if not all(word in around for word in wanted):
        return set()
    return {
        found["after"] or found["before"] or found["subject"]
        for found in re.finditer(apposition, sentence)
    }


def _asked(question: str) -> tuple[Roles | None, re.Match[str] | None]:
    """Return what a language knows of roles, and the role asked for in it."""
    for lexicon in lexicons.LEXICONS:
        if lexicon.roles and (match := lexicon.roles.asks.match(question)):
            return lexicon.roles, match
    return None, None
