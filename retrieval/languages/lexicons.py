"""The lexicons there are, in the order in which ties are decided."""

from footnote.retrieval.languages import chinese, english, spanish
from footnote.retrieval.languages.base import Language, Lexicon

FALLBACK = english.LEXICON
"""What a text in doubt is taken for, and a language without a lexicon is answered in."""

LEXICONS: tuple[Lexicon, ...] = (FALLBACK, spanish.LEXICON, chinese.LEXICON)


def lexicon_of(language: Language) -> Lexicon | None:
    """Return what is known of a language, or None for one without a lexicon."""
    return next((each for each in LEXICONS if each.language == language), None)


def lexicon_or_fallback(language: Language) -> Lexicon:
    """Return what is known of a language; for one without a lexicon, English's."""
    return lexicon_of(language) or FALLBACK
