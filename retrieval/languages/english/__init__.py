"""English: its words, and nothing that works with them."""

from footnote.retrieval.languages.base import Language, Lexicon
from footnote.retrieval.languages.english.pages import FURNITURE, STAMPS, WALLS
from footnote.retrieval.languages.english.questions import FOLLOW_UPS, NAMES, QUESTIONS, ROLES
from footnote.retrieval.languages.english.statements import DAYS, MEASURES, NUMBERS, STATEMENTS
from footnote.retrieval.languages.english.talk import PHRASES, TALK
from footnote.retrieval.languages.english.time import TIME
from footnote.retrieval.languages.english.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.ENGLISH,
    detection=DETECTION,
    search=SEARCH,
    abbreviations=ABBREVIATIONS,
    names=NAMES,
    questions=QUESTIONS,
    roles=ROLES,
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
