"""The lines of a page, each classified by what it says; nothing is decided here."""

import re
from dataclasses import dataclass
from typing import Literal

from footnote.retrieval.blocks import Block
from footnote.retrieval.cleaning.statements import (
    Stamp,
    date_line,
    read_names,
    read_stamp,
    says_who_wrote,
)
from footnote.retrieval.text.dates import Moment

LineKind = Literal[
    "blank",
    "rule",  # a drawn line of one sign
    "heading",
    "structure",  # part of a list, table, code: whatever its file says it is
    "furniture",  # a phrase that only a site says to its readers
    "label",  # a word or two that may be a button, and may be a heading
    "list heading",  # what stands above links to other articles
    "comments",  # what stands above readers' comments
    "link",  # a known label and a headline, typed together
    "glued",  # any other words and what may be a headline, typed together
    "credit",  # who helped, who took the picture
    "signature",  # a name behind a dash
    "stamp",  # labelled dates of the page
    "date",  # a date, with names at most
    "byline",
    "names",
    "prose",  # running text
    "other",
]

SITE_KINDS: frozenset[LineKind] = frozenset(["furniture", "label", "list heading", "comments"])
"""What a site may say around an article and within it."""

_MOST_CHARACTERS = 330
"""A longer line is always text."""

_TEXT = 120
"""From so many characters on a line is running text, whatever it holds."""

