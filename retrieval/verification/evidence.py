"""Where the words that a writer gave as evidence stand in a passage."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from footnote.retrieval.answer import Hit
from footnote.retrieval.blocks import Span
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.cjk import is_cjk, paired
from footnote.retrieval.text.sentences import split_sentences
from footnote.retrieval.verification.claims import Claim, Evidence, HeldClaim, Support

_TEMPLATES = (
    r"<\|(?:im_|start|end|system|user|assistant)\w*\|?>|\[/?INST\]|<</?SYS>>",
    r"[\"']role[\"']\s*:\s*[\"'](?:system|assistant)",
)
"""How messages to models are set apart, in whatever language."""

_ORDERS = re.compile(
    "|".join(
        [*_TEMPLATES, *(form for each in lexicons.LEXICONS for form in each.statements.orders)]
    ),
    re.IGNORECASE | re.DOTALL,
)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence gives orders to whoever is writing an answer from it.

    It may still be quoted, as any sentence of an article may; it is never evidence. Known are the
    forms met most: a sentence that lifts the answerer's rules, is set as one of its messages, names
    it, or says outright what to answer. "Add the following line" and "Override the date" are a
    manual's orders to its reader, and evidence. No list holds against new wordings
    (`benchmarks.orders` counts what passes); what does hold is that the checker and the reader see
    the whole sentence that a claim rests on, so that an order gains nothing over a false statement.
    """
    return _ORDERS.search(sentence) is not None


WIDEST = 3
"""Sentences a footnote may quote where the writer named a passage but no words of it."""

LONGEST_SENTENCE = 700
"""Characters up to which a quote is widened to the sentences it stands in."""

SHORTEST = 3
"""Letters or figures a quote must have."""

_LEFT_OUT = re.compile(r"\s*(?:…|\.{3,}|\[\s*(?:…|\.{3})\s*\])\s*")
_KEPT_SIGNS = frozenset("%$€£¥+")
_WITHIN_NUMBERS = frozenset(".,:")


def hold(claim: Claim, offered: Mapping[int, Hit]) -> HeldClaim:
    """Return a claim with those of its evidence that stand verbatim in an offered passage."""
    found: list[Support] = []
    for evidence in claim.evidence:
        hit = offered.get(evidence.passage)
        if hit is not None:
            found += _supports(claim.text, evidence, hit)
    unique = {(each.hit.article.id, each.start, each.end): each for each in found}
    return HeldClaim(claim, tuple(unique.values()))


def _supports(text: str, evidence: Evidence, hit: Hit) -> Iterator[Support]:
    if not evidence.quote.strip():
        yield from narrowed(text, evidence.passage, hit)
        return
    for span in locate(evidence.quote, hit.passage.text):
        whole, before = _widened(hit.passage.text, span)
        if not _orders(hit.passage.text, whole):
            start = hit.passage.start
            quoted = hit.passage.text[whole.start : whole.end]
            yield Support(
                evidence.passage, hit, start + whole.start, start + whole.end, quoted, before
            )


def locate(quote: str, text: str) -> list[Span]:
    """Return where a quote stands in a text, one span for each part an ellipsis divides it into.

    Compared are letters and figures, whatever their case, width, accents' encoding, quotation
    marks, spaces or markup. An empty list where any part does not stand there, in order.
    """
    plain, places = _folded(text)
    found: list[Span] = []
    begin = 0
    for part in _LEFT_OUT.split(quote):
        words = _folded(part)[0].strip()
        if not words:
            continue
        at = _find(words, plain, begin)
        if at < 0 or len(words) < SHORTEST:
            return []
        begin = at + len(words)
        found.append(Span(places[at], places[begin - 1] + 1))
    return found


def stands_in(quote: str, text: str) -> bool:
    """Tell whether words stand in a text, compared as `locate` does."""
    words = _folded(quote)[0].strip()
    return not words or _find(words, _folded(text)[0], 0) >= 0


