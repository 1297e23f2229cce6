"""English months, weekdays and numbers as values, stop words, abbreviations."""

import re

from footnote.retrieval.languages.base import NEVER, Abbreviations, Detection, SearchWords, words

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""Month names and abbreviations in lower case, without a stop, to 1…12."""

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed"),
            ("thursday", "thu", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
"""Weekday names and abbreviations in lower case to 0 (Monday) … 6 (Sunday)."""

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

NUMBER_WORDS: dict[str, int] = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: (index + 2) * 10 for index, word in enumerate(_TENS)}
    | {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1_000,
        "million": 1_000_000,
        "billion": 1_000_000_000,
        "trillion": 1_000_000_000_000,
    }
)
"""Cardinal number words in lower case to their values; scales included."""

DETECTION = Detection(
    function_words=words(
        "the a an of and to in is was for that with as by on at from it his her they were are be "
        "this which had has have not or an who what when where how why did does do will would can "
        "could than their its been after about into your you he she we i if there many much "
        "between during"
    ),
    script=NEVER,
    marks=NEVER,
    question=re.compile(
        r"\W*(?:who|whose|whom|what|when|where|which|why|how|is|are|were|did|does|will|has|have|can"
        r"|could|should|name|tell)\b",
        re.IGNORECASE,
    ),
)

_STOP = words(
    "a about an and any are as at be been being but by can could did do does for from had has have "
    "he her him his how i if in into is it its me my of on or our she should so some such than "
    "that the their them then there these they this those to us was we were what when where which "
    "who whom whose why will with would you your"
)

SEARCH = SearchWords(
    stop=_STOP,
    stop_everywhere=_STOP,
    noise=NEVER,
    endings=("ings", "ing", "ed", "es", "s", "ly"),
    numbered=words(
        "about after almost before between least limit most nearly only over past since than until "
        "under within last next over january february march april may june july august september "
        "october november december top age aged"
    ),
)

ABBREVIATIONS = Abbreviations(
    titles=words(
        "mr mrs ms dr prof rev fr hon sen rep gov gen col capt cpt lt maj sgt cmdr adm pres supt "
        "st mt ste vs v cf e.g i.e eg ie fig figs approx ca dept est al ed eds vol vols pp p para "
        "art ave blvd rd messrs"
    ),
    before_number=words(
        "no nos nr rs kr sec sect min max temp ch cap eq ext tel rm apt hwy rte bldg flr app ver "
        "tab cl ref sched reg res ord ex ser"
    )
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS),
    either_way=words("inc corp ltd co jr sr bros etc a.m p.m am pm plc llc assn dist uu"),
    roles=words("arch prod dir mag dipl phil med comp mgr asst assoc insp supt illus"),
    starters=words(
        "a after all although an and another as at because before both but by despite during each "
        "even every few for from he her here his how however i if in instead it its last many "
        "meanwhile more most no nor not now of officials on one or other our people police she "
        "since so some still such that the their then there these they this those though three to "
        "two under until we what when where whether which while who why with yet you"
    ),
)
