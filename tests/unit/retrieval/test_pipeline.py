"""Stages that take a follow-up two ways, and quotes that stand in for a language model."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from footnote.retrieval.answer import AnswererName, AnswerSentence, Citation, Hit
from footnote.retrieval.answering.evidence import Evidence
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.question import Question, Turn
from footnote.retrieval.stages import Draft
from tests.support.town_answers import Town, town_pipeline
from tests.support.town_hits import CHESS, HITS, asked

KEEPER = Turn("Who is the keeper of Holm Rock?", "Ada Brook. [1]")


class ReadTown(Town):
    """A town whose reader finds that questions with `word` in them are answered well."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def read(self, evidence: Evidence, whole: str) -> Evidence:
        answers = 9.0 if self.word in evidence.question.text else 1.0
        read = (replace(sentence, answers=answers) for sentence in evidence.sentences)
        return replace(evidence, sentences=tuple(read))


@pytest.mark.parametrize(("word", "history"), [("Ada", True), ("she", False)])
def test_of_two_ways_to_take_a_follow_up_the_better_answered_counts(
    word: str, history: bool
) -> None:
    town = ReadTown(word)
    pipeline = town_pipeline(town)
    question = replace(asked("When will she retire?"), history=(KEEPER,))
    found = pipeline.find(pipeline.understand(question))
    assert [each.text for each in town.searched] == [
        "When will Ada Brook retire?",
        "When will she retire?",
    ]
    assert found.timings_ms == {"search": 2.0, "rerank": 4.0}
    judged = pipeline.judge(found)
    assert word in judged.query.searched.text
    assert bool(judged.query.searched.history) == history


def test_a_follow_up_that_no_reader_reads_is_taken_one_way() -> None:
    town = ReadTown("ella")
    before = Turn("¿Quién es la farera de Holm Rock?", "Ada Brook. [1]")
    pipeline = town_pipeline(town)
    pipeline.answer(replace(asked("¿Y cuándo se jubila ella?"), history=(before,)))
    assert len(town.searched) == 1


TOLD = "My boat sank but I saved its logbook. How do I dry wet paper?"


@pytest.mark.parametrize("word", ["logbook", "How"])
def test_what_is_told_around_a_question_is_looked_up_where_it_answers_better(word: str) -> None:
    town = ReadTown(word)
    pipeline = town_pipeline(town)
    judged = pipeline.judge(pipeline.find(pipeline.understand(asked(TOLD))))
    assert [each.text for each in town.searched] == ["How do I dry wet paper?", TOLD]
    assert judged.query.searched.text == (TOLD if word == "logbook" else "How do I dry wet paper?")
    assert judged.evidence.question.text == judged.query.searched.text


def test_small_talk_alone_around_a_question_is_not_looked_up() -> None:
    town = ReadTown("keeper")
    town_pipeline(town).answer(asked("Hi all! Who is the keeper of Holm Rock? Thanks!"))
    assert [each.text for each in town.searched] == ["Who is the keeper of Holm Rock?"]


class Failing:
    """A language model that goes away after one sentence, or before it."""

    name: AnswererName = "generative"

    def __init__(self, *, sentences: int) -> None:
        self.sentences = sentences

    def stream(self, question: Question, hits: Sequence[Hit]) -> Iterator[Draft]:
        sentence = AnswerSentence("Malin Sarre, 17, beat the champion.", (1,))
        citation = Citation(1, HITS[1].article, HITS[1].passage.id, 0, len(CHESS), CHESS)
        for _ in range(self.sentences):
            yield Draft(sentences=(sentence,), citations=(citation,))
        raise AnswererError("The language model went away.")


@pytest.mark.parametrize("sentences", [0, 1])
@pytest.mark.parametrize("score", [9.0, 0.0])
def test_quotes_stand_in_for_a_model_that_fails_where_they_answer(
    sentences: int, score: float
) -> None:
    pipeline = town_pipeline(Town(score=score), generative=Failing(sentences=sentences))
    *growing, whole = pipeline.stream(asked())
    written = [each.answerer for each in growing]
    assert written[:sentences] == ["generative"] * sentences
    if score:
        assert written[sentences:] == ["extractive"] * 2
        assert (whole.status, whole.answerer) == ("answered", "extractive")
        assert whole.warnings == ("The language model went away. The answer is quoted instead.",)
    else:
        assert written[sentences:] == []
        assert (whole.status, whole.citations) == ("refused", ())
        assert whole.warnings == ("The language model went away.",)
    assert whole.complete
    assert ("first_sentence" in whole.timings_ms) == bool(growing)