_NETWORK = r"(?:facebook|twitter|x|instagram|pinterest|youtube|linkedin|tiktok|threads|mastodon)"
_FURNITURE = re.compile(
    rf"""\W*(?:
      advertisement | sponsored\ content | (?:story|article)\ continues\ below(?:\ advertisement)?
    | (?:share|tweet|pin|e-?mail|print|save)\ (?:this|the)\ (?:article|story|page|post)
      (?:\ (?:on|via|with)\ [\w\ ]{{1,30}}|\ to\ a\ friend)?
    | share\ (?:on|via)\ {_NETWORK} | tap\ to\ share | copy\ link
    | (?:share|like|follow|find|get\ social\ with)\ us
      (?:\ on\W+{_NETWORK}(?:\W+(?:and\W+)?{_NETWORK})*)?
    | skip\ to\ (?:main\ )?content | skip\ (?:advert|ad|advertisement)s? | back\ to\ top
    | jump\ to\ (?:content|comments|recipe)
    | (?:sign\ up\ (?:for|to)|subscribe\ to|get|want|try)\ [^.!?]{{0,80}}
      (?:newsletters?|(?:in|to)\ your\ inbox)\b.{{0,120}}
    | (?:accept|reject|manage)\ (?:all\ )?cookies | cookie\ (?:settings|preferences)
    | (?:read|see|watch)\ more | (?:read\ (?:more|also|next))\s?[:»>]\s.{{3,140}}
    | (?:lee|lea|ver|mira|escucha)\s(?:también|además|más)\s?[:：].{{0,140}}
    | (?:©|\(c\)|copyright\W+(?:©|\(c\)|\d{{4}}))\W?.{{0,120}} | all\ rights\ reserved
    | listen\ to\ this\ article | view\ (?:this\ )?e-?mail\ in\ your\ browser
    | open\ in\ (?:our|the)\ app(?:\ .{{0,40}})? | \d+\ min(?:ute)?s?\ read
    | \d+\ (?:likes?|shares?|restacks?)(?:\W+\d+\ \w+)* | \d+\ out\ of\ \d+\ found\ this\ helpful
    | (?:was|did)\ this\ .{{0,30}}\ help(?:ful|\ you)? | add\ to\ calendar
    | to\ read\ on,?\ .{{3,60}} | print(?:ed)?\ from\ .{{3,120}} | unsubscribe\W+.{{3,60}}
    | you\ receive\ this\ e-?mail\ because\ .{{3,100}} | best\ viewed\ .{{3,80}}
    | (?:from\ )?our\ standards:.{{3,100}}
    | just\ watched\b.* | (?:table\ of\ )?contents\ \[hide\]
    | compartir\ (?:en|por)\ [\w\ ]{{2,20}} | suscr[ií]bete\ a\ [\w\ ]{{3,40}}
    | todos\ los\ derechos\ reservados | volver\ arriba | iniciar\ sesión
    | (?:分享到\S{{1,6}}|版权所有\S{{0,20}}|返回顶部|这篇文章有帮助吗|您需要登录后才可以回帖
      |上一篇\S{{0,30}}|下一篇\S{{0,30}})(?:\s*[|·/]\s*\S{{1,8}}){{0,4}}
    | (?:home|inicio|首页)(?:\s*[>›»/]\s*[^>›»/.]{{1,30}}){{1,6}}
    | (?:home|inicio|首页)(?:\s*[|·•]\s*[^|·•.!?]{{1,30}}){{2,15}}
    | (?:privacy\ policy|terms\ (?:of|and)\ \w+|contact\ us|about\ us|site\ ?map)
      (?:\s*[|•·/]\s*[\w\ ]{{1,30}}){{1,8}}
    | (?:[^|:]{{1,40}}:\s*)?{_NETWORK}(?:\s*[|·•]\s*(?:{_NETWORK}|rss)){{1,8}}
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a site says to whoever reads it; no article says it of its matter."""

_SIGN_UP = re.compile(r"(?:^|[\s(])(?:S(?:ign|IGN)\s(?:up|UP)\b|sign\sup\s(?:here|now)\b)")
_NEWSLETTER = re.compile(r"\b(?:newsletters?|inbox|alerts?)\b", re.IGNORECASE)

_ADDRESS = re.compile(r"\S@\S")
"""Who can be written to is never furniture."""

_LABEL = re.compile(
    r"""\W*(?:
      (?:main\ )?menu | search | home | log\ ?in | sign\ (?:in|up|out) | register | my\ account
    | subscribe(?:\ (?:now|today|here|to\ [^,.;:]{1,60}))? | unsubscribe | advertising | sponsored
    | promoted | share | tweet | print | save | e-?mail | help | faq | contact\ us | about\ us
    | privacy\ policy | terms\ (?:of|and)\ \w+ | cookie\ policy | site\ ?map | live\ tv | sections
    | quick\ links | (?:table\ of\ )?contents | desktop\ version | image | photo
    | video | gallery | listen | play | close | next | previous | prev | loading(?:\.{3}|…)?
    | none | null | undefined | nan | become\ a\ (?:supporter|member|subscriber) | print\ recipe
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.{0,300} | powered\ by\ .{2,40}
    | \d+\ (?:views?|votes?) | leave\ a\ (?:comment|reply)
    | compartir | publicidad | men[uú] | inicio | suscr[ií]bete
    | 首页 | 登录 | 注册 | 点赞 | 收藏 | 分享
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_LIST_HEADING = re.compile(
    r"\W*(?:(?:related|more|most\s(?:read|popular|viewed)|recommended|suggested|trending|top|latest"
    r"|similar|popular)(?:\s(?:articles?|stories|story|news|topics|posts|coverage|headlines|jobs|on\sthis(?:\sstory)?))*"
    r"|also\son\s.{2,30}|you\smay\s(?:also\s)?like|相关阅读|相关新闻|推荐阅读|热门文章|te\spuede\sinteresar"
    r"|más\s(?:leídas|noticias|vistas)|noticias\srelacionadas)\W*",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:\d+|one|no)\s(?:comments?|responses?|replies|comentarios?|respuestas?)(?:\son\b.{0,120})?:?"
    r"|\d+\s?条评论|comments?(?:\s?\(\d+\))?|deja\sun\scomentario|leave\sa\s(?:comment|reply)|发表评论",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"""(?:more|related|opinion|analysis|watch|listen|photos|video|read|see\salso|exclusive
    |fact\scheck|live\supdates):(?=[^\W\d_]|['"‘“]).{8,150}""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED = re.compile(r"""[^:]{3,70}[^\s:]:(?=[^\W\d_]|['"‘“])(?P<headline>.{8,150})""")
_GLUED_WORDS = 6
"""A shorter value typed right behind its label's colon may be anything."""

_WHO = r"(?:[^\W\d_a-zà-ÿ][\w'’.&-]*|and|of|for|to|the|y|de|[/&,;|–-])"
_CREDIT = re.compile(
    rf"""(?i:contributing)\s?:\s?{_WHO}(?:[\s,;/]+{_WHO}){{0,25}}\.?
    | [-–—]*\s?.{{3,80}}\b(?i:contributed\sto\sthis\s(?:report|story|article))\.?
    | (?=.*@|.*(?i:{_NETWORK})\.?$)(?i:(?:you\scan\s)?follow)\s.{{2,80}}
      \b(?i:on\s{_NETWORK})\b.{{0,160}}
    | \((?i:reporting|writing|editing|additional\sreporting)\s(?i:by)\s.{{3,200}}\)
    | (?:.{{0,200}}[(\s–-])?(?i:photo|foto|image|picture|credit|crédito)s?
      (?i:\s(?:by|courtesy))?\s?:\s?{_WHO}(?:[\s,;/]+{_WHO}){{0,7}}\)?""",
    re.VERBOSE,
)
_CREDIT_SIGNS = ("contribut", "follow", "ing by ", "photo", "foto", "image", "picture", "cr")
_SIGNATURE = re.compile(
    r"[-–—]{1,2}\s?(?:The\s)?[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,3}(?:,\s[A-Z][\w' ]{2,40})?"
)
_RULE = re.compile(r"([=\-~*_#^+–—])\1{3,}")
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "…", "。", "！", "？", "»")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its words make of it; which kind it is depends on no other line.

    `names` are the people it names, `stamp` and `date` the days it states.
    """

    text: str
    kind: LineKind
    names: tuple[str, ...] = ()
    stamp: Stamp | None = None
    date: Moment | None = None


def classify(text: str, block: Block | None = None) -> Line:
    """Return a normalised line with its kind; `block` is what its file's structure makes of it."""
    if not text:
        return Line(text, "blank")
    if _RULE.fullmatch(text):
        return Line(text, "rule")
    if block is not None and block.kind != "paragraph":
        if block.kind != "heading":
            return Line(text, "structure")
        return Line(text, "list heading" if _LIST_HEADING.fullmatch(text) else "heading")
    if len(text) > _MOST_CHARACTERS:
        return Line(text, "prose")
    return _stating(text) or Line(text, _furniture_kind(text) or _text_kind(text))


def _stating(text: str) -> Line | None:
    """Classify a line that states who wrote its page, or when."""
    if len(text) > _TEXT:
        return None
    stamp = read_stamp(text)
    if stamp is not None:
        return Line(text, "stamp" if stamp.alone else "other", stamp=stamp)
    dated = date_line(text)
    if dated is not None:
        moment, names, rest = dated
        if all(len(piece.split()) <= 3 or _FURNITURE.fullmatch(piece) for piece in rest):
            return Line(text, "date", names, date=moment)
    names = () if text.islower() else read_names(text)
    if names and not _furniture_kind(text):
        return Line(text, "byline" if says_who_wrote(text) else "names", names)
    return None


def _furniture_kind(text: str) -> LineKind | None:
    small = text.lower()
    invites = "sign up" in small and _NEWSLETTER.search(text) and _SIGN_UP.search(text)
    if (invites and not _ADDRESS.search(text)) or _FURNITURE.fullmatch(text):
        return "furniture"
    if len(text) <= _TEXT and _COMMENTS.fullmatch(text):
        return "comments"
    if _LIST_HEADING.fullmatch(text):
        return "list heading"
    if _LABEL.fullmatch(text):
        return "label"
    if ":" in text:
        if _LINK.fullmatch(text):
            return "link"
        glued = _GLUED.fullmatch(text)
        ended = text.endswith((".", "”", ",", ";"))
        if glued and not ended and len(glued["headline"].split()) >= _GLUED_WORDS:
            return "glued"
    if any(sign in small for sign in _CREDIT_SIGNS) and _CREDIT.fullmatch(text):
        return "credit"
    if text[0] in "-–—" and _SIGNATURE.fullmatch(text) and not text.endswith((".", ":")):
        return "signature"
    return None


def _text_kind(text: str) -> LineKind:
    """Tell running text by its length and its end; a Chinese character says as much as three."""
    wide = 0
    if not text.isascii():
        wide = sum("\u3400" <= character <= "\u9fff" for character in text)
    long = len(text) + 2 * wide >= _TEXT
    sentence = text.endswith(_SENTENCE_ENDS) and (len(text.split()) >= 7 or wide >= 12)
    return "prose" if long or sentence else "other"
