"""Weighs the sentences of the best passages against the question.

The weights were chosen on 400 questions of XQuAD-en (gold answer in the first sentence .855, in the
first three .950) and are flat around the values chosen; see docs/quality.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.evidence import Evidence, PairScorer, ScoredSentence
from footnote.retrieval.answering.expectation import (
    Kind,
    expected_kind,
    may_answer,
    states_identity,
)
from footnote.retrieval.answering.row_words import row_words
from footnote.retrieval.blocks import HEADING_JOINT, Outline
from footnote.retrieval.question import Question
from footnote.retrieval.search.terms import question_stems, stems
from footnote.retrieval.text.sentences import split_sentences

PASSAGE_WEIGHT = 0.5
"""Share of the passage's logit in a sentence's weight: a good passage speaks for its sentences."""

CONTEXT_WEIGHT = 1.0
"""Share of the logit of the sentence read after the one before it: pronouns find their names."""

IN_CONTEXT = 3
"""How many leading sentences are read again in context; more changes nothing measurable."""

_KIND = 2
"""So many shared words is it worth that a sentence carries the kind of thing asked for."""

IDENTITY_BONUS = 8.0
"""Logits for a sentence that names the holder of the role asked for (see `states_identity`)."""

MIN_WORDS = 4
PROSE = frozenset(["paragraph", "quotation", "callout", "definition", "answer"])
"""Kinds of blocks that are read sentence by sentence."""

MOST_READ = 700
"""Characters read of a step, an entry or a list that is read as one."""

Outlines = Callable[[str], Outline | None]
"""Gives the outline of an article by its id."""

MIN_CHARACTERS = 12

_LABEL_WORDS = 12
_ENDS = frozenset(".!?。！？”\"'’):;；：…")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may answer, and the words of it that are read.

    `before` and `above` are read with it where it is read in context.
    """

    hit: Hit
    start: int
    end: int
    text: str
    words: str
    before: str = ""
    above: str = ""
    whole: bool = False

    @property
    def alone(self) -> str:
        """What is read of it first: a sentence by itself, a block in its place."""
        return self.in_context if self.whole else self.words

    @property
    def in_context(self) -> str:
        """What is read of it then: after what is before it, below its title and headings."""
        words = f"{self.before} {self.words}".strip()
        return f"{self.above}: {words}" if self.above else words


class SentenceRanker:
    """Order the sentences of the first passages by how well they answer."""

    def __init__(
        self, scorer: PairScorer, outlines: Outlines, *, passages: int, reads: int
    ) -> None:
        self._scorer = scorer
        self._outlines = outlines
        self._passages = passages
        self._reads = reads

    def weigh(self, question: Question, hits: Sequence[Hit], *, by_kind: bool = False) -> Evidence:
        """Return the hits with the sentences of the first few, best first.

        Those are read that share most with the question; that a sentence carries the kind of thing
        asked for counts as much as words do. `by_kind` leaves out those that carry none, where
        no reader will tell that they do not answer; no year is asked for but in words that say so,
        and it has one form only.
        """
        found = chain.from_iterable(map(self._candidates, hits[: self._passages]))
        candidates = [(each, may_answer(question.text, each.in_context)) for each in found]
        if by_kind or expected_kind(question.text) is Kind.YEAR:
            candidates = [(each, fits) for each, fits in candidates if fits]
        scored = self._scored(question.text, self._nearest(question.text, candidates))
        return Evidence(question=question, hits=tuple(hits), sentences=tuple(scored))

    def _candidates(self, hit: Hit) -> Iterator[_Candidate]:
        outline = self._outlines(hit.article.id)
        return _candidates(hit, outline) if outline is not None else iter(())

    def _nearest(
        self, query: str, candidates: Sequence[tuple[_Candidate, bool]]
    ) -> list[_Candidate]:
        """Return the candidates to read; each comes with whether it carries what is asked for."""
        asked = question_stems(query)
        shared = [len(asked & stems(each.in_context)) for each, _ in candidates]
        if not any(shared):  # as between a question and articles of different languages
            return [each for each, _ in candidates]
        nearness = [
            words + _KIND * fits for words, (_, fits) in zip(shared, candidates, strict=True)
        ]
        order = sorted(range(len(candidates)), key=lambda place: -nearness[place])
        return [candidates[place][0] for place in order[: self._reads]]

    def _scored(self, query: str, candidates: list[_Candidate]) -> list[ScoredSentence]:
        if not candidates:
            return []
        scores = [
            score + IDENTITY_BONUS * states_identity(query, candidate.text, _title(candidate))
            for candidate, score in zip(
                candidates,
                self._scorer(query, [candidate.alone for candidate in candidates]),
                strict=True,
            )
        ]
        ranked = sorted(
            zip(candidates, scores, strict=True), key=lambda pair: -_base(pair[0].hit, pair[1])
        )
        leading, rest = ranked[:IN_CONTEXT], ranked[IN_CONTEXT:]
        context = self._scorer(query, [candidate.in_context for candidate, _ in leading])
        first = [
            _scored_sentence(candidate, score, seen)
            for (candidate, score), seen in zip(leading, context, strict=True)
        ]
        first.sort(key=lambda sentence: -sentence.weight)
        lowest = first[-1].weight
        others = [_scored_sentence(candidate, score, None) for candidate, score in rest]
        return first + [replace(item, weight=min(item.weight, lowest)) for item in others]


