"""Candidates from words and vectors together, and what the question's today keeps out."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from footnote.retrieval.catalog.sqlite import reading
from footnote.retrieval.citing import Outlines
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.options import SearchOptions
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.search import Searcher
from footnote.retrieval.search.searcher import reciprocal_rank_fusion
from footnote.retrieval.storage.library import Library
from tests.support.shelf import (
    COUNCIL,
    CountingBackend,
    counting_embedder,
    make_article,
    make_entry,
    open_shelf,
)

TODAY = date(2022, 6, 10)

BRIDGE = make_article("bridge", "The bridge opens.", published=date(2022, 6, 9))
OLD_BRIDGE = make_article("old-bridge", "The bridge opens.", published=date(2015, 6, 9))
TOMORROW = make_article("tomorrow", "The bridge bridge opens again.", published=date(2022, 6, 11))
UNDATED = make_article("undated", "The ferry ferry sails.", published=None)
TITLED = make_article("titled", "It sails at noon.", title="Ferry timetable", source="Tidende")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        embedder = counting_embedder()
        library.commit(
            [make_entry(each, embedder) for each in (BRIDGE, OLD_BRIDGE, TOMORROW, UNDATED, TITLED)]
        )
        yield library


def found(
    library: Library,
    text: str,
    *,
    as_of: date = TODAY,
    filters: Filters | None = None,
    options: SearchOptions | None = None,
) -> list[str]:
    question = Question(text, as_of=as_of, filters=filters or Filters())
    hits = Searcher(library, options or SearchOptions()).search(question)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    return [hit.article.id.removeprefix("id-") for hit in hits]


def test_what_was_published_after_the_questions_today_is_not_there(town: Library) -> None:
    assert "tomorrow" not in found(town, "When does the bridge open?")
    assert "tomorrow" in found(town, "When does the bridge open?", as_of=date(2022, 6, 11))


def test_later_articles_take_no_places_in_a_short_list(town: Library) -> None:
    embedder = counting_embedder()
    later = [
        make_article(f"later-{day}", "The bridge.", published=TODAY + timedelta(days=day + 1))
        for day in range(30)
    ]
    town.commit([make_entry(each, embedder) for each in later])
    options = SearchOptions(dense_candidates=2, lexical_candidates=2)
    assert {"bridge", "old-bridge"} <= set(found(town, "the bridge", options=options))


def test_of_two_like_articles_the_newer_comes_first_and_an_old_one_where_its_year_is_named(
    town: Library,
) -> None:
    newer_first = found(town, "What is the latest on the bridge?")
    assert newer_first.index("bridge") < newer_first.index("old-bridge")
    older_first = found(town, "What happened to the bridge in 2015?")
    assert older_first.index("old-bridge") < older_first.index("bridge")


def test_words_of_the_title_find_a_passage(town: Library) -> None:
    assert "titled" in found(town, "timetable", options=SearchOptions(dense_candidates=1))


def test_filters_hold_for_words_and_vectors(town: Library) -> None:
    assert found(town, "ferry bridge", filters=Filters(source="tidende")) == ["titled"]
    assert found(town, "bridge", filters=Filters(until=date(2016, 1, 1))) == ["old-bridge"]


def test_evidence_of_earlier_turns_comes_along_but_not_from_the_future(town: Library) -> None:
    passage = {name: town.passages(f"id-{name}")[0].id for name in ("titled", "tomorrow")}
    searcher = Searcher(town, SearchOptions(dense_candidates=1, lexical_candidates=1))
    hits = searcher.search(Question("bridge", as_of=TODAY), list(passage.values()))
    ids = [hit.passage.id for hit in hits]
    assert passage["titled"] in ids
    assert passage["tomorrow"] not in ids


def test_a_question_of_two_sentences_finds_what_either_alone_is_nearest_to(town: Library) -> None:
    embedder = counting_embedder()
    both = make_article("both", "Council and ferry, council where does sail met.")
    town.commit([make_entry(each, embedder) for each in (both, COUNCIL)])
    one = SearchOptions(dense_candidates=1, lexical_candidates=1)
    asked = "The council met. Where does the ferry sail?"
    assert "undated" in found(town, asked, options=one)
    assert "undated" not in found(town, asked.replace(".", " and"), options=one)


def test_of_a_long_message_the_last_four_sentences_are_looked_up_alone(
    town: Library, tmp_path: Path
) -> None:
    sentences = [f"The {word} is here." for word in ("mill", "dam", "quay", "inn", "ferry")]
    backend = CountingBackend()
    embedder = Embedder(fingerprint="counting:1", load=lambda: backend, dimension=5)
    with open_shelf(tmp_path, create=False, embedder=embedder) as again:
        found(again, " ".join(sentences))
    assert backend.texts_seen == [" ".join(sentences), *sentences[1:]]


def test_a_mistyped_word_is_spelled_as_the_library_spells_it(town: Library) -> None:
    searcher = Searcher(town, SearchOptions())
    filters = Filters(source="Tidende")
    asked = Question("When does the ferrry sail?", as_of=TODAY, filters=filters)
    meant = Question("When does the ferry sail?", as_of=TODAY, filters=filters)
    assert searcher.respelled(asked) == meant
    assert searcher.respelled(meant) == meant


def test_each_ranking_adds_its_weight_over_sixty_and_the_rank() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b"]], [1.0, 0.5])
    assert dict(fused) == pytest.approx({"b": 1 / 62 + 0.5 / 61, "a": 1 / 61})
    assert list(fused) == ["b", "a"]


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    with open_shelf(tmp_path / "empty") as library:
        assert found(library, "Is anybody there?") == []


def test_a_question_asks_twice_whether_the_library_has_changed(
    town: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher, outlines = Searcher(town, SearchOptions()), Outlines(town)
    question = Question("The ferry sails. The bridge opens. When?", as_of=TODAY)
    searcher.search(question)
    asked: list[int] = []
    read = reading.read_generation
    monkeypatch.setattr(reading, "read_generation", lambda db: asked.append(read(db)) or asked[-1])
    hits = searcher.search(question)
    searcher.prior(question)
    assert all(outlines(hit.article.id) is not None for hit in hits)
    assert len(asked) == 2


def test_outlines_are_those_of_the_articles_a_search_has_found(town: Library) -> None:
    searcher, outlines = Searcher(town, SearchOptions()), Outlines(town)
    question = Question("the bridge", as_of=TODAY)
    searcher.search(question)
    before = outlines("id-bridge")
    changed = make_article("bridge", "The bridge opens.\nThe bridge has closed.")
    town.commit([make_entry(changed, counting_embedder())])
    searcher.search(question)
    after = outlines("id-bridge")
    assert before is not None
    assert after is not None
    assert len(after.blocks) > len(before.blocks)
