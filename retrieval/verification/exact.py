"""What of a claim can be held against its evidence by code: figures, dates, names, quotations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from footnote.retrieval.languages import Language, language_of, lexicons
from footnote.retrieval.languages.base import all_words
from footnote.retrieval.verification.claims import HeldClaim, Support
from footnote.retrieval.verification.days import RelativeDay, dated, relative_days, resolved
from footnote.retrieval.verification.evidence import stands_in
from footnote.retrieval.verification.names import bears, names_of
from footnote.retrieval.verification.quantities import Quantity, carries, quantities_of

QUOTATION_WORDS = 5
"""From so many words on a quotation must stand in one piece of evidence, with who is named for it;
shorter ones are titles and turns of phrase."""

_QUOTED = re.compile(r"[“\"«„「『]([^“”\"«»„「」『』]{2,}?)[”\"»“」』]")
_CODE = re.compile(r"```[\w-]*\n?(.+?)```|`([^`\n]+)`", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[a-z/!][^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|\b[\w-]+(?:\.[\w-]+)*\.test\b", re.IGNORECASE)
_OWN_LINE = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+", re.MULTILINE)
_NOWADAYS = all_words(each.days.nowadays for each in lexicons.LEXICONS)
"""Words that mean these days rather than a day in articles that have no date."""

_LABEL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]+(?:-?\d+)+(?![A-Za-z0-9])")
_CELL = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and its today."""

    text: str
    as_of: date


def exact_fault(held: HeldClaim, asked: Asked) -> str | None:
    """Return what a claim states and its evidence does not, as a reason, or None.

    Held against each other are links, quotations with their speakers, code, figures with their
    units, dates and names. They may stand in the evidence, in the titles and dates of its articles,
    or in the question; names also elsewhere in the passage, for which its pronouns stand.
    """
    if not held.claim.whole:
        return "it breaks off unfinished"
    if not any(character.isalnum() for character in held.claim.text):
        return "it states nothing that can be checked"
    if not held.support:
        return _why_no_support(held)
    text = _OWN_LINE.sub("", held.claim.text)
    outside = _CELL.sub(" , ", _CODE.sub(" ", text))
    return (
        _link(outside, held.support)
        or _quotation(outside, held.support, asked)
        or _code(text, held.support, asked)
        or _label(outside, held.support, asked)
        or _quantity(outside, held.support, asked)
        or _relative_day(outside, held.support, asked)
        or _name(outside, held.support, asked)
    )


def _why_no_support(held: HeldClaim) -> str:
    if not held.claim.evidence:
        return "it names no evidence"
    if all(not each.quote for each in held.claim.evidence):
        return "no passage of its footnotes says it"
    return "its evidence does not stand in the passage it names"


def _link(text: str, support: Sequence[Support]) -> str | None:
    if _LINK.search(text):
        return "it holds a link or markup"
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:")
        if not any(address in each.text for each in support):
            return f"the address “{address}” is not in its evidence"
    return None


