"""Quotes are read as they would be shown; what the reading says orders and judges them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.extractive import ExtractiveAnswerer
from footnote.retrieval.answering.reading import QuoteReader
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.blocks import Outline, Span
from footnote.retrieval.question import Question
from footnote.retrieval.reading import ReaderInput, Reading
from footnote.retrieval.stages import Draft
from footnote.retrieval.text.plain_blocks import plain_blocks

TEXT = (
    "The lamp was lit in May.\n\nTo trim the lamp:\n\n1. Lift the glass.\n2. Cut the wick.\n\n"
    "The keeper is called Ada Brook.\n\nLa lámpara del faro se encendió por primera vez en mayo "
    "del año en que la torre fue terminada por los hermanos."
)
ASKED = Question("How do I trim the lamp?", date(2024, 1, 1))


class ScriptedReader:
    """Stands for the reader: says that what has a word answers, with that word."""

    def __init__(self, word: str, confidence: float = 0.9, answers: float = 4.0) -> None:
        self._word = word
        self._confidence = confidence
        self._answers = answers
        self.read_: list[ReaderInput] = []

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        self.read_.extend(passages)
        return [self._reading(each.text) for each in passages]

    def _reading(self, text: str) -> Reading:
        at = text.find(self._word)
        if at < 0:
            return Reading(-4.0, 0, 3, 0.1)
        return Reading(self._answers, at, at + len(self._word), self._confidence)


def sentence(words: str, score: float) -> ScoredSentence:
    passage = Passage("p", "a", position=0, start=0, end=len(TEXT), text=TEXT, headings=("Lamps",))
    start = TEXT.index(words)
    hit = Hit(passage, ArticleHead(id="a", title="The lighthouse"), 1.0, 1.0)
    return ScoredSentence(hit, start, start + len(words), words, score, score)


def read(
    reader: ScriptedReader, sentences: Sequence[ScoredSentence], asked: Question = ASKED
) -> tuple[ScoredSentence, ...]:
    evidence = Evidence(asked, (), tuple(sentences))
    outline = Outline(TEXT, plain_blocks(TEXT))
    quoting = QuoteReader(reader, lambda _: outline, quotes=2)
    return quoting.read(evidence, asked.text).sentences


LIT, STEP = sentence("The lamp was lit in May.", 3.0), sentence("Cut the wick.", 1.0)
NEXT_STEP = sentence("Lift the glass.", 0.5)
KEEPER = sentence("The keeper is called Ada Brook.", 0.0)


def test_what_answers_goes_before_what_is_only_near() -> None:
    found = read(ScriptedReader("Cut the wick"), [LIT, STEP, KEEPER])
    assert [each.text for each in found] == [STEP.text, LIT.text, KEEPER.text]
    assert [each.answers for each in found] == [4.0, -4.0, None]


def test_a_quote_is_read_whole_below_its_title_and_headings_and_once() -> None:
    reader = ScriptedReader("wick")
    read(reader, [STEP, NEXT_STEP, LIT])
    whole = "To trim the lamp:\n\n1. Lift the glass.\n2. Cut the wick."
    assert [each.text for each in reader.read_] == [whole, LIT.text]
    assert reader.read_[0].lead == "The lighthouse › Lamps"


STORY = (
    "The keeper was asked about the old lamp in the tower by the sea, and he told what he knew of "
    "it, which was much. It was lit in May of the year in which the tower was built, he said. It "
    "went out only once since then, in the long winter of the great storm, and for an hour. Nobody "
    "has touched the clockwork in all these years but the keeper."
)


def story(words: str, score: float) -> ScoredSentence:
    passage = Passage("p", "s", position=0, start=0, end=len(STORY), text=STORY)
    start = STORY.index(words)
    hit = Hit(passage, ArticleHead(id="s", title="The lamp"), 1.0, 1.0)
    return ScoredSentence(hit, start, start + len(words), words, score, score)


def read_story(
    reader: ScriptedReader, sentences: Sequence[ScoredSentence]
) -> tuple[ScoredSentence, ...]:
    outline = Outline(STORY, plain_blocks(STORY))
    quoting = QuoteReader(reader, lambda _: outline, quotes=3)
    return quoting.read(Evidence(ASKED, (), tuple(sentences)), ASKED.text).sentences


ABOUT = story(STORY[: STORY.index(" It was lit")], 5.0)
LIT_IN = story(STORY[STORY.index("It was lit") : STORY.index(" It went out")], 2.0)


def test_a_sentence_of_a_long_paragraph_grows_to_the_words_that_answer() -> None:
    reader = ScriptedReader("in May")
    found = read_story(reader, [ABOUT])[0]
    assert found.text == f"{ABOUT.text} {LIT_IN.text}"
    assert STORY[found.start : found.end] == found.text
    assert [each.text for each in reader.read_] == [STORY]


def test_a_sentence_that_holds_the_answer_stays_as_it_is() -> None:
    assert read_story(ScriptedReader("lamp"), [ABOUT])[0].text == ABOUT.text


def test_a_paragraph_is_read_and_shown_once() -> None:
    reader = ScriptedReader("in May")
    evidence = Evidence(ASKED, (), read_story(reader, [ABOUT, LIT_IN]))
    assert len(reader.read_) == 1
    outline = Outline(STORY, plain_blocks(STORY))
    (draft,) = ExtractiveAnswerer(3, lambda _: outline).stream(evidence)
    assert len(draft.citations) == 1


def test_the_answering_words_are_told_where_the_reader_is_sure_of_them() -> None:
    words = read(ScriptedReader("wick"), [STEP])[0].words
    assert words is not None
    assert TEXT[words.start : words.end] == "wick"
    assert read(ScriptedReader("wick", confidence=0.2), [STEP])[0].words is None


def test_what_is_not_english_is_left_as_it_is() -> None:
    spanish = sentence("La lámpara del faro se encendió", 9.0)
    found = read(ScriptedReader("wick"), [spanish, STEP])
    assert {each.text: each.answers for each in found} == {STEP.text: 4.0, spanish.text: None}
    asked = Question("¿Cómo se enciende la lámpara del faro?", date(2024, 1, 1))
    assert read(ScriptedReader("wick"), [spanish, STEP], asked) == (spanish, STEP)


def test_a_follow_up_is_read_alone_and_behind_what_it_follows_upon() -> None:
    class Picky(ScriptedReader):
        def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
            return [
                replace(each, answers=float(len(question))) for each in super().read("", passages)
            ]

    outline = Outline(TEXT, plain_blocks(TEXT))
    quoting = QuoteReader(Picky("wick"), lambda _: outline, quotes=2)
    asked = Question("And then?", date(2024, 1, 1))
    found = quoting.read(Evidence(asked, (), (STEP,)), "How do I trim it? And then?")
    assert found.sentences[0].answers == len("How do I trim it? And then?")


def test_nothing_to_read_is_no_evidence() -> None:
    assert read(ScriptedReader("wick"), []) == ()
    assert math.isinf(Reading(-math.inf, 0, 0, 0.0).answers)


def test_a_further_quote_is_shown_only_where_it_answers_about_as_well() -> None:
    outline = Outline(TEXT, plain_blocks(TEXT))
    answerer = ExtractiveAnswerer(3, lambda _: outline)
    for logit, shown in ((3.0, 2), (-3.0, 1)):
        sentences = (replace(LIT, answers=4.0), replace(KEEPER, score=3.0, answers=logit))
        (draft,) = answerer.stream(Evidence(ASKED, (), sentences))
        assert len(draft.citations) == shown


def test_the_answering_words_reach_the_footnote() -> None:
    reading = read(ScriptedReader("May"), [LIT])
    outline = Outline(TEXT, plain_blocks(TEXT))
    (draft,) = ExtractiveAnswerer(3, lambda _: outline).stream(Evidence(ASKED, (), reading))
    (citation,) = draft.citations
    assert TEXT[citation.answer_start : citation.answer_end] == "May"


def test_words_of_a_quote_that_may_not_answer_are_not_shown() -> None:
    for answers, shown in ((0.6, True), (0.4, False)):
        (found,) = read(ScriptedReader("May", answers=answers), [LIT])
        assert (found.words is not None) == shown


def test_other_words_of_a_further_quote_are_not_shown() -> None:
    words = [Span(TEXT.index(each), TEXT.index(each) + 3) for each in ("May", "Ada")]
    both = [replace(each, answers=4.0) for each in (LIT, replace(KEEPER, score=3.0))]
    sentences = tuple(replace(each, words=span) for each, span in zip(both, words, strict=True))
    outline = Outline(TEXT, plain_blocks(TEXT))
    (draft,) = _drafts(Evidence(ASKED, (), sentences), outline)
    assert [each.answer_start for each in draft.citations] == [words[0].start, None]


def test_words_that_say_the_same_or_contradict_are_shown_in_both_quotes() -> None:
    text = "The roof cost 31 crowns.\n\nThe roof cost 31 crowns too.\n\nThe roof cost 28 crowns."
    outline = Outline(text, plain_blocks(text))
    asked = Question("How much did the roof cost?", date(2024, 1, 1))
    for line, other in (("The roof cost 31 crowns too.", "31"), ("The roof cost 28 crowns.", "28")):
        sentences = tuple(
            _answering(text, words, line_, name, day)
            for words, line_, name, day in (
                ("31", "The roof cost 31 crowns.", "a", date(2024, 1, 1)),
                (other, line, "b", date(2023, 1, 1)),
            )
        )
        (draft,) = _drafts(Evidence(asked, (), sentences), outline)
        found = [text[each.answer_start : each.answer_end] for each in draft.citations]
        assert found == ["31", other]


def _answering(text: str, words: str, line: str, name: str, day: date) -> ScoredSentence:
    start = text.index(line)
    at = text.index(words, start)
    passage = Passage(name, name, position=0, start=0, end=len(text), text=text)
    hit = Hit(passage, ArticleHead(id=name, title=f"The {name} roof", published=day), 1.0, 1.0)
    span = Span(at, at + len(words))
    return ScoredSentence(hit, start, start + len(line), line, 6.0, 6.0, answers=4.0, words=span)


def test_an_entry_of_an_faq_answers_its_own_question_whatever_the_reader_says() -> None:
    doubting = ScriptedReader("nowhere")
    passage = replace(LIT.hit.passage, headings=("Lamps", "Why was the lamp lit in May?"))
    below = replace(LIT, hit=replace(LIT.hit, passage=passage))
    same = Question("why was the lamp lit, in may", date(2024, 1, 1))
    other = Question("Why was the lamp lit in June?", date(2024, 1, 1))
    assert [each.answers for each in read(doubting, [below], same)] == [0.0]
    assert [each.answers for each in read(doubting, [below], other)] == [-4.0]
    when = Question("When was the lamp lit in May?", date(2024, 1, 1))
    assert [each.answers for each in read(doubting, [below], when)] == [-4.0]
    assert [each.answers for each in read(doubting, [LIT], same)] == [-4.0]


def test_a_heading_that_asks_nothing_is_no_entry() -> None:
    passage = replace(LIT.hit.passage, headings=("Trim the lamp",))
    below = replace(LIT, hit=replace(LIT.hit, passage=passage))
    assert [each.answers for each in read(ScriptedReader("nowhere"), [below])] == [-4.0]


def test_where_the_words_that_answer_stand_far_off_their_own_sentence_is_quoted() -> None:
    filler = " ".join(f"In year {year} the tower was painted anew." for year in range(1900, 1940))
    text = f"The keeper was asked about the lamp. {filler} The lamp was lit in May."
    passage = Passage("p", "f", position=0, start=0, end=len(text), text=text)
    hit = Hit(passage, ArticleHead(id="f", title="The lamp"), 1.0, 1.0)
    first = "The keeper was asked about the lamp."
    asked = ScoredSentence(hit, 0, len(first), first, 5.0, 5.0)
    outline = Outline(text, plain_blocks(text))
    quoting = QuoteReader(ScriptedReader("in May"), lambda _: outline, quotes=3)
    read_ = quoting.read(Evidence(ASKED, (), (asked,)), ASKED.text)
    assert read_.sentences[0].text == "The lamp was lit in May."
    (citation,) = next(iter(_drafts(read_, outline))).citations
    assert citation.answer_start is not None
    assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
    assert text[citation.answer_start : citation.answer_end] == "in May"


def test_words_outside_their_quote_are_not_shown_in_it() -> None:
    outline = Outline(TEXT, plain_blocks(TEXT))
    elsewhere = TEXT.index("Ada Brook")
    read_ = replace(LIT, answers=4.0, words=Span(elsewhere, elsewhere + 9))
    (citation,) = next(iter(_drafts(Evidence(ASKED, (), (read_,)), outline))).citations
    assert (citation.answer_start, citation.answer_end) == (None, None)


def _drafts(evidence: Evidence, outline: Outline) -> Iterator[Draft]:
    return ExtractiveAnswerer(3, lambda _: outline).stream(evidence)
