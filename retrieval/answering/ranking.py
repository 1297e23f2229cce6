"""Weighs the sentences of the best passages against the question.

The weights were chosen on 400 questions of XQuAD-en (gold answer in the first sentence .855, in the
first three .950) and are flat around the values chosen; see docs/quality.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from retrieval.answer import Hit
from retrieval.answering.evidence import Evidence, PairScorer, ScoredSentence
from retrieval.answering.expectation import may_answer
from retrieval.answering.identity import states_identity
from retrieval.question import Question
from retrieval.search.stems import question_stems, stems
from retrieval.text.sentences import split_sentences

PASSAGE_WEIGHT = 0.5
"""Share of the passage's logit in a sentence's weight: a good passage speaks for its sentences."""

CONTEXT_WEIGHT = 1.0
"""Share of the logit of the sentence read after the one before it: pronouns find their names."""

IN_CONTEXT = 3
"""How many leading sentences are read again in context; more changes nothing measurable."""

IDENTITY_BONUS = 8.0
"""Logits for a sentence that names the holder of the role asked for (see `states_identity`)."""

MIN_WORDS = 4
_CELLS = "|"
"""What readers put between the cells of a table's row."""

MIN_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    start: int
    end: int
    text: str
    before: str


class SentenceRanker:
    """Order the sentences of the first passages by how well they answer."""

    def __init__(self, scorer: PairScorer, *, passages: int, reads: int) -> None:
        self._scorer = scorer
        self._passages = passages
        self._reads = reads

    def weigh(self, question: Question, hits: Sequence[Hit]) -> Evidence:
        """Return the hits with the sentences of the first few, best first.

        Where the question asks for a recognisable kind of thing, sentences without one are left
        out: they cannot be the answer. Of the others only those are read that share most with the
        question.
        """
        fit = [
            candidate
            for candidate in chain.from_iterable(_sentences(hit) for hit in hits[: self._passages])
            if may_answer(question.text, candidate.text)
        ]
        scored = self._scored(question.text, self._nearest(question.text, fit))
        return Evidence(question=question, hits=tuple(hits), sentences=tuple(scored))

    def _nearest(self, query: str, candidates: list[_Candidate]) -> list[_Candidate]:
        asked = question_stems(query)
        shared = {id(each): len(asked & stems(each.text)) for each in candidates}
        if not any(shared.values()):  # as between a question and articles of different languages
            return candidates
        return sorted(candidates, key=lambda each: -shared[id(each)])[: self._reads]

    def _scored(self, query: str, candidates: list[_Candidate]) -> list[ScoredSentence]:
        if not candidates:
            return []
        scores = [
            score + IDENTITY_BONUS * states_identity(query, candidate.text, _title(candidate))
            for candidate, score in zip(
                candidates,
                self._scorer(query, [candidate.text for candidate in candidates]),
                strict=True,
            )
        ]
        ranked = sorted(
            zip(candidates, scores, strict=True), key=lambda pair: -_base(pair[0].hit, pair[1])
        )
        leading, rest = ranked[:IN_CONTEXT], ranked[IN_CONTEXT:]
        context = self._scorer(query, [_in_context(candidate) for candidate, _ in leading])
        first = [
            _scored_sentence(candidate, score, seen)
            for (candidate, score), seen in zip(leading, context, strict=True)
        ]
        first.sort(key=lambda sentence: -sentence.weight)
        lowest = first[-1].weight
        others = [_scored_sentence(candidate, score, None) for candidate, score in rest]
        return first + [replace(item, weight=min(item.weight, lowest)) for item in others]


def _sentences(hit: Hit) -> Iterator[_Candidate]:
    before = ""
    spans = split_sentences(hit.passage.text)
    texts = [hit.passage.text[span.start : span.end] for span in spans]
    for span, text, after in zip(spans, texts, [*texts[1:], ""], strict=True):
        if _speaks(text) and not _heads_table(before, text, after):
            offset = hit.passage.start
            yield _Candidate(hit, offset + span.start, offset + span.end, text, before)
        before = text


def _speaks(text: str) -> bool:
    """Tell a statement from a heading, a question or a stray word."""
    if text.endswith(("?", "？")):
        return False
    if len(text) < MIN_CHARACTERS:
        return any("㐀" <= character <= "鿿" for character in text)
    return len(text.split()) >= MIN_WORDS or text[-1] in ".!?。！？”\"'’)"


def _heads_table(before: str, text: str, after: str) -> bool:
    """Tell the row that names a table's columns: the first one, and nothing is counted in it.

    A passage that begins with a row may begin in the middle of a table.
    """
    first = bool(before) and _CELLS not in before and _CELLS in text and _CELLS in after
    return first and not any(character.isdigit() for character in text)


def _title(candidate: _Candidate) -> str:
    return candidate.hit.article.title


def _in_context(candidate: _Candidate) -> str:
    return f"{candidate.before} {candidate.text}".strip()


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
