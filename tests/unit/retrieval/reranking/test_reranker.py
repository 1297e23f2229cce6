"""The final order: what is read, how dates weigh, what is listed once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.options import RerankingOptions
from footnote.retrieval.question import Question
from footnote.retrieval.reranking import Reranker
from footnote.retrieval.reranking.reranker import windows

TODAY = date(2022, 6, 10)
QUESTION = Question("When does the ferry sail?", as_of=TODAY)
LONG = "The school has a new roof. " * 20


class WordCounter:
    """Stands for the cross-encoder: one point for each time the text says "ferry"."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read.extend(texts)
        return [float(text.lower().count("ferry")) for text in texts]


def hit(name: str, text: str, published: date | None = TODAY) -> Hit:
    passage = Passage(f"p-{name}", f"a-{name}", 0, 0, len(text), text)
    return Hit(passage, ArticleHead(f"a-{name}", f"About {name}", published=published), 0.0)


def rerank(
    hits: Sequence[Hit], *, passages: int = 10, encoder: WordCounter | None = None, **options: float
) -> list[Hit]:
    reranker = Reranker(
        encoder or WordCounter(),  # type: ignore[arg-type]
        RerankingOptions.model_validate(options),
        passages=passages,
    )
    return reranker.rerank(QUESTION, hits, lambda day: 1.0 if day == TODAY else 0.0)


def names(hits: Sequence[Hit]) -> list[str]:
    return [each.passage.id.removeprefix("p-") for each in hits]


def test_the_better_text_comes_first_with_its_logit() -> None:
    ranked = rerank([hit("roof", "A roof."), hit("sea", "Ferry, ferry.")])
    assert names(ranked) == ["sea", "roof"]
    assert [each.relevance for each in ranked] == [2.0, 0.0]
    assert [each.score for each in ranked] == [5.0, 3.0]


def test_a_date_that_fits_outweighs_little_but_leaves_relevance_alone() -> None:
    old = hit("old", "Ferry, ferry.", published=None)
    ranked = rerank([old, hit("new", "Ferry.")])
    assert names(ranked) == ["new", "old"]
    assert [each.relevance for each in ranked] == [1.0, 2.0]
    assert names(rerank([old, hit("new", "Ferry.")], date_weight=0)) == ["old", "new"]


def test_what_is_named_exactly_outweighs_what_only_looks_like_it() -> None:
    hits = [hit("other", "Ferry, ferry PX-12."), hit("named", "Ferry PX-21.")]
    question = Question("Which ferry is px-21?", as_of=TODAY)
    reranker = Reranker(WordCounter(), RerankingOptions(), passages=10)  # type: ignore[arg-type]
    ranked = reranker.rerank(question, hits, lambda day: 0.0)
    assert names(ranked) == ["named", "other"]
    assert [each.fit > 0 for each in ranked] == [True, False]


def test_where_the_newest_is_asked_for_the_highest_version_comes_first() -> None:
    hits = [
        replace(each, article=replace(each.article, title=f"Ferry {version}"))
        for version in ("1.9.0", "1.10.2", "1.2.0")
        for each in [hit(version, f"The ferry of {version}.")]
    ]
    reranker = Reranker(WordCounter(), RerankingOptions(), passages=10)  # type: ignore[arg-type]
    ranked = reranker.rerank(QUESTION, hits, lambda day: 0.0, newest=True)
    assert names(ranked) == ["1.10.2", "1.9.0", "1.2.0"]
    assert names(reranker.rerank(QUESTION, hits, lambda day: 0.0))[0] == "1.9.0"


def test_a_text_on_several_pages_is_listed_once() -> None:
    twice = [hit("one", "The ferry  sails."), hit("two", "the ferry sails.")]
    assert names(rerank(twice)) == ["one"]


def test_passages_are_read_in_a_window_and_the_leading_ones_again_in_a_wider_one() -> None:
    encoder = WordCounter()
    long = [hit(f"{number}", f"{LONG}The ferry {number}. {LONG}") for number in range(3)]
    ranked = rerank(long, encoder=encoder, window=60, wide_window=200, wide_reads=1)
    assert [len(text) < 120 for text in encoder.read] == [True, True, True, False]
    assert all("ferry" in text for text in encoder.read)
    assert len(ranked) == 3


