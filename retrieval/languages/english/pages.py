"""What English pages say around their articles."""

from footnote.retrieval.languages.pages import NETWORK, Furniture, Stamps, Walls

FURNITURE = Furniture(
    phrases=rf"""
      advertisement | sponsored\ content | (?:story|article)\ continues\ below(?:\ advertisement)?
    | (?:share|tweet|pin|e-?mail|print|save)\ (?:this|the)\ (?:article|story|page|post)
      (?:\ (?:on|via|with)\ [\w\ ]{{1,30}}|\ to\ a\ friend)?
    | share\ (?:on|via)\ {NETWORK} | tap\ to\ share | copy\ link
    | (?:share|like|follow|find|get\ social\ with)\ us
      (?:\ on\W+{NETWORK}(?:\W+(?:and\W+)?{NETWORK})*)?
    | skip\ to\ (?:main\ )?content | skip\ (?:advert|ad|advertisement)s? | back\ to\ top
    | jump\ to\ (?:content|comments|recipe)
    | (?:sign\ up\ (?:for|to)|subscribe\ to|get|want|try)\ [^.!?]{{0,80}}
      (?:newsletters?|(?:in|to)\ your\ inbox)\b.{{0,120}}
    | (?:accept|reject|manage)\ (?:all\ )?cookies | cookie\ (?:settings|preferences)
    | (?:read|see|watch)\ more | (?:read\ (?:more|also|next))\s?[:»>]\s.{{3,140}}
    | (?:©|\(c\)|copyright\W+(?:©|\(c\)|\d{{4}}))\W?.{{0,120}} | all\ rights\ reserved
    | listen\ to\ this\ article | view\ (?:this\ )?e-?mail\ in\ your\ browser
    | open\ in\ (?:our|the)\ app(?:\ .{{0,40}})? | \d+\ min(?:ute)?s?\ read
    | \d+\ (?:likes?|shares?|restacks?)(?:\W+\d+\ \w+)* | \d+\ out\ of\ \d+\ found\ this\ helpful
    | (?:was|did)\ this\ .{{0,30}}\ help(?:ful|\ you)? | add\ to\ calendar
    | to\ read\ on,?\ .{{3,60}} | print(?:ed)?\ from\ .{{3,120}} | unsubscribe\W+.{{3,60}}
    | you\ receive\ this\ e-?mail\ because\ .{{3,100}} | best\ viewed\ .{{3,80}}
    | (?:from\ )?our\ standards:.{{3,100}}
    | just\ watched\b.* | (?:table\ of\ )?contents\ \[hide\]
    | (?:privacy\ policy|terms\ (?:of|and)\ \w+|contact\ us|about\ us|site\ ?map)
      (?:\s*[|•·/]\s*[\w\ ]{{1,30}}){{1,8}}""",
    labels=r"""
      (?:main\ )?menu | search | home | log\ ?in | sign\ (?:in|up|out) | register | my\ account
    | subscribe(?:\ (?:now|today|here|to\ [^,.;:]{1,60}))? | unsubscribe | advertising | sponsored
    | promoted | share | tweet | print | save | e-?mail | help | faq | contact\ us | about\ us
    | privacy\ policy | terms\ (?:of|and)\ \w+ | cookie\ policy | site\ ?map | live\ tv | sections
    | quick\ links | (?:table\ of\ )?contents | desktop\ version | image | photo
    | video | gallery | listen | play | close | next | previous | prev | loading(?:\.{3}|…)?
    | none | null | undefined | nan | become\ a\ (?:supporter|member|subscriber) | print\ recipe
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.{0,300} | powered\ by\ .{2,40}
    | \d+\ (?:views?|votes?) | leave\ a\ (?:comment|reply)""",
    list_headings=r"""
      (?:related|more|most\s(?:read|popular|viewed)|recommended|suggested|trending|top|latest
      |similar|popular)(?:\s(?:articles?|stories|story|news|topics|posts|coverage|headlines|jobs
      |on\sthis(?:\sstory)?))*
    | also\son\s.{2,30} | you\smay\s(?:also\s)?like""",
    comments=r"""
      (?:\d+|one|no)\s(?:comments?|responses?|replies)(?:\son\b.{0,120})?:?
    | comments?(?:\s?\(\d+\))? | leave\sa\s(?:comment|reply)""",
    link_labels=r"""
      more|related|opinion|analysis|watch|listen|photos|video|read|see\salso|exclusive
    | fact\scheck|live\supdates""",
    home="home",
    sign_up=r"(?:^|[\s(])(?:S(?:ign|IGN)\s(?:up|UP)\b|sign\sup\s(?:here|now)\b)",
    newsletter=r"newsletters?|inbox|alerts?",
    credits=rf"""
      [-–—]*\s?.{{3,80}}\b(?i:contributed\sto\sthis\s(?:report|story|article))\.?
    | (?=.*@|.*(?i:{NETWORK})\.?$)(?i:(?:you\scan\s)?follow)\s.{{2,80}}
      \b(?i:on\s{NETWORK})\b.{{0,160}}
    | \((?i:reporting|writing|editing|additional\sreporting)\s(?i:by)\s.{{3,200}}\)""",
    contributors="contributing",
    credit_signs=("contribut", "follow", "ing by ", "photo", "image", "picture", "cr"),
    pictures="photo|image|picture|credit",
    by="by|courtesy",
    between="and|of|for|to|the",
)

_PUBLISHED = r"(?:first |originally )?(?:published|posted)|for immediate release"
_UPDATED = (
    r"(?:last )?(?:updated|modified|revised|edited|reviewed)"
    r"|this page was last (?:edited|modified|updated)"
)

STAMPS = Stamps(
    published=_PUBLISHED,
    updated=_UPDATED,
    other="received|accepted|submitted",
    day_first="",
    filler=r"\b(?:on|at|date|the|by|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    ago="ago",
    relative=rf"(?:{_PUBLISHED}|{_UPDATED})?\W{{0,3}}"
    r"(?:an?|\d+)\s(?:second|minute|min|hour|hr|day|week|month|year)s?\sago\W*",
    by="by",
    told="story|text|words|reporting|interview|written|posted|published",
    author="interview|text|words|reporter|author",
    author_sign="",
    joins="and",
    particles="d[aei]|del|della|van|von|der|den|de|la|al|bin|ten",
    no_name="The|A|An|In|By",
    jobs="correspondent|reporter|editor|writer|staff|columnist",
    outlets=r"special (?:to|for) .{2,40}|(?:the )?associated press|reuters|afp|bloomberg|efe"
    r"|cnn(?: \w+)?|from .{2,40} wire reports|.{2,40} staff(?: writer)?s?"
    r"|staff (?:writer|reporter)s?|editors?",
    outlets_behind="usa today|associated press|cnn",
)

WALLS = Walls(
    to_readers=r"\b(?:you|your|we|us|our)\b",
    of_data=r"\b(?:cookies?|consent(?:s|ing)?"
    r"|privacy (?:policy|notice|statement|settings|preferences)"
    r"|(?:your|personal|the) (?:data|details|information)(?: you have shared)?"
    r"|(?:use|storage|sharing|processing) of (?:this|your|personal) (?:data|information)"
    r"|legitimate interests?|unsubscribe|opt out)\b",
    titles=r"\b(?:cookies?|privacy|consent|data|policy|terms|notice)\b",
    event=r"\badd to (?:my )?calendar\b|\b(?:buy|get|book) tickets\b|\bdoors open\b",
)
