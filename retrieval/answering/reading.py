"""Reads what may be quoted: whether it answers decides what is shown, or that nothing is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR

from footnote.retrieval.answering.evidence import READER_WEIGHT, Evidence, ScoredSentence
from footnote.retrieval.answering.quoting import MOST_CHARACTERS, quote_around
from footnote.retrieval.answering.ranking import Outlines
from footnote.retrieval.answering.row_words import RowWords, row_words
from footnote.retrieval.blocks import Outline, Span
from footnote.retrieval.languages import Language, clear_language, language_of
from footnote.retrieval.question import Question
from footnote.retrieval.reading import Reader, ReaderInput, Reading
from footnote.retrieval.search.terms import stems
from footnote.retrieval.search.time_expressions import Focus, time_scope
from footnote.retrieval.text.sentences import split_sentences

SURE = 0.5
"""Confidence from which the answering words of a quote are shown."""

SURELY_ANSWERS = 0.5
"""The reader's logit of a quote from which they are, chosen on a hundred judged highlights
(docs/quality.md)."""

OWN_QUESTION = 0.0
"""The least logit of what stands below the very question that is asked: an entry of an FAQ answers
its own question, also where the reader, which has seen few of them, doubts that."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is read for some words of an article: their quote, of prose the paragraph around it.

    `span` is its place in the article, `heading` the path above it, `words` what the models read:
    its own words, or a row in sentences.
    """

    span: Span
    heading: tuple[str, ...]
    is_prose: bool
    words: RowWords


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence and what is read for it."""

    sentence: ScoredSentence
    outline: Outline
    around: ToRead

    def input(self, *, dated: bool) -> ReaderInput:
        """Return the words to read, below their title (and the article's day) and headings."""
        hit = self.sentence.hit
        day = hit.article.published if dated else None
        title = f"{hit.article.title}, {day.day} {day:%B %Y}" if day else hit.article.title
        return ReaderInput(self.around.words.text, title, hit.passage.headings)

    def stands_below(self, questions: Iterable[str]) -> bool:
        """Tell whether its heading or first line is one of some questions, word for word."""
        span = self.around.span
        opening = self.outline.text[span.start : span.end].partition("\n")[0]
        above = (*self.sentence.hit.passage.headings[-1:], opening)
        entries = [stems(line) for line in above if line.rstrip().endswith("?")]
        return any(stems(question) in entries for question in questions)

    def judged(self, reading: Reading, asked: Iterable[str]) -> ScoredSentence:
        """Return the sentence with what reading said of it, grown to hold the answering words."""
        sentence = self.sentence
        answers = reading.answers
        if self.stands_below(asked):
            answers = max(answers, OWN_QUESTION)
        words = self.around.words.span(reading.start, reading.end)
        if self.around.is_prose and words.start < words.end:
            sentence = self._grown(words)
        is_sure = reading.span_confidence >= SURE and reading.answers >= SURELY_ANSWERS
        is_shown = is_sure and words.start < words.end
        return replace(
            sentence,
            weight=sentence.weight + READER_WEIGHT * answers,
            answers=answers,
            words=words if is_shown else None,
        )

    def _grown(self, words: Span) -> ScoredSentence:
        text, span = self.outline.text, self.around.span
        holding = [
            (span.start + each.start, span.start + each.end)
            for each in split_sentences(text[span.start : span.end])
        ]
        holding = [each for each in holding if each[0] < words.end and words.start < each[1]]
        if not holding:
            return self.sentence
        start = min(self.sentence.start, holding[0][0])
        end = max(self.sentence.end, holding[-1][1])
        if end - start > MOST_CHARACTERS:  # the words stand far off: they are what answers
            start, end = holding[0][0], holding[-1][1]
        return replace(self.sentence, start=start, end=end, text=text[start:end])


class QuoteReader:
    """Reads the quotes of the leading sentences with the question, prose in its whole paragraph.

    A sentence alone often leaves the answer to its neighbours: the quote grows to the sentences
    that hold the answering words. The reader was trained on English: other questions, and quotes
    of other languages, are left as they are.
    """

    def __init__(self, reader: Reader, outlines: Outlines, *, quotes: int) -> None:
        """Read up to so many quotes a question."""
        self._reader = reader
        self._outlines = outlines
        self._quotes = quotes

    @staticmethod
    def knows(question: str) -> bool:
        """Tell whether a question is in the reader's language."""
        return language_of(question) is Language.ENGLISH

    def read(self, evidence: Evidence, whole: str) -> Evidence:
        """Return the evidence with readings of the first quotes, those that answer best first.

        `whole` is the question with what it follows upon, where it is not the same: a quote may
        answer either, and the better reading counts.

        Raises:
            ModelError: The reader's weights are missing or damaged.
        """
        if not self.knows(evidence.question.text):
            return evidence
        chosen: dict[tuple[str, int], _Read] = {}
        for sentence in evidence.sentences:
            found = self._to_read(sentence)
            if found is not None:
                chosen.setdefault((sentence.hit.article.id, found.around.span.start), found)
            if len(chosen) == self._quotes:
                break
        if not chosen:
            return evidence
        dated = _names_a_period(evidence.question)
        inputs = [each.input(dated=dated) for each in chosen.values()]
        asked = dict.fromkeys((evidence.question.text, whole))
        readings = zip(*(self._reader.read(text, inputs) for text in asked), strict=True)
        told = [
            read.judged(max(each, key=lambda one: one.answers), asked)
            for read, each in zip(chosen.values(), readings, strict=True)
        ]
        told.sort(key=lambda sentence: -sentence.weight)
        read_ = [each.sentence for each in chosen.values()]
        rest = [sentence for sentence in evidence.sentences if sentence not in read_]
        return replace(evidence, sentences=(*told, *rest))

    def _to_read(self, sentence: ScoredSentence) -> _Read | None:
        article = sentence.hit.article
        outline = self._outlines(article.id)
        if outline is None:
            return None
        around = to_read(outline, sentence.start, sentence.end, article.title)
        text = outline.text[around.span.start : around.span.end]
        if clear_language(text) not in {None, Language.ENGLISH}:
            return None
        return _Read(sentence, outline, around)


def to_read(outline: Outline, start: int, end: int, title: str) -> ToRead:
    """Return what the reader reads for the words `[start, end)` of the article of a title."""
    quote = quote_around(outline, start, end, title)
    span, is_prose = quote.span, quote.kind == "sentence"
    if is_prose:
        block = outline.blocks[outline.overlapping(start, end).start]
        span = Span(min(span.start, block.start), max(span.end, block.end))
    places = outline.overlapping(span.start, span.end)
    if len(places) == 1 and outline.blocks[places.start].kind == "row":
        words = row_words(outline, places.start)
    else:
        words = RowWords(outline.text[span.start : span.end], ((0, span),))
    return ToRead(span, quote.heading, is_prose, words)


def _names_a_period(question: Question) -> bool:
    """Tell whether a question names days, months or years that are the same on any day."""
    another = question.as_of.replace(day=1, year=min(question.as_of.year + 3, MAXYEAR))
    scopes = [time_scope(question.text, day) for day in (question.as_of, another)]
    return scopes[0].focus is Focus.PERIOD and scopes[0] == scopes[1]
