"""Words as they are compared: lower case, without endings, irregular forms made regular."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*['’]?", re.UNICODE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

STOP = frozenset(
    "a about above after again all also am an and any are as at be became become becomes been "
    "before being below between both but by can could did do does doing down during each either "
    "even ever every few for from further had has have having he her here hers herself him "
    "himself his how however i if in into is it its itself just like me more most much my myself "
    "nor now of off on once one only onto or other our out over own per rather same shall she "
    "should since so some still such than that the their theirs them themselves then there "
    "thereby these they this those though through thus to too toward towards under until up upon "
    "us very via was we well were what when where whether which while who whom whose why will "
    "with within would yet you your may might must not no there's it's de la el los las y en del "
    "un una que se por con para es su al lo como".split()
)
"""Words that carry no statement of their own."""

_FORMS = (
    "be been|go went gone goes|say said says|rise rose risen|fall fell fallen|begin began begun|"
    "win won|lose lost|buy bought|sell sold|build built|hold held|keep kept|leave left|make made|"
    "meet met|pay paid|run ran|see saw seen|send sent|speak spoke spoken|stand stood|take took "
    "taken|teach taught|tell told|think thought|write wrote written|break broke broken|bring "
    "brought|catch caught|choose chose chosen|come came|cut cuts|deal dealt|draw drew drawn|drive "
    "drove driven|eat ate eaten|feel felt|fight fought|find found|fly flew flown|forget forgot "
    "forgotten|get got gotten|give gave given|grow grew grown|have had has|hear heard|hide hid "
    "hidden|know knew known|lead led|lend lent|lie lay lain|light lit|mean meant|ride rode ridden|"
    "seek sought|shoot shot|show shown|shut shuts|sing sang sung|sink sank sunk|sit sat|sleep "
    "slept|spend spent|steal stole stolen|strike struck|swim swam swum|swear swore sworn|throw "
    "threw thrown|understand understood|wear wore worn|withdraw withdrew withdrawn|die died dying|"
    "child children|man men|woman women|person people persons|foot feet|life lives|half halves|"
    "wife wives|leaf leaves|bear born bore|become became|bind bound|freeze froze frozen|lay laid|"
    "raise raised raising|arise arose arisen|overcome overcame|undergo underwent undergone|"
    "metre meter metres meters|kilometre kilometer kilometres kilometers|centre center centres|"
    "colour color colours|neighbour neighbor neighbours|programme program programmes|"
    "wolf wolves|shelf shelves|mouse mice|tooth teeth|analysis analyses|crisis crises|good better "
    "best|bad worse worst"
)
_IRREGULAR = {form: group.split()[0] for group in _FORMS.split("|") for form in group.split()[1:]}

_SYNONYMS = (
    "begin start commence launch|buy purchase acquire|build construct erect|help aid assist "
    "assistance|kill slay|show reveal indicate|big large huge|small little tiny|get obtain "
    "receive|need require necessary|use employ utilise utilize|choose select pick|"
    "finish complete conclude|car vehicle automobile|job post position|boss chief head|child kid "
    "youngster|fix repair mend|doctor physician|lawyer attorney|film movie|sick ill|fast quick "
    "rapid|about approximately roughly around|answer reply respond|ask request|work labour labor|"
    "money fund|near close nearby|old elderly|plan intend|quit resign|rule regulation|talk "
    "discuss discussion|try attempt|visit trip|vote ballot|yearly annual annually|"
    "cost price charge|hurt injure wound|damage harm|fire blaze|house home residence|"
    "road street|town city|"
    "company firm business|country nation|leader head|police officer|report account|shop store|"
    "school academy|seat place|station stop|student pupil|teacher instructor|troop soldier|"
    "weapon arm|worker employee staff|name call|locate situate|live reside|return back|"
    "arrive reach|close shut|final last|leave depart|"
    "provide supply give|permit allow|ban forbid prohibit|prevent stop|"
    "increase rise grow|decrease fall drop decline|destroy ruin|discover find|describe depict|"
    "defeat beat|win victory|collapse fail|consist comprise include|create make produce|"
    "end finish|happen occur|important significant major|main chief primary|often frequently|"
    "own possess|speak talk|mayor major|winner champion|author writer|song track|game match|"
    "ship vessel boat|ferry boat|storm gale|rain rainfall|snow snowfall|accident crash|"
    "hospital clinic|illness disease|medicine drug|fee charge|wage pay salary|tax levy|"
    "law act|court tribunal|judge magistrate|crime offence offense|prison jail|free release|"
    "accuse charge|proof evidence|spokesman spokeswoman spokesperson|chairman chairwoman chair|"
    "father dad|mother mum mom|picture photograph photo image|member"
)


def _stem(word: str) -> str:
    if len(word) <= 3 or not word.isascii():
        return word
    for ending, least, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


_ENDINGS = (
    ("isations", 3, "iz"),
    ("izations", 3, "iz"),
    ("isation", 3, "iz"),
    ("ization", 3, "iz"),
    ("ation", 4, ""),
    ("ations", 4, ""),
    ("ities", 3, "ity"),
    ("ments", 4, ""),
    ("ment", 4, ""),
    ("iness", 3, "y"),
    ("ness", 4, ""),
    ("ions", 4, ""),
    ("ion", 4, ""),
    ("ising", 3, "iz"),
    ("izing", 3, "iz"),
    ("ised", 3, "iz"),
    ("ized", 3, "iz"),
    ("ise", 3, "iz"),
    ("ize", 3, "iz"),
    ("ingly", 3, ""),
    ("edly", 3, ""),
    ("ally", 4, ""),
    ("ies", 2, "y"),
    ("ied", 2, "y"),
    ("ing", 3, ""),
    ("ers", 4, ""),
    ("ly", 4, ""),
    ("ed", 3, ""),
    ("er", 4, ""),
    ("or", 4, ""),
    ("sses", 2, "ss"),
    ("es", 3, "e"),
    ("s", 3, ""),
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the form under which a word is compared with others."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    plain = re.sub(r"'s$|'$|s'$", "", plain) if "'" in plain else plain
    plain = plain.replace(".", "") if "." in plain else plain
    return _stem(_IRREGULAR.get(plain, plain))


_SAME: dict[str, frozenset[str]] = {}
for _group in _SYNONYMS.split("|"):
    _stems = frozenset(stem(_word) for _word in _group.split())
    for _member in _stems:
        _SAME[_member] = _SAME.get(_member, frozenset()) | _stems


def same_meaning(word_stem: str) -> frozenset[str]:
    """Return the stems that may stand for a stem, itself included."""
    return _SAME.get(word_stem, frozenset()) | {word_stem}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, as compared, and where."""

    text: str
    stem: str
    start: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.casefold().replace("’", "'")

    @property
    def is_content(self) -> bool:
        """Whether the word carries something of the statement."""
        return self.lower not in STOP and not self.lower.replace("'", "").isdigit()


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; scripts without spaces are cut into pairs."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _CJK.search(word) and len(word) > 2:
            pairs = [word[index : index + 2] for index in range(len(word) - 1)]
            found += [Word(p, p, match.start() + index) for index, p in enumerate(pairs)]
        else:
            found.append(Word(word, stem(word), match.start()))
    return tuple(found)
