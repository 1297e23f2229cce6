"""Spanish: its words, and nothing that works with them."""

from footnote.retrieval.languages.base import Language, Lexicon
from footnote.retrieval.languages.spanish.pages import FURNITURE, STAMPS, WALLS
from footnote.retrieval.languages.spanish.questions import FOLLOW_UPS, NAMES, QUESTIONS
from footnote.retrieval.languages.spanish.statements import DAYS, MEASURES, NUMBERS, STATEMENTS
from footnote.retrieval.languages.spanish.talk import PHRASES, TALK
from footnote.retrieval.languages.spanish.time import TIME
from footnote.retrieval.languages.spanish.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.SPANISH,
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
    signs=None,
    measures=MEASURES,
    days=DAYS,
    statements=STATEMENTS,
    furniture=FURNITURE,
    stamps=STAMPS,
    walls=WALLS,
)
