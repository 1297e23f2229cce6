"""A language that the shipped ones do not know: the folder a fourth one would be."""

from footnote.retrieval.languages.base import Language, Lexicon
from tests.support.esperanto.pages import FURNITURE, STAMPS, WALLS
from tests.support.esperanto.questions import FOLLOW_UPS, NAMES, QUESTIONS, ROLES
from tests.support.esperanto.statements import DAYS, MEASURES, NUMBERS, STATEMENTS
from tests.support.esperanto.talk import PHRASES, TALK
from tests.support.esperanto.time import TIME
from tests.support.esperanto.vocabulary import ABBREVIATIONS, DETECTION, SEARCH

LEXICON = Lexicon(
    language=Language.OTHER,
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
