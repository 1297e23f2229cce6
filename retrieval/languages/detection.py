"""Which of the languages Footnote knows words of a text is written in.

Told by script, then by function words; no model. In doubt a text is English, so that what is
known to work for English is never taken from an English question.
"""

import re
from functools import lru_cache

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import Language
from footnote.retrieval.languages.lexicons import FALLBACK, TOLD_APART

_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OPENING_VOTES = 3
"""Function words that an English question word at the beginning outweighs: those of a name."""

_ENOUGH_WORDS = 4
"""In so many words one function word of a language, and none of English, is enough."""

_CLEAR_VOTES = 3
_STRAY_LETTERS = 2
_MARK_VOTES = 2

_LETTERS_A_WORD = 3
"""Letters of an alphabet that weigh as much as one Chinese character."""

_LONG_TEXT = 600
"""Characters that are looked at; the language of a text does not change after them."""


@lru_cache(maxsize=8192)
def language_of(text: str) -> Language:
    """Return the language of a text; a name or a number alone counts as English."""
    told = _by_script(text) or _by_function_words(text, alone=1)
    return told or FALLBACK.language


@lru_cache(maxsize=8192)
def clear_language(text: str) -> Language | None:
    """Return the language of a text that leaves no doubt, or None."""
    return _by_script(text) or _by_function_words(text, alone=_CLEAR_VOTES)


def _by_script(text: str) -> Language | None:
    sample = text[:_LONG_TEXT]
    letters = len(_LETTER.findall(sample))
    latin = len(_LATIN.findall(sample))
    if _KANA_OR_HANGUL.search(sample) and latin < letters / 2:
        return Language.OTHER
    for lexicon in lexicons.LEXICONS:
        own = len(lexicon.detection.script.findall(sample))
        if own and own * _LETTERS_A_WORD > latin:
            return lexicon.language
    return Language.OTHER if letters > _STRAY_LETTERS and latin < letters / 2 else None


def _by_function_words(text: str, alone: int) -> Language | None:
    """Tell by the words; `alone` is how many are enough where none is of the fallback's."""
    sample = text[:_LONG_TEXT]
    words = [word.lower() for word in _WORD.findall(sample)]
    votes = {
        each.language: sum(word in each.detection.function_words for word in words)
        + _MARK_VOTES * len(each.detection.marks.findall(sample))
        for each in lexicons.LEXICONS
    }
    others = max(sum(word in known for word in words) for known in TOLD_APART.values())
    begun = FALLBACK.detection.question.match(sample) is not None
    doubted = votes[FALLBACK.language] + _OPENING_VOTES * begun
    best = max(votes, key=votes.__getitem__)
    most = max(votes[best], others)
    if most > votes[best]:
        best = Language.OTHER
    least = alone if len(words) >= _ENOUGH_WORDS else max(alone, 2)
    if best != FALLBACK.language and most >= max(least, 2 * doubted):
        return best
    return FALLBACK.language if doubted >= least else None
