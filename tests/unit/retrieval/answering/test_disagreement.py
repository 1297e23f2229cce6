"""Two articles of different dates that differ on the number asked for."""

from dataclasses import replace
from datetime import date

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.disagreement import find_disagreement
from footnote.retrieval.answering.evidence import Evidence, ScoredSentence
from footnote.retrieval.answering.extractive import ExtractiveAnswerer
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.blocks import Outline
from footnote.retrieval.question import Question
from footnote.retrieval.text.plain_blocks import plain_blocks

ASKED = "How many seals are on Gull Bar?"


def sentence(
    text: str, published: date | None, score: float = 5.0, title: str = "Seals"
) -> ScoredSentence:
    name = f"{published}-{text[:9]}"
    hit = Hit(
        Passage(id=name, article_id=text, position=0, start=0, end=len(text), text=text),
        ArticleHead(id=text, title=title, published=published),
        score=score,
        relevance=score,
    )
    return ScoredSentence(hit, 0, len(text), text, score, score)


def outline(article_id: str) -> Outline:
    """The articles of these tests are called by their text."""
    return Outline(article_id, plain_blocks(article_id))


APRIL = sentence("The warden counted 212 seals on Gull Bar.", date(2023, 4, 11), 6.0)
MAY = sentence("Biologists counted 187 seals on Gull Bar.", date(2023, 5, 20))


def question(text: str = ASKED) -> Question:
    return Question(text, date(2023, 6, 1))


def test_the_newer_of_two_numbers_comes_first_and_the_reader_is_told() -> None:
    evidence = Evidence(question(), (APRIL.hit, MAY.hit), (APRIL, MAY))
    (draft,) = ExtractiveAnswerer(3, outline).stream(evidence)
    assert [citation.quote for citation in draft.citations] == [MAY.text, APRIL.text]
    (warning,) = draft.warnings
    assert "[1] is from 2023-05-20" in warning
    assert "[2] from 2023-04-11" in warning


@pytest.mark.parametrize(("answers", "told"), [(0.5, True), (-2.0, False), (None, False)])
def test_what_a_reader_says_does_not_answer_contradicts_nothing(
    answers: float | None, told: bool
) -> None:
    read = (replace(APRIL, answers=4.0), replace(MAY, answers=answers))
    (draft,) = ExtractiveAnswerer(3, outline).stream(Evidence(question(), (), read))
    assert bool(draft.warnings) is told
    assert (MAY.text in [citation.quote for citation in draft.citations]) is told


def test_a_question_about_the_past_keeps_its_order() -> None:
    past = question("How many seals were counted on Gull Bar in April?")
    assert find_disagreement(past, [APRIL, MAY]) is None


def test_the_same_number_is_no_disagreement() -> None:
    again = sentence("All 212 seals on Gull Bar are grey seals.", date(2023, 5, 1))
    assert find_disagreement(question(), [APRIL, again]) is None


@pytest.mark.parametrize(
    ("older", "newer", "differ"),
    [
        (
            "The repair will cost 2.4 million crowns.",
            "The repair will cost 2,400,000 crowns.",
            False,
        ),
        (
            "The repair will cost 2 million crowns.",
            "The repair will cost two million crowns.",
            False,
        ),
        (
            "The repair will cost 2.4 million crowns.",
            "The repair will cost 3.1 million crowns.",
            True,
        ),
        ("The repair will cost 2 million crowns.", "The repair will cost 3 million crowns.", True),
        (
            "On 2 March the repair was to cost 5 crowns.",
            "On 3 May the repair was to cost 5 crowns.",
            False,
        ),
        (
            "The repair will cost a lot, they said on 2 March.",
            "The repair will cost 5 crowns.",
            False,
        ),
    ],
)
def test_figures_are_compared_by_value_and_days_are_none(
    older: str, newer: str, differ: bool
) -> None:
    asked = question("How much will the repair cost?")
    one, other = sentence(older, date(2023, 3, 2)), sentence(newer, date(2023, 5, 4))
    assert (find_disagreement(asked, [one, other]) is not None) is differ


def test_without_two_dates_nobody_can_say_which_is_newer() -> None:
    undated = sentence("There are 99 seals on Gull Bar.", None)
    assert find_disagreement(question(), [APRIL, undated]) is None


