"""The words of English small talk, and how refusals are worded in it."""

import re

from footnote.retrieval.languages.base import Kind, Phrases, Talk

_MARKS = """
    afaik ah aha alright anyway anyways apologies apologise apologize appreciate appreciated
    appreciating argh bot bots bro btw bugging cheers curiosity curious discord dude edit edited
    excuse footnote forgive fyi gg googled googling grateful greetings haha hahaha heh hehe hello
    hey heya hi hiya hm hmm hmmm hope hopefully howdy hullo idk iirc imho imo kudos lmao lol
    lurker lurking newbie newcomer ngl noob nope np oh ok okay pardon phew please pls plz ps
    question questions rofl rookie scroll scrolled scrolling sorry subreddit sup ta tbh thank
    thanks thankyou thx tks tx ty tysm tyvm uff ugh uh uhh um umm whatsup whoa wonder wondering
    wow wp xoxo xx yeah yep yo
"""
_PERSONS = """
    anybody anyone everybody everyone folks guys i im ive me mine my myself our ours somebody
    someone u ur us we yall you your yours
"""
_FUNCTION_WORDS = """
    a about above after again all also although am an and another any are aren as at be because
    been before being below between both but by can could couldn couldnt d did didn didnt do does
    doesn doesnt doing don dont down during each either else even few for from had has hasn have
    haven having he her here hers him his how i if im in into is isn isnt it its ive just let lets
    ll m may me might mine more most must my myself neither no nor not of off on once one ones
    only or other others our ours out over own r re s same shall she should shouldn so some still
    such t than that thats the their them then there these they this those though through to too u
    under until up ur us ve very was wasn we were weren what when where whether which while who
    whom whose why will with within without would wouldn yes yet you your youre yours
"""
_ASKING_AND_ANSWERING = """
    answer answered answering answers argue argued arguing argument arguments ask asked asking
    asks assist assistance baffled beginner bet bless bothering bye channel channels clue clues
    confused congrats debate debated debating disagree disagreed discuss discussing discussion
    enlighten explain fellas figure find finding forum found gang goodbye help helped helpful
    helping helps hopes hoping hurry idea ideas knew know knowing knows look looked looking love
    lurked peeps post posted poster posting posts props puzzled puzzling quiz recall regards
    remind rush search searched searching server shoutout stuck sub team tell thread threads
    trivia welcome well wishes
"""
_DEGREES = """
    absolutely actually advance ago almost already always anyway anyways basically bit completely
    day days early enough especially ever everyday exactly finally first forever half honestly
    hour hours last late later literally little long lot lots many maybe minute minutes moment
    much never next now often perhaps probably quick quickly quite rather really second seriously
    since somehow sometime sometimes soon super surely third time times today totally usually
    whole
"""
_TIMES = """
    afternoon afternoons evening evenings lately month months morning mornings night recently
    tomorrow tonight week weekend weekends weeks year years yesterday
"""
_FEELINGS = """
    amazing annoyed annoying awesome awful bad beautiful best better big bored boring brilliant
    broken busy clueless cold confusing cool crazy cute desperate dumb easy embarrassed
    embarrassing excited exhausted fair fantastic fine fresh fun funny glad good gorgeous great
    happy hard hate horrible hot huge impressed insane interested interesting kind kinda lazy
    loved lovely loving mad nervous new nice noisy normal obvious odd ok old perfect poor pretty
    proud random right rough rude sad serious shy sick silly simple sleepy slow small sorta
    special strange stupid sure sweet terrible tired tough ugly useful useless warm weird wet
    wonderful worried worst worth wrong
"""
_PEOPLE_AND_THINGS = """
    app aunt autocorrect bed boss boyfriend brain brother buddy button chat coffee colleague
    colleagues computer cousin coworker coworkers dad daughter device dinner english eyes family
    father feed friend friends function girlfriend grammar grandfather grandma grandmother grandpa
    group hand hands head headline headlines home husband internet keyboard kid kids laptop life
    lunch mate member members mind mobile mod moderator moderators mods mom mother mum neighbor
    neighbour news page pages parents partner people person phone place roommate screen sister son
    tablet tea thing things thumb thumbs typo typos uncle weather wife wifi word words work
"""
_DOINGS = """
    add anything anywhere bear believe came cannot care case catch check checked clear come coming
    drives driving everything everywhere feel feeling felt follow following forget forgot
    forgotten gave get gets getting give given go goes going gone gonna got gotta guess happen
    happens hear heard hearing join joined joining keep keeping keeps kept killing leave like
    liked listen listening load loading luck make makes making mean means meant mention mentioned
    missed name need needed needs nothing part point pop popped pops read reading reason remember
    remembered run said say saying see seeing seem seems seen sleep something somewhere spelling
    spent stuff take taken taking talk talked talking think thinking thought took tried try trying
    turn type typed typing understand understood use used using wait waiting wake want wanted
    wants way ways went wondered working works write writing wrote
"""
_REPORTS = """
    ask asked asking asks check clue curious explain figure find forget forgot guess idea know knows
    recall remember remind say see sure tell understand wonder wondered wondering
"""
_HELPS = """
    am are can could did do does had has have is may might should was were will would
"""
_ENDS = """
    anybody anyone appreciated asking btw cheers edit folks guys haha hehe lmao lol please pls plz
    regards someone sorry ta thank thanks thankyou thx tx ty tysm
"""
_GREETINGS = frozenset(
    {
        *(f"good {part}" for part in ("morning", "afternoon", "evening", "day", "night")),
        *("how are you", "how are things", "how are we", "what s up", "how s it going"),
        *("how s everyone", "how s everybody", "thumbs up", "quick one"),
    }
)

TALK = Talk(
    token=re.compile(
        r"\b(?:good (?:morning|afternoon|evening|day|night)|how are (?:you|things|we)|what s up"
        r"|how s (?:it going|everyone|everybody)|thumbs up|quick one)\b|[^\W_]+"
    ),
    marks=_GREETINGS | frozenset(_MARKS.split()),
    persons=frozenset(_PERSONS.split()),
    fillers=frozenset(
        " ".join(
            (
                _FUNCTION_WORDS,
                _ASKING_AND_ANSWERING,
                _DEGREES,
                _FEELINGS,
                _PEOPLE_AND_THINGS,
                _DOINGS,
            )
        ).split()
    ),
    times=frozenset(_TIMES.split()),
    asks=frozenset("who whom whose what when where which why how".split()),
    helps=frozenset(_HELPS.split()),
    whether=frozenset({"if", "whether"}),
    reports=frozenset(_REPORTS.split()),
    skipped=frozenset("me us you all everyone everybody anyone folks guys there out about".split()),
    ends=frozenset(_ENDS.split()),
)


PHRASES = Phrases(
    opening="The articles don't answer this",
    joint=": ",
    stop=".",
    lacking={
        Kind.NUMBER: "no passage near the question states a number for it",
        Kind.YEAR: "no passage near the question states a year for it",
        Kind.DATE: "no passage near the question states a date for it",
        Kind.NAME: "no passage near the question names anyone",
        Kind.AGE: "no passage near the question states an age for it",
        Kind.DURATION: "no passage near the question says how long",
    },
    nothing_asked="That is no question. Ask, and I look for it in the articles.",
    nothing_matches="no article in the library matches the question and its filters",
    not_close="no passage comes close enough to the question",
    unreadable="the library’s model does not read the language of the question",
    closest="Closest in the library: ",
    title="“{}”",
    between="; ",
    cell="The {name} of {row} is {cell}",
)
