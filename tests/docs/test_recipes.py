"""The recipes of CONTRIBUTING: one of each kind registered where its recipe says, and used."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from footnote.evaluation.metrics import METRICS
from footnote.evaluation.record import Record
from footnote.evaluation.result import make_result
from footnote.retrieval import Footnote, Question, RetrievalOptions, cleaning, readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.options import ModelOptions, RerankingOptions
from footnote.retrieval.reranking.scorer import SCORERS
from tests.support.records import answered, refused


def read_lyrics(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the one page a file of timed lyrics is: what is sung, without the times."""
    lines = [line.rpartition("]")[2].strip() for line in path.read_text("utf-8").splitlines()]
    if not any(lines):
        raise InputError("holds no words", origin=str(path))
    yield RawPage(key=str(path), origin=str(path), text="\n".join(lines), path=str(path))


def test_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mill.lrc").write_text("[00:01.20] The Lower Mill burnt down in 1911.\n")
    (tmp_path / "silence.lrc").write_text("[00:01.20]\n")
    assert list(readers.find([tmp_path])) == []
    monkeypatch.setitem(readers.READERS, ".lrc", read_lyrics)
    found = [page for source in readers.find([tmp_path]) for page in readers.read(source)]
    song, silence = found
    assert isinstance(song, RawPage)
    assert cleaning.clean(song).text == "The Lower Mill burnt down in 1911."
    assert isinstance(silence, InputError)
    assert list(readers.unread([tmp_path])) == []


def brevity(record: Record) -> float | None:
    """Return one over the number of the answer's words; None for a refusal."""
    return 1 / len(record.text.split()) if record.answered else None


def test_a_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METRICS, "brevity", brevity)  # type: ignore[arg-type]
    texts = ("Two words.", "Four words are here.")
    result = make_result([*(answered(text=text) for text in texts), refused()], {})
    assert result.metrics["brevity"] == 0.375
    assert "brevity" in result.as_json(None)["intervals"]


class SharedWords:
    """Counts the question's words that a text holds; `least` of them are even odds."""

    def __init__(self, least: str, models: ModelOptions) -> None:
        self._least = int(least)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text."""
        words = set(query.lower().split())
        return [float(len(words & set(text.lower().split())) - self._least) for text in texts]

    def load(self) -> None:
        """There is nothing to load."""

    def warm_up(self) -> None:
        """There is nothing to load."""

    def close(self) -> None:
        """There is nothing to let go of."""


@pytest.mark.integration
def test_a_reranker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCORERS, "words", SharedWords)  # type: ignore[arg-type]
    mill, pier = tmp_path / "mill.txt", tmp_path / "pier.txt"
    mill.write_text("The mill\n\nThe Lower Mill was rebuilt by Ada Finch after the fire.\n")
    pier.write_text("The pier\n\nThe pier was painted green by volunteers in the spring.\n")
    options = RetrievalOptions(reranking=RerankingOptions(model="words:3"))
    with Footnote.open(tmp_path / "home", options=options, create=True) as footnote:
        footnote.ingest([os.fspath(mill), os.fspath(pier)])
        hits = footnote.search(Question("Who rebuilt the lower mill ?", date(2024, 1, 1)))
    assert hits[0].article.title == "The mill"
    # "rebuilt", "the", "lower" and "mill" are shared, and three of them are even odds.
    assert hits[0].relevance == 1.0
