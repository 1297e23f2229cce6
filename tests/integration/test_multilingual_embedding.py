"""multilingual-e5-small, as the package carries it: unpacked once, alike in three languages."""

from pathlib import Path

import numpy as np
import pytest

from footnote.retrieval.embedding import Embedder, open_embedder
from footnote.retrieval.errors import ModelDamaged, ModelError
from footnote.retrieval.options import EmbeddingOptions, ModelOptions
from tests.support.embedding import assert_company_changes_nothing

pytestmark = pytest.mark.integration

E5 = EmbeddingOptions(model="multilingual-e5-small")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def embedder(cache: Path) -> Embedder:
    opened = open_embedder(E5, ModelOptions(hub=False, cache=cache))
    opened.warm_up()
    return opened


@pytest.mark.parametrize(
    "question",
    [
        "When was the university founded?",
        "¿Cuándo se fundó la universidad?",
        "这所大学是哪一年成立的？",
    ],
)
@pytest.mark.parametrize(
    "passages",
    [
        ["The university was founded in 1898.", "The ferry leaves at nine."],
        ["La universidad se fundó en 1898.", "El transbordador sale a las nueve."],
        ["这所大学成立于1898年。", "渡轮九点出发。"],
    ],
)
def test_a_question_finds_its_answer_in_each_language(
    embedder: Embedder, question: str, passages: list[str]
) -> None:
    right, wrong = np.array(embedder.embed_documents(passages)) @ embedder.embed_query(question)
    assert right > wrong + 0.04


def test_question_and_passage_are_read_with_their_prefixes(embedder: Embedder) -> None:
    text = "The ferry leaves at nine."
    asked, stored = embedder.embed_query(text), embedder.embed_documents([text])[0]
    plain = embedder.backend.encode([f"query: {text}", f"passage: {text}"])
    assert np.allclose([asked, stored], plain, atol=1e-5)
    assert not np.allclose(asked, stored, atol=1e-3)


def test_company_and_length_change_nothing(embedder: Embedder) -> None:
    texts = ["a", "北京", "¿Qué?", "The ferry was late. " * 300, "\u200bx\x07  y"]
    assert_company_changes_nothing(embedder, texts)


def test_what_was_unpacked_is_used_again_and_made_anew_when_altered(
    embedder: Embedder, cache: Path
) -> None:
    (graph,) = cache.glob("multilingual-e5-small-*/model.onnx")
    made = graph.stat().st_mtime_ns
    models = ModelOptions(hub=False, cache=cache)
    open_embedder(E5, models).warm_up()
    assert graph.stat().st_mtime_ns == made
    graph.write_bytes(b"torn")
    again = open_embedder(E5, models)
    assert np.allclose(again.embed_query("ferry"), embedder.embed_query("ferry"), atol=1e-5)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(ModelError, match=r"unpacked once into .*Set models\.cache"):
        open_embedder(E5, ModelOptions(hub=False, cache=blocked)).warm_up()


def test_a_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    from footnote.retrieval.embedding.packed import read_packed

    path = tmp_path / "packed.bin"
    for content in (b"", b"E5S1", b"nothing of the kind" * 10):
        path.write_bytes(content)
        with pytest.raises(ModelDamaged, match="is not a packed E5 model"):
            read_packed(path)
