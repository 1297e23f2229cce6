"""Answers by quotation: the best sentences, word for word, each with its footnote."""

from collections.abc import Iterator

from retrieval.answer import AnswerSentence, Citation
from retrieval.answering.disagreement import find_disagreement
from retrieval.answering.draft import Draft
from retrieval.answering.evidence import Evidence, ScoredSentence

QUOTE_MARGIN = 10.0
"""Logits a further quote may lie below the best one. On XQuAD-en this keeps .957 of the gold
answers within three quotes at 2.2 quotes an answer; without it .970 at 3.0."""


class ExtractiveAnswerer:
    """Quote the best sentences of the evidence; needs no language model."""

    def __init__(self, max_quotes: int) -> None:
        self._max_quotes = max_quotes

    def stream(self, evidence: Evidence) -> Iterator[Draft]:
        """Yield one draft of up to `max_quotes` sentences, best first, newer before older."""
        chosen = _choose(evidence.sentences, self._max_quotes)
        if not chosen:
            yield Draft()
            return
        disagreement = find_disagreement(evidence.question, chosen)
        if disagreement is not None:
            chosen = disagreement.in_order(chosen)
        citations = tuple(_citation(marker, item) for marker, item in enumerate(chosen, start=1))
        sentences = tuple(
            AnswerSentence(text=citation.quote, markers=(citation.marker,))
            for citation in citations
        )
        warnings = () if disagreement is None else (disagreement.sentence(citations),)
        yield Draft(sentences=sentences, citations=citations, warnings=warnings)


def _choose(sentences: tuple[ScoredSentence, ...], most: int) -> list[ScoredSentence]:
    """Return the first sentences that say something new: the same words twice are one quote."""
    chosen: list[ScoredSentence] = []
    seen: set[str] = set()
    floor = max((sentence.score for sentence in sentences), default=0.0) - QUOTE_MARGIN
    for number, sentence in enumerate(sentences):
        if number and sentence.score < floor:
            continue
        words = " ".join(sentence.text.casefold().split())
        if words in seen:
            continue
        seen.add(words)
        chosen.append(sentence)
        if len(chosen) == most:
            break
    return chosen


def _citation(marker: int, sentence: ScoredSentence) -> Citation:
    return Citation(
        marker=marker,
        article=sentence.hit.article,
        passage_id=sentence.hit.passage.id,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
    )
