"""Spanish: its words, and nothing that works with them."""

from footnote.retrieval.languages.base import Language, Lexicon
from footnote.retrieval.languages.spanish.phrases import PHRASES
from footnote.retrieval.languages.spanish.questions import WORDS
from footnote.retrieval.languages.spanish.talk import TALK
from footnote.retrieval.languages.spanish.time import TIME
from footnote.retrieval.languages.spanish.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.SPANISH,
    detection=DETECTION,
    search=SEARCH,
    abbreviations=ABBREVIATIONS,
    questions=WORDS,
    time=TIME,
    talk=TALK,
    phrases=PHRASES,
)