def test_another_subject_is_no_disagreement() -> None:
    other = sentence("The ferry carries 43 passengers.", date(2023, 5, 1))
    assert find_disagreement(question(), [APRIL, other]) is None


def test_figures_that_count_different_things_are_no_disagreement() -> None:
    asked = question("How many seals did the warden count?")
    grey = sentence("The warden counted 187 grey seals.", date(2023, 5, 20))
    counts = sentence("It was the 12th year in which the warden counted.", date(2023, 5, 20))
    assert find_disagreement(asked, [APRIL, grey]) is not None
    assert find_disagreement(asked, [APRIL, counts]) is None


COST = "How much will the Weir Bridge repair cost?"
VOTE = sentence(
    "The work is expected to cost 2.4 million crowns.",
    date(2023, 3, 2),
    title="Council votes to repair Weir Bridge",
)


def test_a_corrected_figure_is_told_where_only_the_titles_name_the_subject() -> None:
    corrected = sentence(
        "The repair of the Weir Bridge will cost 3.1 million crowns.",
        date(2023, 3, 9),
        title="Weir Bridge repair will cost 3.1 million crowns, not 2.4 million",
    )
    found = find_disagreement(question(COST), [corrected, VOTE])
    assert found is not None
    assert (found.newer, found.older) == (corrected, VOTE)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The repair of the bridge will take 14 weeks.", "Weir Bridge repair begins"),
        ("A boat trip beside it will cost 12 crowns.", "Summer on the river"),
        ("The diversion during it will cost bus riders 9 minutes.", "Weir Bridge repair begins"),
        ("The repair will cost 2.4 million crowns.", "Weir Bridge repair begins"),
    ],
    ids=["another fact", "another subject", "another unit", "the same figure"],
)
def test_other_figures_under_a_like_title_are_no_disagreement(text: str, title: str) -> None:
    other = sentence(text, date(2023, 3, 9), title=title)
    assert find_disagreement(question(COST), [other, VOTE]) is None


def test_two_days_of_one_event_are_no_disagreement_where_the_titles_say_all_that_is_asked() -> None:
    aground = sentence("The ferry ran aground on Tuesday.", date(2023, 5, 2), title="Ferry aground")
    freed = sentence("The ferry left on Friday.", date(2023, 5, 6), title="Ferry aground is free")
    assert find_disagreement(question("When was the ferry aground?"), [aground, freed]) is None


def test_a_role_that_changed_hands_is_told_and_the_newer_holder_comes_first() -> None:
    old = sentence("It costs a lot, the town treasurer Salome Keel said.", date(2023, 3, 9), 6.0)
    new = sentence("Ilse Marten, the new town treasurer, cut the budget.", date(2023, 5, 2))
    asked = question("Who is the town treasurer?")
    found = find_disagreement(asked, [old, new])
    assert found is not None
    assert (found.newer, found.older) == (new, old)
    same = sentence("The town treasurer, Keel, disagreed.", date(2023, 5, 2))
    assert find_disagreement(asked, [old, same]) is None
    assert find_disagreement(question("Who likes the town treasurer?"), [old, new]) is None


def test_a_good_first_quote_lets_few_others_in_and_a_poor_one_more() -> None:
    def quotes(*scores: float) -> list[str]:
        found = tuple(sentence(f"Sentence {score}.", None, score) for score in scores)
        evidence = Evidence(question("Why?"), tuple(each.hit for each in found), found)
        (draft,) = ExtractiveAnswerer(3, outline).stream(evidence)
        return [each.quote for each in draft.citations]

    assert quotes(8.0, 4.0, 2.0) == ["Sentence 8.0.", "Sentence 4.0."]
    assert quotes(2.0, -8.0, -9.0) == ["Sentence 2.0.", "Sentence -8.0."]


def test_a_much_weaker_quote_stays_where_it_says_otherwise() -> None:
    weak = replace(MAY, score=-1.0)
    evidence = Evidence(question(), (APRIL.hit, weak.hit), (APRIL, weak))
    (draft,) = ExtractiveAnswerer(3, outline).stream(evidence)
    assert [citation.quote for citation in draft.citations] == [weak.text, APRIL.text]
