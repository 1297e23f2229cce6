"""Lines that state when a page was published or updated."""

import re
from contextlib import suppress
from dataclasses import dataclass

from retrieval.text.dates import DATE, Moment, parse_moment

MAX_STAMP_CHARACTERS = 120

_PUBLISHED = (
    r"(?:first |originally )?(?:published|posted|publicad[oa]|posted)|release date|fecha"
    r"|for immediate release|发布时间|发布日期|发表于|发布于"
)
_UPDATED = (
    r"(?:last )?(?:updated|modified|revised|edited|reviewed)|actualizad[oa]|última actualización"
    r"|this page was last (?:edited|modified|updated)|更新时间|更新日期|最后更新|更新于"
)
_LABEL = re.compile(
    rf"(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED})|(?:received|accepted|submitted)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"""T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|none|null|\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?h)?|[ap]\.?\s?m\.?(?![a-z])
    |\b(?:gmt|utc|z|bst|[ecmp][sd]t|[ecmp]t|cest|cet|ist|on|at|el|la|las|los|a|date|the|by|de
      |mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day
      |lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b
    |[+-]\d{1,2}:?\d{0,2}|星期.|周.""",
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE = re.compile(
    rf"(?:{_PUBLISHED}|{_UPDATED})?\W{{0,3}}(?:an?|\d+)\s(?:second|minute|min|hour|hr|day|week|month|year)s?"
    r"\sago\W*|(?:publicado\s)?hace\s\w+\s\w+|\d+\s?(?:分钟|小时|天)前",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\s(?:by|por)\s[^\d,]{2,40}$")
_POSSIBLE = re.compile(r"\d|\bago\b|\bhace\b", re.IGNORECASE)
_SPANISH = re.compile(r"publicad|actualiza|fecha", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp line states."""

    published: Moment | None = None
    updated: Moment | None = None


def read_stamp(line: str) -> Stamp | None:
    """Return what a line states if it is nothing but labelled dates, else None.

    A sentence that merely begins like one ("Updated rules took effect on 3 May 2024 …") is not. A
    stamp like "Published 3 hours ago" states nothing.
    """
    if len(line) > MAX_STAMP_CHARACTERS or not _POSSIBLE.search(line):
        return None
    if _RELATIVE.fullmatch(line.strip()):
        return Stamp()
    labels = list(_LABEL.finditer(line))
    if not labels or not _only_filler(line[: labels[0].start()]):
        return None
    found: dict[str, Moment | None] = {}
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        rest = line[label.end() : following.start() if following else len(line)]
        rest = _BYLINE.sub("", rest)
        moment = read_date(rest, day_first=True if _SPANISH.search(label.group()) else None)
        if moment is None and not (_only_filler(rest) and re.search(r"\d", rest)):
            return None
        kind = next((name for name, text in label.groupdict().items() if text), None)
        if kind is not None:
            found.setdefault(kind, moment)
    return Stamp(**found)


def read_date(text: str, *, day_first: bool | None = None) -> Moment | None:
    """Return the date a text is, with a weekday and a time at most; None for any other text."""
    found = DATE.search(text)
    if found is None or DATE.search(text, found.end()):
        return None
    if not _only_filler(text[: found.start()]) or not _only_filler(text[found.end() :]):
        return None
    with suppress(ValueError):
        moment = parse_moment(found.group(), day_first=day_first)
        if moment is None:
            return None
        # With its time the whole says more; where it cannot be parsed whole, the day stands.
        with suppress(ValueError):
            whole = parse_moment(text.strip(" .:,|·()-–—："), day_first=day_first)
            if whole is not None and whole.day == moment.day:
                return whole
        return moment
    return None


def _only_filler(text: str) -> bool:
    return not re.search(r"\w", _FILLER.sub(" ", text))
