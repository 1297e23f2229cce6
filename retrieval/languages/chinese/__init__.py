"""Chinese: its words, and nothing that works with them."""

from footnote.retrieval.languages.base import Language, Lexicon
from footnote.retrieval.languages.chinese.pages import FURNITURE, STAMPS, WALLS
from footnote.retrieval.languages.chinese.questions import FOLLOW_UPS, NAMES, QUESTIONS
from footnote.retrieval.languages.chinese.statements import (
    DAYS,
    MEASURES,
    NUMBERS,
    SIGNS,
    STATEMENTS,
)
from footnote.retrieval.languages.chinese.talk import PHRASES, TALK
from footnote.retrieval.languages.chinese.time import TIME
from footnote.retrieval.languages.chinese.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.CHINESE,
    detection=DETECTION,
    search=SEARCH,
    abbreviations=ABBREVIATIONS,
    names=NAMES,
    questions=QUESTIONS,
    roles=None,
    follow_ups=FOLLOW_UPS,
    time=TIME,
    talk=TALK,
    phrases=PHRASES,
    numbers=NUMBERS,
    signs=SIGNS,
    measures=MEASURES,
    days=DAYS,
    statements=STATEMENTS,
    furniture=FURNITURE,
    stamps=STAMPS,
    walls=WALLS,
)
