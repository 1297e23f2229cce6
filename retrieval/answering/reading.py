"""Reads what may be quoted: whether it answers decides what is shown, or that nothing is."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answering.evidence import READER_WEIGHT, Evidence, ScoredSentence
from retrieval.answering.quoting import quote_around
from retrieval.answering.ranking import Outlines
from retrieval.blocks import Span
from retrieval.languages import Language, clear_language, language_of
from retrieval.reading import Reader, ReaderInput, Reading

SURE = 0.5
"""Confidence from which the answering words of a quote are shown."""


class QuoteReader:
    """Reads the quotes of the leading sentences with the question, as they would be shown.

    The reader was trained on English: other questions, and quotes of other languages, are left as
    they are.
    """

    def __init__(self, reader: Reader, outlines: Outlines, *, quotes: int) -> None:
        """Read up to so many quotes a question."""
        self._reader = reader
        self._outlines = outlines
        self._quotes = quotes

    def read(self, evidence: Evidence, whole: str) -> Evidence:
        """Return the evidence with readings of the first quotes, those that answer best first.

        `whole` is the question with what it follows upon, where it is not the same: a quote may
        answer either, and the better reading counts.

        Raises:
            ModelError: The reader's weights are missing or damaged.
        """
        if language_of(evidence.question.text) is not Language.ENGLISH:
            return evidence
        chosen: dict[tuple[str, int], tuple[ScoredSentence, ReaderInput, int]] = {}
        for sentence in evidence.sentences:
            found = self._quoted(sentence)
            if found is not None:
                read, start = found
                chosen.setdefault((sentence.hit.article.id, start), (sentence, read, start))
            if len(chosen) == self._quotes:
                break
        if not chosen:
            return evidence
        inputs = [read for _, read, _ in chosen.values()]
        asked = dict.fromkeys((evidence.question.text, whole))
        readings = zip(*(self._reader.read(text, inputs) for text in asked), strict=True)
        told = [
            _with_reading(sentence, max(each, key=lambda one: one.answers), start)
            for (sentence, _, start), each in zip(chosen.values(), readings, strict=True)
        ]
        return replace(evidence, sentences=_in_order(evidence.sentences, told))

    def _quoted(self, sentence: ScoredSentence) -> tuple[ReaderInput, int] | None:
        article = sentence.hit.article
        outline = self._outlines(article.id)
        if outline is None:
            return None
        quote = quote_around(outline, sentence.start, sentence.end, article.title)
        words = outline.text[quote.span.start : quote.span.end]
        if clear_language(words) not in {None, Language.ENGLISH}:
            return None
        headings = sentence.hit.passage.headings
        return ReaderInput(words, article.title, headings), quote.span.start


def _with_reading(sentence: ScoredSentence, reading: Reading, start: int) -> ScoredSentence:
    words = None
    if reading.span_confidence >= SURE and reading.start < reading.end:
        words = Span(start + reading.start, start + reading.end)
    weight = sentence.weight + READER_WEIGHT * reading.answers
    return replace(sentence, weight=weight, answers=reading.answers, words=words)


def _in_order(
    all_: Sequence[ScoredSentence], told: Sequence[ScoredSentence]
) -> tuple[ScoredSentence, ...]:
    """Return what was read, best first, and behind it the rest as it was."""
    read = {(one.hit.article.id, one.start, one.end) for one in told}
    rest = [one for one in all_ if (one.hit.article.id, one.start, one.end) not in read]
    return (*sorted(told, key=lambda one: -one.weight), *rest)
