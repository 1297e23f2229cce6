"""The lexicons there are, and which of their languages a text is written in.

That is told by script, then by function words; no model. In doubt a text is English, so that what
is known to work for English is never taken from an English question.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from footnote.retrieval.languages import chinese, english, spanish
from footnote.retrieval.languages.base import Language, Lexicon, words
from footnote.retrieval.languages.statements import Signs

FALLBACK = english.LEXICON
"""What a text in doubt is taken for, and a language without a lexicon is answered in."""

LEXICONS: tuple[Lexicon, ...] = (FALLBACK, spanish.LEXICON, chinese.LEXICON)
"""In the order in which ties are decided."""

TOLD_APART = {
    "fr": words(
        "le la les des du et est dans que qui une un pour par sur au aux ce cette ces il elle "
        "pas ne plus avec sont été était où quand combien comment pourquoi quel quelle quels "
        "leur ont se sa son ses en de d'un d'une l'on c'est qu'il"
    ),
    "de": words(
        "der die das und ist in den von zu mit sich des auf für nicht ein eine einen einem als "
        "auch es an werden aus er hat dass sie nach wird bei war wer wann wo wie warum welche "
        "welcher viele wurde dem im zum zur"
    ),
    "pt": words(
        "o a os as de do da dos das e em que se por com para um uma é foi são ao no na nos nas "
        "não mais quem quando onde quantos quantas quanto qual quais como foram tem pelo pela "
        "seu sua está também você"
    ),
    "it": words(
        "il lo la i gli le di del della dei delle e in che si per con un una è sono era al "
        "alla non più chi quando dove quanti quante quanto quale quali come nel nella anche "
        "dal dalla stato fu ha hanno perché"
    ),
}
"""Function words of languages that are told apart from ours and have no lexicon."""


def lexicon_of(language: Language) -> Lexicon | None:
    """Return what is known of a language, or None for one without a lexicon."""
    return next((each for each in LEXICONS if each.language == language), None)


def lexicon_or_fallback(language: Language) -> Lexicon:
    """Return what is known of a language; for one without a lexicon, English's."""
    return lexicon_of(language) or FALLBACK


def signs_in(text: str) -> Iterator[Signs]:
    """Yield the signs for numbers of each language whose script a text has."""
    for each in LEXICONS:
        if each.signs and each.detection.script.search(text):
            yield each.signs


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
    for lexicon in LEXICONS:
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
        for each in LEXICONS
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
