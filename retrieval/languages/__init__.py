"""Languages: telling them apart, and what Footnote knows of each."""

import unicodedata

from footnote.retrieval.languages.base import Kind, Language, Lexicon, Phrases
from footnote.retrieval.languages.lexicons import (
    clear_language,
    language_of,
    lexicon_of,
    lexicon_or_fallback,
)

__all__ = [
    "Kind",
    "Language",
    "Lexicon",
    "Phrases",
    "clear_language",
    "language_of",
    "lexicon_of",
    "lexicon_or_fallback",
    "phrases_in",
    "spoken_language",
    "without_accents",
]


def phrases_in(language: Language) -> Phrases:
    """Return how refusals are worded in a language; English where it has no lexicon."""
    return lexicon_or_fallback(language).phrases


def spoken_language(question: str, chosen: str) -> Language:
    """Return the language to answer in: the one chosen, or the question's for `auto`."""
    return language_of(question) if chosen == "auto" else Language(chosen)


def without_accents(text: str) -> str:
    """Return a text in lower case with its accents dropped, so that "Que" is "qué"."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in apart if not unicodedata.combining(character))
