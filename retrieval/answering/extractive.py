"""Answers by quotation: the best sentences, word for word, each with its footnote."""

from collections.abc import Iterator, Sequence

from footnote.retrieval.answer import AnswerSentence, Citation
from footnote.retrieval.answering.disagreement import find_disagreement
from footnote.retrieval.answering.entries import whole_entry
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.quoting import Quote, quote_around
from footnote.retrieval.answering.ranking import Outlines
from footnote.retrieval.blocks import Outline, Span
from footnote.retrieval.stages import Draft

GOOD = 5.0
"""A logit from which a first quote is likely to answer (.993)."""

MARGIN_TO_GOOD = 5.0
MARGIN_TO_POOR = 10.0
"""Logits a further quote may lie below the first: where that is good, the others are seldom
needed. On XQuAD-en .950 of the gold answers stand within three quotes at 2.00 quotes an answer;
with one margin of 10 .950 at 2.4, with three quotes always .958."""

MARGIN_READ = 6.0
"""Logits of both models a further quote may lie below the first where a reader has read them. On
115 answerable questions of XQuAD-en .930 of the gold answers stand within 1.11 quotes an answer;
with 4 .922 at 1.07, with 8 .930 at 1.17."""


LIKELY = 0.0
"""The reader's logit from which a quote is likelier to answer than not."""


class ExtractiveAnswerer:
    """Quote the best sentences of the evidence; needs no language model."""

    def __init__(self, max_quotes: int, outlines: Outlines) -> None:
        self._max_quotes = max_quotes
        self._outlines = outlines

    def stream(self, evidence: Evidence) -> Iterator[Draft]:
        """Yield one draft of up to `max_quotes` sentences, best first, newer before older."""
        chosen = _choose(evidence.sentences, self._max_quotes)
        if not chosen:
            yield Draft()
            return
        may_differ = [item for item in chosen if _answers(item, chosen[0])]
        disagreement = find_disagreement(evidence.question, may_differ)
        apart = (disagreement.newer, disagreement.older) if disagreement else ()
        chosen = [item for item in chosen if _needed(item, chosen[0]) or item in apart]
        if disagreement is not None:
            chosen = disagreement.in_order(chosen)
        citations = self._citations(chosen, apart)
        sentences = tuple(
            AnswerSentence(text=citation.quote, markers=(citation.marker,))
            for citation in citations
        )
        warnings = () if disagreement is None else (disagreement.sentence(citations),)
        yield Draft(sentences=sentences, citations=citations, warnings=warnings)

    def _citations(
        self, chosen: Sequence[ScoredSentence], apart: Sequence[ScoredSentence]
    ) -> tuple[Citation, ...]:
        citations: list[Citation] = []
        said = ""
        for item in chosen:
            outline = self._outlines(item.hit.article.id)
            if outline is None:  # forgotten since it was found
                continue
            words = _words(item, outline)
            said = said if citations else words
            # Of words that only a further quote has most were judged beside the point.
            shown = item.words if item in apart or words == said else None
            bare = quote_around(outline, item.start, item.end, item.hit.article.title)
            for quote in (whole_entry(outline, bare), bare):
                citation = _citation(len(citations) + 1, item, outline, quote, shown)
                if not any(_same(citation, other) for other in citations):
                    citations.append(citation)
                    break
        return tuple(citations)


def _choose(sentences: tuple[ScoredSentence, ...], most: int) -> list[ScoredSentence]:
    """Return the first sentences that say something new: the same words twice are one quote."""
    chosen: list[ScoredSentence] = []
    seen: set[str] = set()
    floor = (sentences[0].best if sentences else 0.0) - MARGIN_TO_POOR
    for number, sentence in enumerate(sentences):
        if number and sentence.best < floor:
            continue
        words = " ".join(sentence.text.casefold().split())
        if words in seen:
            continue
        seen.add(words)
        chosen.append(sentence)
        if len(chosen) == most:
            break
    return chosen


def _needed(sentence: ScoredSentence, first: ScoredSentence) -> bool:
    """Tell whether a quote is worth its place after the first one."""
    if first.answers is not None:
        return sentence.answers is not None and sentence.judged >= first.judged - MARGIN_READ
    return first.best < GOOD or sentence.best >= first.best - MARGIN_TO_GOOD


def _answers(sentence: ScoredSentence, first: ScoredSentence) -> bool:
    """Tell whether a quote may contradict the first: what does not answer states another thing."""
    if first.answers is None or sentence is first:
        return True
    return sentence.answers is not None and sentence.answers >= LIKELY


def _same(one: Citation, other: Citation) -> bool:
    """Tell whether two quotes share words of one article: the first says what both say."""
    apart = one.end <= other.start or other.end <= one.start
    return one.article.id == other.article.id and not apart


def _words(item: ScoredSentence, outline: Outline) -> str:
    """Return the answering words as they are compared, empty where none are sure."""
    words = outline.text[item.words.start : item.words.end] if item.words else ""
    return " ".join(words.casefold().split())


def _citation(
    marker: int, item: ScoredSentence, outline: Outline, quote: Quote, words: Span | None
) -> Citation:
    if words and not (quote.span.start <= words.start and words.end <= quote.span.end):
        words = None
    return Citation(
        marker=marker,
        article=item.hit.article,
        passage_id=item.hit.passage.id,
        start=quote.span.start,
        end=quote.span.end,
        quote=outline.text[quote.span.start : quote.span.end],
        kind=quote.kind,
        heading=quote.heading,
        anchor=quote.anchor,
        blocks=quote.blocks,
        more=quote.more,
        answer_start=words.start if words else None,
        answer_end=words.end if words else None,
    )
