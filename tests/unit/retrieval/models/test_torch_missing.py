"""What needs torch or onnx says which extra brings it; nothing else asks for them."""

import sys
from pathlib import Path

import pytest

from footnote.retrieval.embedding.factory import open_embedder
from footnote.retrieval.embedding.unpacking import unpacked
from footnote.retrieval.errors import ModelMissing
from footnote.retrieval.models.weights import KNOWN, ModelFiles
from footnote.retrieval.options import EmbeddingOptions, ModelOptions
from footnote.retrieval.verification.checking import open_entailment


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core alone: what the extras bring cannot be imported."""
    for name in ("torch", "transformers", "sentence_transformers", "onnx"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.usefixtures("light")
def test_a_model_of_sentence_transformers_names_its_extra(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.safetensors").write_bytes(b"weights")
    options = EmbeddingOptions(model=str(tmp_path / "mine"))
    embedder = open_embedder(options, ModelOptions(hub=False, cache=tmp_path / "cache"))
    with pytest.raises(ModelMissing) as told:
        embedder.embed_query("Who?")
    assert "The model mine runs with sentence-transformers, which is not installed" in str(
        told.value
    )
    assert "pip install 'footnote-bot[sentence-transformers]'" in str(told.value)


@pytest.mark.usefixtures("light")
def test_a_local_checker_names_its_extra() -> None:
    with pytest.raises(ModelMissing, match=r"footnote-bot\[sentence-transformers\]"):
        open_entailment("somebody/a-model-of-inference")("It rains.", "It is wet.")


@pytest.mark.usefixtures("light")
def test_a_packed_model_names_its_extra(tmp_path: Path) -> None:
    weights = tmp_path / "e5-small-q4.bin"
    weights.write_bytes(b"four bits")
    known = KNOWN["multilingual-e5-small"]
    files = ModelFiles(known.name, tmp_path, weights, "0" * 64, "folder", known.licence, known)
    with pytest.raises(ModelMissing, match=r"footnote-bot\[multilingual\]"):
        unpacked(files, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
