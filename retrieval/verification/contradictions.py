"""Opposites, exchanged roles and strengthened claims."""

import re

from retrieval.verification.quantities import quantities_of
from retrieval.verification.roles import exchanged, misplaced
from retrieval.verification.substitution import replaced
from retrieval.verification.words import STOP, stem, words_of

_PAIRS = (
    "increase:decrease rise:fall rise:drop grow:shrink open:close open:shut win:lose accept:reject "
    "approve:reject support:oppose support:against buy:sell arrive:leave arrive:depart above:below "
    "before:after north:south east:west northern:southern eastern:western guilty:innocent "
    "dead:alive die:survive more:fewer more:less higher:lower high:low old:new old:young "
    "early:late earlier:later first:last maximum:minimum most:least success:failure succeed:fail "
    "legal:illegal allow:forbid allow:ban permit:ban include:exclude start:end start:finish "
    "begin:end begin:stop hire:fire hire:sack gain:lose import:export husband:wife son:daughter "
    "brother:sister father:mother man:woman men:women he:she his:her boy:girl morning:evening "
    "morning:afternoon morning:night day:night summer:winter spring:autumn "
    "cheap:expensive safe:dangerous "
    "safe:unsafe upper:lower left:right long:short large:small big:small hot:cold "
    "wet:dry strong:weak "
    "fast:slow full:empty public:private rich:poor remember:forget join:leave lend:borrow "
    "push:pull happy:sad better:worse best:worst majority:minority possible:impossible "
    "same:different inside:outside love:hate ally:enemy war:peace create:destroy "
    "build:demolish raise:lower raise:cut remain:leave stay:leave innocent:convicted "
    "acquit:convict acquitted:convicted for:against upstream:downstream like:unlike"
)
_OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS.split():
    _one, _other = (stem(_side) for _side in _pair.split(":"))
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)

_STRONGER = frozenset(
    stem(word)
    for word in "all every always only first largest biggest highest oldest entire everyone "
    "because therefore caused causing resulting consequently sole exclusively unanimously "
    "completely permanently immediately".split()
)
_RELATIVE_DAYS = frozenset(
    "yesterday today tomorrow tonight weekend week month year decade century hour minute".split()
)
_PERIODS = re.compile(
    r"\b(?:this|next|last|previous|following|past|every|each|early|late|mid)[ -]"
    r"(?:day|week|weekend|month|year|decade|century|spring|summer|autumn|fall|winter|season|night|"
    r"morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\b(?P<up>more than|over|at least|above|exceed\w*|in excess of)(?=\s+(?:the\s+)?[\d$€£a-z])"
    r"|\b(?P<down>less than|fewer than|under|at most|up to|below|nearly|almost)"
    r"(?=\s+(?:the\s+)?[\d$€£a-z])",
    re.IGNORECASE,
)


def contradiction(sentence: str, support: str) -> str | None:
    """Return what a sentence turns round or strengthens, or None."""
    there = {word.stem for word in words_of(support)}
    missing = [word for word in words_of(sentence) if word.stem not in there]
    for word in missing:
        opposite = (_OPPOSITES.get(word.stem, set()) | _prefixed(word.lower)) & there
        if opposite:
            return f"“{word.text}” is the opposite of what the passage says"
    for word in missing:
        if word.stem in _STRONGER and not _rate(sentence, support, word.lower):
            return f"“{word.text}” is more than the passage says"
        if word.lower in _RELATIVE_DAYS:
            return f"“{word.text}” is not in the passage"
    return (
        _period(sentence, support)
        or _bounds(sentence, support)
        or replaced(sentence, support)
        or exchanged(sentence, support)
        or misplaced(sentence, support)
        or _counted(sentence, support)
    )


def _prefixed(word: str) -> set[str]:
    """Return the stem of a word with "un" or "non" put before it, or taken away."""
    found = {stem(f"{prefix}{word}") for prefix in ("un", "non")}
    for prefix in ("un", "non"):
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            found.add(stem(word.removeprefix(prefix)))
    return found


def _rate(sentence: str, support: str, word: str) -> bool:
    """Tell whether "every" only says how often, as "a year" or "each year" does in the support."""
    if word != "every":
        return False
    counted = re.findall(r"\bevery (\w+)", sentence, re.IGNORECASE)
    return all(
        re.search(rf"\b(?:a|an|per|each) {re.escape(unit)}\b", support, re.IGNORECASE)
        for unit in counted
    )


def _period(sentence: str, support: str) -> str | None:
    there = {" ".join(match.group().casefold().split()) for match in _PERIODS.finditer(support)}
    for match in _PERIODS.finditer(sentence):
        period = " ".join(match.group().casefold().split())
        if period not in there and not _rate(sentence, support, period.split()[0]):
            return f"“{match.group()}” is not in the passage"
    return None


def _bounds(sentence: str, support: str) -> str | None:
    """A bound that is turned round, added or dropped beside a number."""
    said = [_bound(sentence, quantity.start) for quantity in quantities_of(sentence)]
    for quantity, bound in zip(quantities_of(sentence), said, strict=True):
        if quantity.kind not in {"number", "percent"}:
            continue
        same = [other for other in quantities_of(support) if other.value == quantity.value]
        if same and all(_bound(support, other.start) != bound for other in same):
            return f"“{quantity.text}” is bounded differently in the passage"
    return None


def _bound(text: str, start: int) -> str:
    for match in _BOUNDS.finditer(text, max(0, start - 20), min(len(text), start + 2)):
        if match.end() >= start - 6:
            if match.group("up"):
                return "up"
            return "" if match.group().lower() in {"nearly", "almost"} else "down"
    return ""


def _counted(sentence: str, support: str) -> str | None:
    """A number moved from what it counts in the passage to something else counted there."""
    there = quantities_of(support)
    for quantity in quantities_of(sentence):
        if quantity.kind != "number" or not quantity.after:
            continue
        same = [
            other for other in there if other.kind == "number" and other.value == quantity.value
        ]
        if not same or any(stem(other.after) == stem(quantity.after) for other in same):
            continue
        if any(other.after in STOP for other in same):
            continue
        elsewhere = [other for other in there if other.after and other not in same]
        if any(stem(other.after) == stem(quantity.after) for other in elsewhere):
            return f"“{quantity.text}” counts something else in the passage"
    return None
