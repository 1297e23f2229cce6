"""Two quoted sentences of different dates that state different values for the fact asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from footnote.retrieval.answer import Citation
from footnote.retrieval.answering.evidence import ScoredSentence
from footnote.retrieval.answering.expectation import Kind, expected_kind, identities
from footnote.retrieval.languages import lexicons
from footnote.retrieval.question import Question
from footnote.retrieval.search.time_expressions import Focus, time_scope
from footnote.retrieval.verification.quantities import quantities_of

_COUNTED = (Kind.NUMBER, Kind.AGE, Kind.DURATION)
MIN_SHARED = 0.5
"""Share of the question's content words two sentences must have in common to be about one fact."""

_SCALE = 100

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MEASURED = re.compile(
    r"\d\s?(?:hundred|thousand|million|billion|trillion|m|bn)?\s?(%|[^\W\d_]+)(?:\s([^\W\d_]+))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_KNOWN = lexicons.FALLBACK
"""Words are compared in English alone; in other languages what differs is told by figures."""

_SHARED = _KNOWN.statements.shared


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The newer and the older of two sentences that differ on what was asked."""

    newer: ScoredSentence
    older: ScoredSentence

    def in_order(self, chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """Return the sentences with the newer of the two ahead of the older."""
        ordered = [item for item in chosen if item is not self.newer]
        ordered.insert(ordered.index(self.older), self.newer)
        return ordered

    def sentence(self, citations: Sequence[Citation]) -> str:
        """Return the line that tells the reader, with the markers of both."""
        newer = _marker(citations, self.newer)
        older = _marker(citations, self.older)
        return (
            f"The articles differ: the newer [{newer}] is from {_day(self.newer)}, "
            f"the older [{older}] from {_day(self.older)}."
        )


def find_disagreement(question: Question, chosen: Sequence[ScoredSentence]) -> Disagreement | None:
    """Return the first pair of dated sentences that state different values of the asked kind.

    Only questions for a number, a year, a date or the holder of a role can be told; both sentences
    must share the question's content words, by themselves or under their titles, and have no value
    in common. A question about a period of the past has its answer there, and nothing newer goes
    before it.
    """
    kind = expected_kind(question.text)
    if kind is None:
        return None
    if time_scope(question.text, question.as_of).focus is Focus.PERIOD:
        return None
    asked = _content(question.text)
    for index, first in enumerate(chosen):
        for second in chosen[index + 1 :]:
            if _differ(question.text, kind, asked, first, second):
                first_day, second_day = _published(first), _published(second)
                if first_day > second_day:
                    return Disagreement(newer=first, older=second)
                return Disagreement(newer=second, older=first)
    return None


def _differ(
    question: str, kind: Kind, asked: set[str], first: ScoredSentence, second: ScoredSentence
) -> bool:
    if _published(first) == _published(second) or date.min in (
        _published(first),
        _published(second),
    ):
        return False
    if not _speak_of_one_fact(asked, first, second, titled=kind is not Kind.NAME):
        return False
    if kind in _COUNTED and not _count_the_same(first.text, second.text):
        return False
    if kind is Kind.NAME:
        one, other = _holders(question, first), _holders(question, second)
    else:
        one, other = _values(kind, first.text), _values(kind, second.text)
    return bool(one) and bool(other) and one.isdisjoint(other)


def _speak_of_one_fact(
    asked: set[str], first: ScoredSentence, second: ScoredSentence, *, titled: bool
) -> bool:
    """Tell whether two sentences share enough of what is asked.

    Where they are `titled`, titles count for what sentences such as "It will cost 2 million" leave
    out. Of what not both titles say the sentences themselves must share something then: two
    articles on one event tell many facts of it.
    """
    one, other = asked & _content(first.text), asked & _content(second.text)
    shared, least = one & other, max(MIN_SHARED * len(asked), 1)
    if len(shared) >= least or not titled:
        return len(shared) >= least
    above, beside = (asked & _content(each.hit.article.title) for each in (first, second))
    under_titles = (one | above) & (other | beside)
    return bool(shared - (above & beside)) and len(under_titles) >= least


def _count_the_same(first: str, second: str) -> bool:
    """Tell whether figures of both sentences count or measure one thing, as far as they say what.

    The two words after a figure may name it: "187 grey seals".
    """
    one, other = _units(first), _units(second)
    return not one or not other or not one.isdisjoint(other)


def _units(text: str) -> set[str]:
    found = {word.lower().removesuffix("s") for pair in _MEASURED.findall(text) for word in pair}
    return found - _SHARED - {""}


def _holders(question: str, sentence: ScoredSentence) -> set[str]:
    """Return the last word of each name beside the role: the first ones are often left out."""
    names = identities(question, sentence.text, sentence.hit.article.title)
    return {name.split()[-1].casefold().rstrip(".") for name in names}


def _values(kind: Kind, text: str) -> set[str]:
    if kind in _COUNTED:
        found = quantities_of(text)
        return {f"{each.value:.12g}" for each in found if each.kind in {"number", "percent"}}
    values = {match.replace(",", "") for match in _NUMBER.findall(text)}
    words = {word.lower() for word in _WORD.findall(text)}
    known = _KNOWN.numbers
    numbers = {known.values[word] for word in words & known.values.keys()}
    values |= {str(number) for number in numbers if number < _SCALE}
    # "3 million" and "2 million" have their scale in common, but not their value.
    values = values or {str(number) for number in numbers}
    if kind is Kind.YEAR:
        return {value for value in values if len(value) == 4}
    if kind is Kind.DATE:
        values |= {f"month {known.months[word]}" for word in words & known.months.keys()}
        values |= {f"weekday {known.weekdays[word]}" for word in words & known.weekdays.keys()}
    return values


def _content(text: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in _WORD.findall(text)} - _SHARED


def _published(sentence: ScoredSentence) -> date:
    return sentence.hit.article.published or date.min


def _day(sentence: ScoredSentence) -> str:
    return _published(sentence).isoformat()


def _marker(citations: Sequence[Citation], sentence: ScoredSentence) -> int:
    for citation in citations:
        same_article = citation.article.id == sentence.hit.article.id
        if same_article and citation.start <= sentence.start < citation.end:
            return citation.marker
    raise ValueError("the sentence has no citation")
