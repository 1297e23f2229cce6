"""Lines between and below the paragraphs that lead away from an article."""

import re
from collections.abc import Sequence

_CROSS_LINK = re.compile(
    r"""(?:more|related|opinion|analysis|watch|listen|photos|video|read|see\salso|exclusive
    | fact\scheck | [►▶]\s?[^:]{3,60} | [A-Z0-9][A-Z0-9\ ,'’!?&.-]{3,60}
    | [^\s:]+\s[^:.!?]{1,60}[?!']?):(?=[^\W\d_]|['"‘“])(?P<headline>.{8,150})""",
    re.IGNORECASE | re.VERBOSE,
)
"""A label, and right after its colon, with no space between, the headline it leads to."""

_ONE_WORD_LINK = re.compile(r"[A-Z][a-z]{3,20}:(?=[A-Z'‘])[^.!?]{8,120}")
_LEAD_AWAY = re.compile(
    r"""(?:lee|lea|ver|mira|escucha)\s(?:también|además|más)\s?[:：].{0,140}
    | (?:read|see|watch|also|related|more)(?:\s(?:more|also|next|here|on\sthis))?\s?[:»>]
      \s(?!https?://).{0,140}
    | just\swatched\b.* | .*\breplay\smore\svideos\b.* | .*\bmust\swatch\b\s.{0,120}\d\d:\d\d
    | contributing\s?:.{3,200}
    | [-–—]*\s?.{3,80}\bcontributed\sto\sthis\s(?:report|story|article)\.?
    | (?:you\scan\s)?follow\s.{2,80}\bon\s(?:twitter|x|facebook|instagram|threads)\b.{0,160}
    | (?:e-?mail|contact)\s?:\s?\S+@\S+.{0,80} | .{3,90}\bcan\sbe\sreached\sat\s\S+@.{3,80}
    | \((?:reporting|writing|editing|additional\sreporting)\sby\s.{3,200}\)
    | .{0,200}\bsign\sup\b.{0,80}\b(?:newsletter|inbox|e-?mail|alerts?)\b.{0,120}
    | .{0,200}\b(?:newsletter|inbox|e-?mail(?:\syou)?)\b.{0,120}\b(?:sign\sup|subscribe)\b.{0,120}
    | .{0,200}(?:^|[(\s–-])(?:photo|foto|image|picture|credit|crédito)s?(?:\s(?:by|courtesy))?\s?:
      \s?[^.!?]{2,60}\)?
    | (?:photos?|pictures|fotos?)\s(?:of|:)\s.{3,80}:""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINNINGS = tuple(
    "lee lea ver mira escucha read see watch also related more follow you email e-mail contact ( "
    "photo picture foto".split()
)
_TRIGGERS = (
    "contribut", "just watched", "replay more", "must watch", "reached at", "sign up", "subscribe",
    "photo", "foto", "image", "picture", "credit", "crédito",
)  # fmt: skip
"""What one of the above cannot do without; most lines lack it, and looking for it is quick."""

_SIGN_OFF = re.compile(
    r"[-–—]{1,2}\s?(?:The\s)?[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,3}(?:,\s[A-Z][\w' ]{2,40})?"
)
_LIST_HEADING = re.compile(
    r"(?:related|more|most\s(?:read|popular|viewed)|recommended|suggested|trending|top|latest"
    r"|similar|popular)(?:\s(?:articles?|stories|story|news|topics|posts|coverage|headlines|jobs|on\sthis(?:\sstory)?))*"
    r"|also\son\s.{2,30}|you\smay\s(?:also\s)?like|相关阅读|相关新闻|推荐阅读|热门文章|te\spuede\sinteresar"
    r"|más\s(?:leídas|noticias|vistas)|noticias\srelacionadas",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:\d+|one|no)\s(?:comments?|responses?|replies|comentarios?|respuestas?)(?:\son\b.{0,120})?:?"
    r"|\d+\s?条评论|comments?\s?\(\d+\)|deja\sun\scomentario|leave\sa\s(?:comment|reply)|发表评论",
    re.IGNORECASE,
)
_REST = 0.5
"""The largest share of a page that may be readers' comments below it."""


def away(lines: Sequence[str]) -> set[int]:
    """Return the numbers of lines that lead elsewhere: links, sign-offs, lists of other articles.

    A list of other articles is taken for one only at the end of a page, below its heading, and
    readers' comments only below the greater part of a page.
    """
    found: set[int] = set()
    shown = [number for number, line in enumerate(lines) if line]
    for place, number in enumerate(shown):
        before = lines[shown[place - 1]] if place else ""
        after = lines[shown[place + 1]] if place + 1 < len(shown) else ""
        if (
            leads_away(lines[number])
            or _is_sign_off(lines[number], before, after)
            or (place and _repeats(lines[number], before))
        ):
            found.add(number)
        elif place and _COMMENTS.fullmatch(lines[number].strip()):
            rest = shown[place:]
            if sum(len(lines[n]) for n in rest) <= _REST * sum(len(lines[n]) for n in shown):
                return found.union(rest)
        elif place and _LIST_HEADING.fullmatch(lines[number].strip(" :：")):
            found.add(number)
            rest = shown[place + 1 :]
            if not any(_is_prose(lines[n]) for n in rest):
                return found.union(rest)
    return found


def leads_away(line: str) -> bool:
    """Tell a line that is a link to another article, a call to sign up, or a contributor's note."""
    if len(line) > 330:
        return False
    text = line.strip()
    small = text.lower()
    triggered = small.startswith(_BEGINNINGS) or any(word in small for word in _TRIGGERS)
    if triggered and _LEAD_AWAY.fullmatch(text):
        return True
    if ":" not in text:
        return False
    if _ONE_WORD_LINK.fullmatch(text):
        return True
    link = _CROSS_LINK.fullmatch(text)
    return link is not None and not link["headline"].rstrip().endswith((".", "”", ",", ";"))


def _is_sign_off(line: str, before: str, after: str) -> bool:
    """Tell a reporter's name below what they wrote, which in a list of names it is not."""
    if not _SIGN_OFF.fullmatch(line) or line.endswith((".", ":")):
        return False
    return _is_sentence(before) and not after.startswith(("-", "–", "—"))


def _repeats(line: str, before: str) -> bool:
    """Tell a line that says the end of the line before it once more, as broken extraction does."""
    bare = line.lstrip(" :;,–—-")
    return len(bare) >= 25 and before.endswith(bare)


def _is_sentence(line: str) -> bool:
    return line.rstrip("\"'”’»)").endswith((".", "!", "?", "。", "！", "？")) and len(line) > 20


def _is_prose(line: str) -> bool:
    """Tell a sentence from a headline, which may be a question."""
    return len(line) > 150 or (len(line) > 20 and line.endswith((".", "。", "!", "！", "”")))