def _candidates(hit: Hit, outline: Outline) -> Iterator[_Candidate]:
    """Yield what of a passage may answer: sentences of its prose, and each other block whole."""
    passage = hit.passage
    path = HEADING_JOINT.join((hit.article.title, *passage.headings))
    above = path if passage.headings else ""
    before = ""
    for place in outline.overlapping(passage.start, passage.end):
        block = outline.blocks[place]
        if block.kind == "heading" or block.header:
            continue
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if _is_label(outline, place):
            continue
        if block.kind in PROSE and not _announces(outline, place):
            for span in split_sentences(outline.text[start:end]):
                text = outline.text[start + span.start : start + span.end]
                if _speaks(text) or block.kind == "answer":
                    first, last = start + span.start, start + span.end
                    yield _Candidate(hit, first, last, text, text, before, above)
                before = text
            continue
        if _announces(outline, place) and outline.blocks[place + 1].kind == "row":
            continue  # the rows answer, one by one
        text, words = outline.text[start:end], _words(outline, place)
        before = _announced(outline, place)
        yield _Candidate(hit, start, end, text, words, before, path, whole=True)
        before = ""


def _announces(outline: Outline, place: int) -> bool:
    following = place + 1
    return following < len(outline.blocks) and outline.lead_in(following) == place


def _words(outline: Outline, place: int) -> str:
    """Return a block with what belongs to it, or with the list it announces, as far as is read."""
    block = outline.blocks[place]
    if block.kind == "row":
        return row_words(outline, place).text
    last = outline.group(place + 1) if _announces(outline, place) else outline.belonging(place)
    return outline.text[block.start : outline.blocks[last.stop - 1].end][:MOST_READ]


def _is_label(outline: Outline, place: int) -> bool:
    """Tell a line that heads the text below it although nothing marks it as a heading."""
    block = outline.blocks[place]
    following = place + 1
    if block.kind != "paragraph" or following >= len(outline.blocks):
        return False
    words = outline.words(place)
    short = "\n" not in words and len(words.split()) <= _LABEL_WORDS
    says = words[-1] in _ENDS or any(sign in words for sign in ":@") or _DIGIT.search(words)
    return short and not says and outline.words(following).rstrip()[-1:] in _ENDS


def _announced(outline: Outline, place: int) -> str:
    """Return what is read before a block: its step, or what announces it."""
    owner = outline.owner(place)
    lead = outline.lead_in(place)
    known = owner if owner is not None else lead
    return "" if known is None else outline.words(known)[-MOST_READ:]


def _speaks(text: str) -> bool:
    """Tell a statement from a heading, a question or a stray word."""
    if text.endswith(("?", "？")):
        return False
    if len(text) < MIN_CHARACTERS:
        return any("㐀" <= character <= "鿿" for character in text)
    return len(text.split()) >= MIN_WORDS or text[-1] in ".!?。！？”\"'’)"


def _title(candidate: _Candidate) -> str:
    return candidate.hit.article.title


def _base(hit: Hit, score: float) -> float:
    return score + PASSAGE_WEIGHT * (hit.relevance or 0.0) + hit.fit


def _scored_sentence(
    candidate: _Candidate, score: float, in_context: float | None
) -> ScoredSentence:
    return ScoredSentence(
        hit=candidate.hit,
        start=candidate.start,
        end=candidate.end,
        text=candidate.text,
        score=score,
        weight=_base(candidate.hit, score) + CONTEXT_WEIGHT * (in_context or 0.0),
        in_context=in_context,
    )
