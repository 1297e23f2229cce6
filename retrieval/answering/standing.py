"""Which claims may be shown, never the remainder of something that fell, and what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from footnote.retrieval.answer import AnswerSentence, Citation, Hit, RemovedSentence
from footnote.retrieval.languages import language_of, lexicons
from footnote.retrieval.search.terms import query_terms, question_stems, stems
from footnote.retrieval.stages import Draft
from footnote.retrieval.text.untrusted import visible
from footnote.retrieval.verification import Claim, HeldClaim, Judgement, Support
from footnote.retrieval.verification.names import bears, names_of
from footnote.retrieval.verification.quantities import carries, quantities_of

_LEANS = re.compile(
    rf"\W*(?:{'|'.join(each.statements.leaning for each in lexicons.LEXICONS)})", re.IGNORECASE
)
"""Beginnings that stand for something said before."""


@dataclass
class Standing:
    """A claim with what it was held to, and what became of it; None while that is not known."""

    held: HeldClaim
    judgement: Judgement | None = None

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.held.claim

    @property
    def support(self) -> tuple[Support, ...]:
        """The words the claim was shown to rest on."""
        found = self.judgement.support if self.judgement else None
        return self.held.support if found is None else found

    @property
    def stands(self) -> bool:
        """Whether the claim is supported."""
        return self.judgement is not None and self.judgement.supported

    @property
    def declines(self) -> bool:
        """Whether all it says is that there is no answer."""
        return self.judgement is not None and self.judgement.declines


def bound_together(claims: Sequence[Claim]) -> list[int]:
    """Return for each claim the number of the first claim it stands or falls with.

    That is what its writer says, and: neighbouring lines of a list with the sentence that heads it.
    """
    heads = list(range(len(claims)))

    def join(one: int, other: int) -> None:
        first, second = sorted((heads[one], heads[other]))
        heads[:] = [first if head == second else head for head in heads]

    named: dict[str, int] = {}
    for number, claim in enumerate(claims):
        if claim.together:
            join(named.setdefault(claim.together, number), number)
        if number and _goes_on(claims[number - 1], claim):
            join(number - 1, number)
    return heads


def is_heading_of(claim: Claim, following: Sequence[Claim]) -> bool:
    """Tell whether a claim only heads the list behind it ("To undo a commit:")."""
    heads = claim.text.rstrip("*_ ").endswith((":", "："))
    return heads and bool(following) and following[0].own_line


def without_remainders(claims: Sequence[Claim], stands: Sequence[bool]) -> list[bool]:
    """Tell which claims may be shown of those that stand.

    None whose group has fallen in part, none that begins with a word for something in a claim that
    is not shown, and nothing at all where the claim that answers has fallen.
    """
    heads = bound_together(claims)
    fallen = {head for head, each in zip(heads, stands, strict=True) if not each}
    if heads and heads[0] in fallen:
        return [False] * len(claims)
    for number, claim in enumerate(claims):
        if number and heads[number - 1] in fallen and _LEANS.match(claim.text):
            fallen.add(heads[number])
    return [head not in fallen for head in heads]


def _goes_on(before: Claim, claim: Claim) -> bool:
    return claim.own_line and (before.own_line or is_heading_of(before, [claim]))


@dataclass
class Assembly:
    """Makes drafts of what stands; footnotes are numbered in the order in which they appear."""

    entries: list[Standing] = field(default_factory=list)

    def so_far(self) -> Draft:
        """Return the claims that can be shown while others are not decided.

        Only what stands ahead of anything undecided or fallen, in whole groups: what comes after
        may go with it.
        """
        shown: list[Standing] = []
        heads = bound_together([entry.claim for entry in self.entries])
        for number, entry in enumerate(self.entries):
            group = [self.entries[n] for n, head in enumerate(heads) if head == heads[number]]
            if entry.declines:
                continue
            if not all(each.stands for each in group):
                break
            shown.append(entry)
        return _draft(shown)

    def whole(self) -> Draft:
        """Return all that stands when everything is decided.

        Nothing, where what the answer begins with has fallen; declined, where nothing else was
        said than that the passages do not answer.
        """
        stating = [entry for entry in self.entries if not entry.declines]
        declining = [entry for entry in self.entries if entry.declines]
        missing = " ".join(entry.claim.text for entry in declining) or None
        if not stating:
            return Draft(declined=bool(declining), missing=missing)
        kept = without_remainders([e.claim for e in stating], [e.stands for e in stating])
        shown = [entry for entry, stays in zip(stating, kept, strict=True) if stays]
        removed = tuple(
            RemovedSentence(entry.claim.text, _why(entry))
            for entry, stays in zip(stating, kept, strict=True)
            if not stays
        )
        return replace(_draft(shown), removed=removed, missing=missing if shown else None)


def _why(entry: Standing) -> str:
    if entry.judgement is None:
        return "it was not checked"
    return entry.judgement.reason or "it leans on a sentence that did not stand"


def _draft(shown: Sequence[Standing]) -> Draft:
    citations: list[Citation] = []
    sentences = []
    for entry in shown:
        markers = [_marker(citations, support) for support in entry.support]
        unique = tuple(dict.fromkeys(markers))
        sentences.append(AnswerSentence(entry.claim.text, unique, own_line=entry.claim.own_line))
    return Draft(sentences=tuple(sentences), citations=tuple(citations))


def _marker(citations: list[Citation], support: Support) -> int:
    """Return the number of the footnote that quotes these words, a new one where none does."""
    article = support.hit.article
    for known in citations:
        if (
            known.article.id == article.id
            and known.start <= support.start <= support.end <= known.end
        ):
            return known.marker
    start = support.start - support.hit.passage.start
    quote = support.hit.passage.text[start : start + support.end - support.start]
    citations.append(
        Citation(
            marker=len(citations) + 1,
            article=article,
            passage_id=support.hit.passage.id,
            start=support.start,
            end=support.end,
            quote=quote,
        )
    )
    return len(citations)


LONGEST = 400
"""Characters of such a sentence; a longer one is no longer about the question."""

LEAST_SHARE = 0.34
"""Share of its content words that the question must have, or the titles of what was read."""

_NO_STATEMENT = re.compile(r"https?://|www\.|[\[\]<>`]|!\[")


def checked_missing(missing: str | None, question: str, hits: Sequence[Hit]) -> str | None:
    """Return a sentence about what is missing as it may be shown, or None.

    Nothing carries such a sentence, so it may say little: its names and figures stand in the
    question or in what was read, and its words are mostly the question's.
    """
    text = " ".join(visible(missing or "").split())
    if not text or len(text) > LONGEST or _NO_STATEMENT.search(text):
        return None
    read = "\n".join([question, *(f"{hit.article.title}\n{hit.passage.text}" for hit in hits)])
    language = language_of(question)
    known = quantities_of(read, language)
    if any(
        not any(carries(have, want) for have in known) for want in quantities_of(text, language)
    ):
        return None
    if any(not bears(read, name) for name in names_of(text)):
        return None
    said = question_stems(text)
    titles = stems(" ".join(hit.article.title for hit in hits))
    shared = said & (question_stems(question) | titles)
    enough = len(shared) >= LEAST_SHARE * len(said) and bool(said & question_stems(question))
    return text if enough and query_terms(text) else None
