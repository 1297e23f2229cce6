"""What a library may spend in a day, and which passages its tokens go to."""

from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.answering.offering import chosen_passages
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.usage import TokenBudget


def test_a_days_tokens_are_counted_over_processes_and_end(tmp_path: Path) -> None:
    one, other = (TokenBudget(tmp_path, 100, lambda: date(2026, 1, 1)) for _ in range(2))
    one.ask()
    one.spend(60)
    other.ask()
    other.spend(50)
    assert one.spent() == other.spent() == 110
    with pytest.raises(AnswererError, match="answers again tomorrow"):
        one.ask()


def test_a_new_day_begins_anew_and_old_days_go(tmp_path: Path) -> None:
    for day in range(1, 15):
        budget = TokenBudget(tmp_path, 100, lambda day=day: date(2026, 1, day))  # type: ignore[misc]
        budget.ask()
        budget.spend(100)
    assert len(list(tmp_path.iterdir())) == 7


def test_a_line_cut_short_or_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    budget = TokenBudget(tmp_path / "file" / "below", 100, lambda: date(2026, 1, 1))
    (tmp_path / "file").write_text("in the way")
    budget.spend(5)
    assert budget.spent() == 0


def hit(article: str, number: int, relevance: float = 1.0, text: str = "x" * 100) -> Hit:
    passage = Passage(f"{article}{number}", article, number, 0, len(text), text)
    return Hit(passage, ArticleHead(article, article), relevance, relevance)


def names(hits: list[Hit]) -> list[str]:
    return [each.passage.id for each in hits]


def test_other_articles_come_before_the_fourth_passage_of_one() -> None:
    hits = [hit("a", n) for n in range(5)] + [hit("b", 0), hit("c", 0)]
    assert names(chosen_passages(hits, most=5, characters=9_999)) == ["a0", "a1", "a2", "b0", "c0"]
    assert len(chosen_passages(hits, most=9, characters=9_999)) == 7


def test_no_more_is_given_than_the_context_holds() -> None:
    hits = [hit(article, 0) for article in "abcdef"]
    assert len(chosen_passages(hits, most=9, characters=250)) == 2
    assert len(chosen_passages(hits, most=9, characters=10)) == 1


def test_what_is_beside_the_point_is_left_out_behind_the_first_three() -> None:
    hits = [hit("a", 0), *(hit(article, 0, -9.0) for article in "bcdef")]
    assert names(chosen_passages(hits, most=9, characters=9_999)) == ["a0", "b0", "c0"]
