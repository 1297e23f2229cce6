"""Chinese: its words, and nothing that works with them."""

from footnote.retrieval.languages.base import Language, Lexicon
from footnote.retrieval.languages.chinese.phrases import PHRASES
from footnote.retrieval.languages.chinese.questions import WORDS
from footnote.retrieval.languages.chinese.talk import TALK
from footnote.retrieval.languages.chinese.time import TIME
from footnote.retrieval.languages.chinese.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.CHINESE,
    detection=DETECTION,
    search=SEARCH,
    abbreviations=ABBREVIATIONS,
    questions=WORDS,
    time=TIME,
    talk=TALK,
    phrases=PHRASES,
)
