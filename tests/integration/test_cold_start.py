"""What a single question from the command line loads, and what the LangChain doors are made of."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable

from footnote.retrieval import Filters, Footnote, Question, RetrievalOptions
from footnote.retrieval.models import onnx
from footnote.retrieval.options import RerankingOptions
from footnote.retrieval.preloading import preloaded

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
QUESTION = "Who is the curator of the glass museum?"

# Each of these costs a second or so, or drags in what does.
UNWANTED = [
    "torch", "transformers", "sentence_transformers", "sklearn", "scipy", "chromadb",
    "langchain_chroma", "langchain_core", "langchain", "langsmith", "requests", "httpx",
    "trafilatura", "lxml", "discord", "huggingface_hub", "onnx", "rich.markdown",
]  # fmt: skip

ASK = f"""
import atexit, sys
atexit.register(lambda: print([name for name in {UNWANTED} if name in sys.modules]))
from footnote.bot.cli import main
main()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cold")
    with Footnote.open(folder, create=True) as footnote:
        footnote.ingest([ROOT / "samples" / "articles"])
    return folder


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_question_loads_no_model_library_no_langchain_and_no_chroma(
    home: Path, form: list[str]
) -> None:
    command = [sys.executable, "-c", ASK, "--home", str(home), *form, "ask", QUESTION]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    answer, loaded = done.stdout.strip().rsplit("\n", 1)
    assert "[1]" in answer
    assert loaded == "[]"


def test_the_doors_to_langchain_give_the_same_answers(home: Path) -> None:
    asked = Question(QUESTION, date(2023, 6, 15))
    with Footnote.open(home) as footnote:
        assert isinstance(footnote.chain, Runnable)
        assert isinstance(footnote.retriever, BaseRetriever)
        plain, chained = footnote.ask(asked), footnote.chain.invoke(asked)
        assert plain.citations
        assert (plain.text, plain.citations) == (chained.text, chained.citations)
        assert [answer.text for answer in footnote.stream(asked)][-1] == plain.text
        documents = footnote.retriever.invoke(QUESTION)
        assert documents[0].page_content == plain.passages[0].passage.text
        embeddings = footnote.library.vectors.store.embeddings
        assert isinstance(embeddings, Embeddings)
        same = footnote.library.embedder
        assert embeddings.embed_query(QUESTION) == same.embed_query(QUESTION)
        assert embeddings.embed_documents(["a"]) == same.embed_documents(["a"])


def test_the_retriever_keeps_the_limits_of_a_call(home: Path) -> None:
    limits = Filters(until=date(2023, 5, 1))
    asked = Question("How many seals were counted?", date(2023, 6, 15), limits)
    with Footnote.open(home) as footnote:
        documents = footnote.retriever.invoke(
            asked.text, as_of=asked.as_of, until="2023-05-01", k=3
        )
        assert documents
        assert [each.id for each in documents] == [
            hit.passage.id for hit in footnote.search(asked)[:3]
        ]
        for each in documents:
            article = footnote.article(each.metadata["article"])
            assert article is not None
            assert article.text[each.metadata["start"] : each.metadata["end"]] == each.page_content
            assert each.metadata["published"] <= "2023-05-01"
        assert footnote.retriever.invoke(asked.text, since=date(2030, 1, 1)) == []


def test_a_preloaded_library_answers_at_once_or_waits_for_its_models(home: Path) -> None:
    with Footnote.open(home) as footnote:
        footnote.preload()
        assert footnote.ask(Question(QUESTION, date(2023, 6, 15))).citations


def test_models_loaded_ahead_are_shared_with_the_library_that_opens_meanwhile(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    real = onnx.OnnxModel.__init__

    def counted(self: onnx.OnnxModel, weights: Path, *rest: Any, **more: Any) -> None:
        opened.append(weights)
        real(self, weights, *rest, **more)

    monkeypatch.setattr(onnx.OnnxModel, "__init__", counted)
    monkeypatch.setattr(onnx, "_OPEN", onnx.Shared())
    with preloaded(RetrievalOptions()), Footnote.open(home) as footnote:
        assert footnote.ask(Question(QUESTION, date(2023, 6, 15))).citations
    assert len(opened) == len(set(opened)) == 3


def test_what_cannot_be_loaded_ahead_is_told_by_the_question(home: Path) -> None:
    options = RetrievalOptions(
        reranking=RerankingOptions(model="no-such-reranker"),
        models=RetrievalOptions().models.model_copy(update={"hub": False}),
    )
    with preloaded(options), Footnote.open(home, options=options) as footnote:
        footnote.preload()
        with pytest.raises(Exception, match="no-such-reranker is not on this machine"):
            footnote.ask(QUESTION)
