"""The lexicons there are, and what languages without one are told by."""

from collections.abc import Iterator

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
