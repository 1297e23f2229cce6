"""Lines that belong to the site, not to the article.

A line is taken for chrome only on strong evidence: it is wholly one of the phrases below, or it is
a short label above the title.
"""

import re

_PHRASES = re.compile(
    r"""^\W*(?:
      advertisement|advertising|sponsored(?:\ content)?|promoted
    | (?:share|tweet|pin|e-?mail|print|save|copy\ link)(?:\ (?:this|the|on|via|with|article|story
      |page|facebook|twitter|x|whatsapp|linkedin|reddit|friends|now)){0,4}
    | (?:share|like|follow)\ us(?:\ on)?(?:\W+\w+){0,6}
    | (?:follow|find)\ us\ on\W.{0,60}
    | skip\ to\ (?:main\ )?content | back\ to\ top | jump\ to\ (?:content|comments)
    | (?:main\ )?menu | search | home | log\ ?in | sign\ (?:in|up|out) | register | my\ account
    | subscribe(?:\ (?:now|today|here|to\ [^,.;:]{1,60}))? | unsubscribe
    | sign\ up\ (?:for|to)\ .{0,80}(?:newsletters?|alerts?|updates|inbox).{0,40}
    | (?:get|want)\ .{0,60}(?:newsletter|in\ your\ inbox|to\ your\ inbox).{0,60}
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.{0,300}
    | (?:accept|reject|manage)\ (?:all\ )?cookies | cookie\ (?:settings|policy|preferences)
    | (?:privacy\ policy|terms\ (?:of|and)\ \w+|contact\ us|about\ us|site\ ?map|help|faq)
      (?:\s*[|•·/]\s*[\w\ ]{1,30}){0,8}
    | (?:related|more|most\ read|most\ popular|recommended|trending|latest|top)
      (?:\ (?:articles?|stories|story|news|topics|posts|coverage|headlines|on\ this|from\ .{1,40}))*
    | (?:read|see|watch)\ (?:more|also|next|now) | read\ (?:more|also|next)\s*[:»>].{0,140}
    | (?:\d+\ )?comments?(?:\ \(\d+\))? | leave\ a\ (?:comment|reply) | loading(?:\.{3}|…)?
    | (?:©|\(c\)|copyright)\W.{0,120} | all\ rights\ reserved
    | none | null | undefined | nan
    | (?:story|article)\ continues\ below(?:\ advertisement)?
    | skip\ (?:advert|ad|advertisement)s? | quick\ links | listen\ to\ this\ article | live\ tv
    | sections | (?:table\ of\ )?contents(?:\ \[hide\])? | categories:\ .{3,120}
    | view\ (?:this\ )?e-?mail\ in\ your\ browser | open\ in\ (?:our\ |the\ )?app(?:\ .{0,40})?
    | \d+\ min(?:ute)?s?\ read
    | \d+\ (?:likes?|shares?|restacks?|views?|votes?)(?:\W+\d+\ \w+)*
    | \d+\ out\ of\ \d+\ found\ this\ helpful
    | (?:was\ this|did\ this) .{0,30}\ help(?:ful|\ you)?
    | tap\ to\ share | e-?mail\ this\ .{0,30}\ to\ a\ friend | add\ to\ calendar
    | become\ a\ (?:supporter|member|subscriber) | to\ read\ on,?\ .{3,60}
    | print(?:ed)?\ from\ .{3,120} | (?:jump\ to|print)\ recipe | desktop\ version
    | unsubscribe\W+.{3,60} | you\ receive\ this\ e-?mail\ because\ .{3,100}
    | best\ viewed\ .{3,80} | powered\ by\ .{2,40} | (?:from\ )?our\ standards:.{3,100}
    | inicio | compartir(?:\ (?:en|por)\ [\w\ ]{2,20})? | suscr[ií]bete(?:\ a\ [\w\ ]{3,40})?
    | publicidad | iniciar\ sesión | todos\ los\ derechos\ reservados | volver\ arriba | men[uú]
    | (?:首页|登录|注册|分享到\S{1,6}|版权所有\S{0,20}|返回顶部|这篇文章有帮助吗|点赞|收藏
      |您需要登录后才可以回帖|上一篇\S{0,30}|下一篇\S{0,30})(?:\s*[|·/]\s*\S{1,8}){0,4}
    | (?:home|inicio|首页)(?:\s*[>›»/]\s*[^>›»/.]{1,30}){1,6}
    | (?:home|inicio|首页)(?:\s*[|·•]\s*[^|·•.!?]{1,30}){2,15}
    | (?:[^|:]{1,40}:\s*)?(?:facebook|twitter|instagram|pinterest|youtube|linkedin|tiktok)
      (?:\s*[|·•]\s*(?:facebook|twitter|x|instagram|pinterest|youtube|linkedin|tiktok|rss)){1,8}
    | image | photo | video | gallery | listen | play | close | next | previous | prev
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = (".", "!", "?", "…", "”", '"', "。", "！", "？", ":")
_LABEL_WORDS = 6


def is_chrome(line: str) -> bool:
    """Tell whether a whole line is a phrase of the site's furniture."""
    return len(line) <= 320 and _PHRASES.match(line) is not None


def is_label(line: str) -> bool:
    """Tell whether a line is a short label, as navigation above a title is."""
    return len(line.split()) <= _LABEL_WORDS and not line.endswith(_ENDS)
