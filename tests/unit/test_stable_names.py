"""The names that people import: they change with a major version only."""

import inspect

import pytest

import footnote
from footnote import (
    Answer,
    Citation,
    Filters,
    Footnote,
    Question,
    RetrievalOptions,
    Turn,
    prompts,
    retrieval,
)

NAMES = """Answer Article ArticleHead Citation Filters Footnote FootnoteError Hit Passage Question
RetrievalOptions Turn""".split()
METHODS = """article articles ask chain close forget generation ingest open passage passages
retriever search warm_up""".split()


def test_the_names_of_the_package_stay() -> None:
    assert set(NAMES) <= set(footnote.__all__)
    assert all(getattr(footnote, name).__name__ == name for name in footnote.__all__)


def test_the_room_offers_the_same_names_as_the_door() -> None:
    assert [getattr(retrieval, name) for name in retrieval.__all__] == [
        getattr(footnote, name) for name in footnote.__all__
    ]


def test_what_the_door_does_not_know_is_named() -> None:
    with pytest.raises(AttributeError, match="module 'footnote' has no attribute 'Footnot'"):
        _ = footnote.Footnot


def test_the_names_of_the_prompts_stay() -> None:
    assert {"Prompt", "PromptError", "load_prompt"} <= set(prompts.__all__)


def test_what_a_library_offers_stays() -> None:
    assert [name for name in METHODS if not hasattr(Footnote, name)] == []
    opened = inspect.signature(Footnote.open).parameters
    assert list(opened) == ["home", "library", "options", "create"]
    assert opened["create"].kind is inspect.Parameter.KEYWORD_ONLY
    assert list(inspect.signature(Footnote.ask).parameters) == ["self", "question"]


def test_the_parts_of_questions_and_answers_stay() -> None:
    parts = {
        Question: ["text", "as_of", "filters", "history"],
        Filters: ["since", "until", "source"],
        Turn: ["question", "answer", "evidence"],
        Citation: ["marker", "article", "passage_id", "start", "end", "quote"],
        Answer: ["question", "as_of", "status", "text", "sentences", "citations", "passages"],
    }
    for kind, names in parts.items():
        assert list(inspect.signature(kind).parameters)[: len(names)] == names
    groups = {"answering", "chunking", "embedding", "generation", "models", "reranking"}
    assert groups | {"search", "vectors"} <= set(RetrievalOptions.model_fields)


def test_everything_named_stable_is_described() -> None:
    described = [getattr(footnote, name) for name in NAMES]
    described += [inspect.getattr_static(Footnote, name) for name in METHODS]
    assert [each for each in described if not inspect.getdoc(each)] == []
