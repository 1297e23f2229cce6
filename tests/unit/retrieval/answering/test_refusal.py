"""When the articles do not answer, and how that is said."""

from dataclasses import replace
from datetime import date

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.refusal import REFUSAL, Calibration, judge, refusal_text
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.languages import Language
from footnote.retrieval.question import Question, Turn

CALIBRATION = Calibration(threshold=1.0, slope=1.0, intercept=0.0, provenance="test")


def hit(title: str, relevance: float) -> Hit:
    passage = Passage(id=title, article_id=title, position=0, start=0, end=4, text="text")
    return Hit(passage, ArticleHead(id=title, title=title), relevance, relevance)


def evidence(text: str, hits: list[Hit], scores: list[float]) -> Evidence:
    sentences = [ScoredSentence(hits[0], 0, 4, "text", score, score) for score in scores]
    return Evidence(Question(text, date(2024, 1, 1)), tuple(hits), tuple(sentences))


def test_a_passage_close_enough_is_answered_from() -> None:
    verdict = judge(evidence("What happened?", [hit("A", 2.0)], [-3.0]), CALIBRATION)
    assert verdict.answered
    assert 0.88 < verdict.confidence < 0.89


def test_a_sentence_close_enough_is_enough() -> None:
    assert judge(evidence("What happened?", [hit("A", -2.0)], [3.0]), CALIBRATION).answered


def test_what_a_reader_says_of_the_quotes_counts_as_much_as_their_subject() -> None:
    near = evidence("Who was it?", [hit("A", 6.0)], [6.0])
    read = [replace(near.sentences[0], answers=logit) for logit in (-4.0, 3.0)]
    assert judge(replace(near, sentences=(read[0], read[1])), CALIBRATION).answered
    assert not judge(replace(near, sentences=(read[0],)), CALIBRATION).answered


def test_a_follow_up_has_some_ease() -> None:
    alone = evidence("And when?", [hit("A", -0.5)], [-0.5])
    assert not judge(alone, CALIBRATION).answered
    turn = Turn("Who opened it?", "Ada Brook opened it.")
    after = replace(alone, question=replace(alone.question, history=(turn,)))
    assert judge(after, CALIBRATION).answered


def test_nothing_near_is_refused_with_one_sentence_and_the_nearest_titles() -> None:
    hits = [hit("A", -4.0), hit("A", -5.0), hit("B", -6.0)]
    verdict = judge(evidence("What happened?", hits, [-7.0]), CALIBRATION)
    assert not verdict.answered
    text = refusal_text(verdict.reason, hits)
    assert text.startswith(REFUSAL)
    assert text.endswith("Closest in the library: “A”; “B”.")


def test_the_nearest_articles_are_named_with_the_section_that_is_nearest() -> None:
    first, second, third = hit("A", 3.0), hit("A", 2.0), hit("B", 1.0)
    first = replace(first, passage=replace(first.passage, headings=("Fares", "Dogs")))
    second = replace(second, passage=replace(second.passage, headings=("Fog",)))
    text = refusal_text("No.", [first, second, third])
    assert text == "No.\nClosest in the library: “A › Fares › Dogs”; “B”."


def test_a_question_for_a_year_is_refused_where_no_sentence_states_one() -> None:
    verdict = judge(evidence("In what year was it built?", [hit("A", 9.0)], []), CALIBRATION)
    assert not verdict.answered
    assert "no passage near the question states a year" in verdict.reason


def test_an_empty_library_is_refused_with_certainty() -> None:
    verdict = judge(Evidence(Question("What?", date(2024, 1, 1)), (), ()), CALIBRATION)
    assert (verdict.answered, verdict.confidence) == (False, 0.0)


@pytest.mark.parametrize(
    ("spoken", "question", "text"),
    [
        (
            Language.SPANISH,
            "¿En qué año se construyó?",
            "Los artículos no responden a esto: ningún pasaje cercano a la pregunta da un año.\n"
            "Lo más cercano en la biblioteca: «A»; «B».",
        ),
        (
            Language.CHINESE,
            "它是哪一年建成的？",
            "库中的文章没有回答这个问题：与问题相近的段落都没有给出年份。\n库中最接近的文章：《A》；《B》。",
        ),
    ],
)
def test_a_refusal_is_worded_in_the_language_spoken(
    spoken: Language, question: str, text: str
) -> None:
    hits = [hit("A", 9.0), hit("B", 3.0)]
    verdict = judge(evidence(question, hits, []), CALIBRATION, spoken)
    assert not verdict.answered
    assert refusal_text(verdict.reason, hits, spoken) == text


def test_a_passage_does_not_vouch_for_a_year_that_is_beside_the_point() -> None:
    asked = "In what year was it built?"
    assert not judge(evidence(asked, [hit("A", 6.0)], [-4.5]), CALIBRATION).answered
    assert judge(evidence(asked, [hit("A", 6.0)], [-3.5]), CALIBRATION).answered
    beside = evidence(asked, [hit("A", 6.0)], [-4.5])
    near = replace(beside.sentences[0], in_context=-1.0)
    assert judge(replace(beside, sentences=(near,)), CALIBRATION).answered
