"""Follow-ups in languages that leave their subject out: what they lean on is put before them."""

import re

from footnote.retrieval.answering.expectation import Kind, expected_kind
from footnote.retrieval.languages.base import FollowUps
from footnote.retrieval.search.terms import query_terms

_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s+(?:de\s+(?:la\s+)?)?[A-ZÀ-Þ][\w’'-]+)*")
_FEW = 3
"""With fewer content words a question without a noun of its own is taken for a follow-up."""


def resolved_in(words: FollowUps, text: str, previous: str, answer: str) -> str:
    """Return a follow-up with the person or the question it leans on before it, or unchanged.

    Nothing is put in the place of a pronoun: the verb would no longer agree.
    """
    if not leans_back(words, text):
        return text
    if words.points.search(text) and expected_kind(previous) is Kind.NAME:
        person = _first_person(words, answer)
        if person is not None:
            return f"{person}: {text}"
    return f"{previous.rstrip()} {text}"


def leans_back(words: FollowUps, text: str) -> bool:
    """Tell whether a question leaves out, or only points at, what was said before it."""
    points = words.points.search(text)
    if points is not None and not _names(words, text[: points.start()]):
        return True
    if words.fragment.search(text):
        return True
    few = len(query_terms(text)) < _FEW
    return few and not words.whole.search(text) and not _names(words, text)


def _first_person(words: FollowUps, answer: str) -> str | None:
    names = _names(words, answer.split("\n", 1)[0])
    return next((name for name in names if " " in name), None)


def _names(words: FollowUps, text: str) -> list[str]:
    found = []
    for match in _NAME.finditer(text):
        parts = match.group().split()
        while parts and parts[0].lower() in words.openers:
            parts = parts[1:]
        if parts:
            found.append(" ".join(parts))
    return found