def test_a_passage_is_as_relevant_as_the_best_of_what_was_read_of_it() -> None:
    class Brief(WordCounter):
        def score(self, query: str, texts: Sequence[str]) -> list[float]:
            return [1000.0 / len(text) for text in texts]

    class Long(WordCounter):
        def score(self, query: str, texts: Sequence[str]) -> list[float]:
            return [len(text) / 1000.0 for text in texts]

    text = f"{LONG}The ferry sails. {LONG}"
    options = {"window": 60, "wide_window": 300, "certain": 1000}
    for encoder, gains in ((Long(), True), (Brief(), False)):
        once = rerank([hit("one", text)], encoder=encoder, wide_reads=0, **options)
        twice = rerank([hit("one", text)], encoder=encoder, wide_reads=1, **options)
        assert ((twice[0].relevance or 0) > (once[0].relevance or 0)) is gains
        assert (twice[0].relevance or 0) >= (once[0].relevance or 0)


def test_scores_descend_and_what_was_read_twice_stays_before_what_was_not() -> None:
    hits = [hit(str(number), f"{'ferry ' * number}. {LONG}") for number in range(1, 9)]
    ranked = rerank(hits, window=60, wide_reads=3, passages=8, certain=100)
    assert names(ranked) == ["8", "7", "6", "5", "4", "3", "2", "1"]
    assert [each.score for each in ranked] == sorted((e.score for e in ranked), reverse=True)


def test_a_certain_one_among_the_first_saves_reading_the_others() -> None:
    encoder = WordCounter()
    told = (("a", "", 1), ("b", "It sails. ", 7), ("c", "", 9), ("d", "", 2))
    hits = [hit(name, f"{name} {words}{'ferry ' * times}") for name, words, times in told]
    ranked = rerank(hits, encoder=encoder, first_reads=2, wide_reads=0)
    assert names(ranked) == ["b", "a", "c", "d"]
    assert len(encoder.read) == 2
    assert [each.relevance for each in ranked] == [7.0, 1.0, None, None]
    assert [each.score for each in ranked] == [10.0, 4.0, 4.0, 4.0]
    older = hit("e", "When the ferry would sail was told in spring.")
    alike = rerank([*hits, older], first_reads=2, wide_reads=0)
    assert names(alike) == ["b", "a", "e", "c", "d"]
    assert names(rerank(hits, first_reads=2, certain=7.5)) == ["c", "b", "d", "a"]


def test_what_search_ranked_first_keeps_the_last_place_at_worst() -> None:
    hits = [hit("first", "Nothing."), *(hit(str(n), f"Ferry {n}.") for n in range(5))]
    ranked = rerank(hits, passages=3)
    assert names(ranked) == ["0", "1", "first"]
    assert [each.score for each in ranked] == [4.0, 4.0, 3.0]
    assert names(rerank(hits, passages=1)) == ["0"]
    assert names(rerank(hits))[-1] == "first"


def test_nothing_in_nothing_out() -> None:
    assert rerank([]) == []
    assert names(rerank([hit("one", "Ferry.")], wide_reads=0)) == ["one"]


def test_a_window_holds_the_rare_words_of_the_question() -> None:
    text = f"Ferries are old. {LONG}The timetable says noon. {LONG}"
    others = ["Ferries leave. " + LONG, "No ferries. " + LONG]
    first = windows("What is the ferries' timetable?", [text, *others], 60)[0]
    assert "timetable" in first


@pytest.mark.parametrize("text", ["", "Short.", "word " * 400])
def test_what_is_short_or_has_no_sentences_stays_whole(text: str) -> None:
    assert windows("word?", [text], 100) == [text] or len(text) > 100


@given(st.text(), st.lists(st.text(), max_size=4), st.integers(50, 400))
def test_a_window_is_part_of_its_text(question: str, texts: list[str], limit: int) -> None:
    for window, text in zip(windows(question, texts, limit), texts, strict=True):
        assert window in text
        assert window == text or len(text) > limit