def narrowed(statement: str, number: int, hit: Hit) -> Iterator[Support]:
    """Yield the run of up to three sentences that shares most with a statement, if any does.

    What the statement is held against is the whole passage, less what addresses a model.
    """
    text = hit.passage.text
    usable = usable_sentences(text)
    said = _pieces(statement)
    best: tuple[float, Span] | None = None
    for first in range(len(usable)):
        for last in range(first, min(first + WIDEST, len(usable))):
            span = Span(usable[first].start, usable[last].end)
            share = len(said & _pieces(text[span.start : span.end])) / max(len(said), 1)
            score = share - 0.04 * (last - first)
            if share and (best is None or score > best[0]):
                best = (score, span)
    if best is not None:
        span, start = best[1], hit.passage.start
        whole = "\n".join(text[each.start : each.end] for each in usable)
        yield Support(number, hit, start + span.start, start + span.end, whole)


def usable_sentences(text: str) -> list[Span]:
    """Return the sentences that may carry a statement: no order, nor what it dictates."""
    spans = split_sentences(text)
    orders = [addresses_a_model(text[span.start : span.end]) for span in spans]
    return [
        span
        for number, span in enumerate(spans)
        if not orders[number] and not (number and orders[number - 1])
    ]


def _orders(text: str, span: Span) -> bool:
    """Tell whether a span lies in sentences that order something, or that an order dictates."""
    allowed = usable_sentences(text)
    return any(
        span.start < each.end and span.end > each.start and each not in allowed
        for each in split_sentences(text)
    )


def _widened(text: str, span: Span) -> tuple[Span, str]:
    """Return a span grown to the sentences it stands in, and the sentence before them."""
    sentences = split_sentences(text)
    touched = [
        number
        for number, each in enumerate(sentences)
        if span.start < each.end and span.end > each.start
    ]
    if not touched:
        return span, ""
    first, last = sentences[touched[0]], sentences[touched[-1]]
    ahead = sentences[touched[0] - 1] if touched[0] else None
    before = text[ahead.start : ahead.end] if ahead else ""
    whole = Span(min(first.start, span.start), max(last.end, span.end))
    return (whole if whole.end - whole.start <= LONGEST_SENTENCE else span), before


def _find(words: str, plain: str, begin: int) -> int:
    """Return where words stand as whole words; scripts without spaces have no word ends."""
    at = plain.find(words, begin)
    while at >= 0:
        end = at + len(words)
        if not (_joined(plain, at) or _joined(plain, end)):
            return at
        at = plain.find(words, at + 1)
    return -1


def _joined(plain: str, at: int) -> bool:
    """Tell whether a place is in the middle of a word or a number."""
    if not 0 < at < len(plain):
        return False
    before, after = plain[at - 1], plain[at]
    if is_cjk(before) or is_cjk(after):
        return before.isdigit() and after.isdigit()
    return before.isalnum() and after.isalnum()


@lru_cache(maxsize=1_000)
def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the letters and figures of a text as compared, and the place of each."""
    kept: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for sign in unicodedata.normalize("NFKC", character).casefold():
            if unicodedata.combining(sign) and kept:
                kept[-1] = unicodedata.normalize("NFC", kept[-1] + sign)[:1]
            elif sign.isalnum() or sign in _KEPT_SIGNS or _in_number(text, index):
                kept.append(_digit(sign))
                places.append(index)
            elif kept and kept[-1] != " " and unicodedata.category(sign) != "Cf":
                kept.append(" ")
                places.append(index)
    return _without_gaps(kept, places)


def _without_gaps(kept: list[str], places: list[int]) -> tuple[str, Sequence[int]]:
    """Drop spaces between characters of scripts that have none."""
    pairs = [
        (sign, place)
        for number, (sign, place) in enumerate(zip(kept, places, strict=True))
        if sign != " "
        or not (
            0 < number < len(kept) - 1 and is_cjk(kept[number - 1]) and is_cjk(kept[number + 1])
        )
    ]
    return "".join(sign for sign, _ in pairs), [place for _, place in pairs]


def _in_number(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return text[index] in _WITHIN_NUMBERS and len(around) == 2 and around.isdigit()


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


@lru_cache(maxsize=4_000)
def _pieces(text: str) -> frozenset[str]:
    """Return the words of a text, long ones by their beginning, so that endings do not matter."""
    words = paired(_folded(text)[0]).split()
    return frozenset(word if len(word) < 5 else word[:5] for word in words if len(word) > 1)
