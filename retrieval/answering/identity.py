"""Sentences that name the holder of a role in passing ("…, spokesman James Appathurai said").

A cross-encoder reads such a sentence for what it mainly says and overlooks the apposition.
"""

import re

from footnote.retrieval.search.terms import query_terms

_WHO_IS = re.compile(
    r"^\W*(?:and\s+)?who(?:\s+is|\s+was|[’']s)\s+(?:the\s+|a\s+|an\s+|its\s+|their\s+)?"
    r"(?P<role>[^?]{3,80}?)\s*\??\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:of|at|for|in|on|from|to)\s+|,\s*", re.IGNORECASE)
_NOT_IN_OFFICE = r"(?<!vice )(?<!vice-)(?<!deputy )(?<!acting )(?<!former )(?<!previous )(?<!\bex-)"
"""Stands before a role: whoever is the deputy or a former one does not hold it."""

_NAME = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*){0,3}"


def states_identity(question: str, sentence: str, title: str = "") -> bool:
    """Tell whether a sentence puts a name beside the role an English question asks the holder of.

    Every other word of the role ("of the harbour board") must stand in the sentence or the title.
    """
    return bool(identities(question, sentence, title))


def identities(question: str, sentence: str, title: str = "") -> set[str]:
    """Return the names a sentence puts beside the role asked for, as `states_identity` tells."""
    match = _WHO_IS.match(question)
    if match is None:
        return set()
    head, *rest = _OF.split(match["role"], maxsplit=1)
    words = head.split()
    if not words or words[-1][0].isupper():
        return set()
    role = re.escape(words[-1])
    held = rf"(?i:{_NOT_IN_OFFICE}\b{role})"
    apposition = (
        rf"{held},?\s+(?P<after>{_NAME})"
        rf"|(?P<before>{_NAME}),\s+(?:[\w’'-]+\s+){{0,5}}{held}\b"
        rf"|(?P<subject>{_NAME})\s+(?:is|was|became)\s+(?:[\w’'-]+\s+){{0,4}}{held}\b"
    )
    around = set(query_terms(f"{sentence} {title}"))
    wanted = query_terms(" ".join([*words[:-1], *rest])) if words[:-1] or rest else []
    if not all(word in around for word in wanted):
        return set()
    return {
        found["after"] or found["before"] or found["subject"]
        for found in re.finditer(apposition, sentence)
    }