def _quotation(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    around = [asked.text, *(_about(each) for each in support)]
    for match in _QUOTED.finditer(text):
        words = match.group(1).strip(" .,!?;:")
        within = [each for each in support if stands_in(words, each.text)]
        if len(words.split()) < QUOTATION_WORDS:
            if not within and not any(stands_in(words, each) for each in around):
                return f"the quotation “{words}” is not in its evidence"
        elif not within:
            return f"the quotation “{words}” does not stand in one piece of its evidence"
        elif not _is_spoken(text, match, within):
            return f"who says “{words}” does not stand in the same evidence"
    return None


def _is_spoken(text: str, match: re.Match[str], within: Sequence[Support]) -> bool:
    """Tell whether the name nearest to a quotation stands where the quotation does."""
    names = [
        name for name in names_of(text) if name.end <= match.start() or name.start >= match.end()
    ]
    if not names:
        return True
    nearest = min(names, key=lambda name: max(match.start() - name.end, name.start - match.end()))
    return any(bears(f"{each.before} {each.text}\n{_about(each)}", nearest) for each in within)


def _code(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    """Hold code to the passages: of what it is made of every word must stand there."""
    known = [asked.text, *(each.hit.passage.text for each in support), *map(_about, support)]
    for match in _CODE.finditer(text):
        for line in filter(str.strip, (match.group(1) or match.group(2)).splitlines()):
            if any(stands_in(line, each) for each in known):
                continue
            unknown = next((w for w in line.split() if not any(stands_in(w, k) for k in known)), "")
            if unknown:
                return f"“{unknown}” is not in its evidence"
    return None


def _label(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    """Hold names that end in figures to the passages: "Internet2", "A380", "CVE-2024-24576"."""
    known = [asked.text, *(each.hit.passage.text for each in support), *map(_about, support)]
    for match in _LABEL.finditer(text):
        if not any(stands_in(match.group(), each) for each in known):
            return f"“{match.group()}” is not in its evidence"
    return None


def _quantity(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    language = _language(text, support)
    known = list(_known_quantities(support, asked, language))
    for wanted in quantities_of(text, language):
        if not any(carries(have, wanted) for have in known):
            return f"“{wanted.text}” is not in its evidence"
    return None


def _known_quantities(
    support: Sequence[Support], asked: Asked, language: Language
) -> Iterator[Quantity]:
    yield from quantities_of(asked.text, language)
    for each in support:
        stated = quantities_of(each.text, language)
        yield from stated
        yield from quantities_of(_about(each), language)
        published = each.hit.article.published
        if published is not None:
            yield from resolved(each.text, stated, published)
            # "On Wednesday" tells the day: the article's own is then another, unless it is one.
            pinned = any(one.kind == "weekday" for one in stated) or any(relative_days(each.text))
            if not pinned:
                yield dated(published)


def _relative_day(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    """Refuse a time counted from a today that is not the asker's."""
    for day in relative_days(text):
        if not _is_meant(day, support, asked):
            dates = [each.hit.article.published for each in support if each.hit.article.published]
            told = f"from {dates[0].isoformat()}" if dates else "from a day that is not known"
            return f"“{day.text}” is counted {told} there: name the day itself, or leave it out"
    return None


def _is_meant(day: RelativeDay, support: Sequence[Support], asked: Asked) -> bool:
    meant = day.seen_from(asked.as_of)
    wanted = _first_day(*meant)
    for each in support:
        published = each.hit.article.published
        if published is None:
            if day.text.lower() in _NOWADAYS and stands_in(day.text, each.text):
                return True
            continue
        if day.unit != "day" and RelativeDay("", day.unit, 0).seen_from(published) == meant:
            return True
        if any(other.seen_from(published) == meant for other in relative_days(each.text)):
            return True
        stated = quantities_of(each.text, _language("", [each]))
        if any(
            carries(have, wanted) for have in (*stated, *resolved(each.text, stated, published))
        ):
            return True
    return False


def _first_day(unit: str, first: date) -> Quantity:
    day = dated(first)
    return Quantity(
        *("date", day.text, 0, 0),
        day=0 if unit in {"month", "year"} else day.day,
        month=0 if unit == "year" else day.month,
        year=day.year,
    )


def _name(text: str, support: Sequence[Support], asked: Asked) -> str | None:
    known = "\n".join(
        [asked.text, *(each.hit.passage.text for each in support), *map(_about, support)]
    )
    for name in names_of(text):
        if not bears(known, name):
            return f"the name “{name}” is not in its evidence"
    return None


def _about(support: Support) -> str:
    """Return what stands above a passage: title, source, authors, headings."""
    article, passage = support.hit.article, support.hit.passage
    told = (article.title, article.source, *article.authors, *passage.headings, passage.lead)
    return "\n".join(filter(None, told))


def _language(text: str, support: Sequence[Support]) -> Language:
    return language_of(" ".join([text, *(each.text for each in support)]))
