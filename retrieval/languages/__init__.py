"""Languages: telling them apart, and the words Footnote knows of each."""

import unicodedata
from collections.abc import Mapping

from footnote.retrieval.languages import chinese, english, spanish
from footnote.retrieval.languages.detection import Language, clear_language, language_of
from footnote.retrieval.languages.words import FollowUps, Kind, LanguageWords, Phrases, Talk

__all__ = [
    "TALK",
    "WORDS",
    "FollowUps",
    "Kind",
    "Language",
    "LanguageWords",
    "Phrases",
    "Talk",
    "clear_language",
    "language_of",
    "phrases_in",
    "spoken_language",
    "without_accents",
]

WORDS: Mapping[Language, LanguageWords] = {
    Language.SPANISH: spanish.WORDS,
    Language.CHINESE: chinese.WORDS,
}
"""Languages beside English that have words of their own here."""

_PHRASES: Mapping[Language, Phrases] = {
    Language.ENGLISH: english.PHRASES,
    Language.SPANISH: spanish.PHRASES,
    Language.CHINESE: chinese.PHRASES,
}

TALK: Mapping[Language, Talk] = {
    Language.ENGLISH: english.TALK,
    Language.SPANISH: spanish.TALK,
    Language.CHINESE: chinese.TALK,
}
"""Languages whose small talk is known."""


def phrases_in(language: Language) -> Phrases:
    """Return how refusals are worded in a language; English where none of ours is."""
    return _PHRASES.get(language, english.PHRASES)


def spoken_language(question: str, chosen: str) -> Language:
    """Return the language to answer in: the one chosen, or the question's for `auto`."""
    return language_of(question) if chosen == "auto" else Language(chosen)


def without_accents(text: str) -> str:
    """Return a text in lower case with its accents dropped, so that "Que" is "qué"."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in apart if not unicodedata.combining(character))
