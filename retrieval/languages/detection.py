"""Which of the languages Footnote knows words of a text is written in.

Told by script, then by function words; no model. In doubt a text is English, so that what is
known to work for English is never taken from an English question.
"""

import re
from enum import StrEnum
from functools import lru_cache


class Language(StrEnum):
    """A language with a word list of ours, or any other."""

    ENGLISH = "en"
    SPANISH = "es"
    CHINESE = "zh"
    OTHER = "other"


_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPANISH_MARK = re.compile(r"[¿¡]")
_ENGLISH_QUESTION = re.compile(
    r"\W*(?:who|whose|whom|what|when|where|which|why|how|is|are|were|did|does|will|has|have|can"
    r"|could|should|name|tell)\b",
    re.IGNORECASE,
)
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

_FUNCTION_WORDS = {
    Language.ENGLISH: frozenset(
        (
            "the a an of and to in is was for that with as by on at from it his her they were are "
            "be this which had has have not or an who what when where how why did does do will "
            "would can could than their its been after about into your you he she we i if there "
            "many much between during"
        ).split()
    ),
    Language.SPANISH: frozenset(
        (
            "a el la los las de del y en que se por con para un una unos unas es fue son era al lo "
            "su sus como más mas pero o no ha han había qué quién quiénes cuál cuáles cuándo "
            "cuánto cuánta cuántos cuántas dónde cómo quien cual cuando cuanto cuantos cuantas "
            "donde desde hasta sobre entre está están ser hay esta este estos estas muy también "
            "según durante sin fueron tiene cuyo porque ya nos le les ella él ellos tras"
        ).split()
    ),
    "fr": frozenset(
        (
            "le la les des du et est dans que qui une un pour par sur au aux ce cette ces il elle "
            "pas ne plus avec sont été était où quand combien comment pourquoi quel quelle quels "
            "leur ont se sa son ses en de d'un d'une l'on c'est qu'il"
        ).split()
    ),
    "de": frozenset(
        (
            "der die das und ist in den von zu mit sich des auf für nicht ein eine einen einem als "
            "auch es an werden aus er hat dass sie nach wird bei war wer wann wo wie warum welche "
            "welcher viele wurde dem im zum zur"
        ).split()
    ),
    "pt": frozenset(
        (
            "o a os as de do da dos das e em que se por com para um uma é foi são ao no na nos nas "
            "não mais quem quando onde quantos quantas quanto qual quais como foram tem pelo pela "
            "seu sua está também você"
        ).split()
    ),
    "it": frozenset(
        (
            "il lo la i gli le di del della dei delle e in che si per con un una è sono era al "
            "alla non più chi quando dove quanti quante quanto quale quali come nel nella anche "
            "dal dalla stato fu ha hanno perché"
        ).split()
    ),
}


@lru_cache(maxsize=8192)
def language_of(text: str) -> Language:
    """Return the language of a text; a name or a number alone counts as English."""
    told = _by_script(text) or _by_function_words(text, alone=1)
    return told or Language.ENGLISH


@lru_cache(maxsize=8192)
def clear_language(text: str) -> Language | None:
    """Return the language of a text that leaves no doubt, or None."""
    return _by_script(text) or _by_function_words(text, alone=_CLEAR_VOTES)


def _by_script(text: str) -> Language | None:
    sample = text[:_LONG_TEXT]
    letters = len(_LETTER.findall(sample))
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if _KANA_OR_HANGUL.search(sample) and latin < letters / 2:
        return Language.OTHER
    if han and han * _LETTERS_A_WORD > latin:
        return Language.CHINESE
    return Language.OTHER if letters > _STRAY_LETTERS and latin < letters / 2 else None


def _by_function_words(text: str, alone: int) -> Language | None:
    """Tell by the words; `alone` is how many are enough where none is English."""
    sample = text[:_LONG_TEXT]
    words = [word.lower() for word in _WORD.findall(sample)]
    votes = {name: sum(word in known for word in words) for name, known in _FUNCTION_WORDS.items()}
    votes[Language.SPANISH] += _MARK_VOTES * len(_SPANISH_MARK.findall(sample))
    english = votes[Language.ENGLISH] + _OPENING_VOTES * bool(_ENGLISH_QUESTION.match(sample))
    best = max(votes, key=lambda name: (votes[name], name == "en", name == "es"))
    least = alone if len(words) >= _ENOUGH_WORDS else max(alone, 2)
    if best != Language.ENGLISH and votes[best] >= max(least, 2 * english):
        return best if isinstance(best, Language) else Language.OTHER
    return Language.ENGLISH if english >= least else None
