"""The real models: both ways of running MiniLM agree, and bge finds what it should."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from footnote.retrieval.embedding import Embedder, open_embedder
from footnote.retrieval.embedding.backends import is_ready, least_cosine
from footnote.retrieval.errors import ModelError
from footnote.retrieval.options import EmbeddingOptions, ModelOptions
from tests.support.embedding import assert_company_changes_nothing

pytestmark = pytest.mark.integration

MINILM = "all-MiniLM-L6-v2"

TEXTS = [
    "The bridge over the Orla opens in May.",
    "Rasmussen will visit Moscow on Nov. 15.",
    "水位が上がった, said the mayor; “3,5 %” more.",
    "a",
    "The ferry was late. " * 300,
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> ModelOptions:
    return ModelOptions(hub=False, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def standard(models: ModelOptions) -> Embedder:
    return open_embedder(EmbeddingOptions(model=MINILM, backend="sentence-transformers"), models)


@pytest.fixture(scope="module")
def exported(models: ModelOptions) -> Embedder:
    embedder = open_embedder(EmbeddingOptions(model=MINILM), models)
    embedder.warm_up()
    return embedder


def test_the_export_says_what_sentence_transformers_says(
    standard: Embedder, exported: Embedder
) -> None:
    assert (standard.backend.name, exported.backend.name) == ("sentence-transformers", "onnx")
    assert standard.fingerprint == exported.fingerprint
    assert standard.dimension == exported.dimension == 384
    assert least_cosine(standard.backend, exported.backend, TEXTS) >= 0.9999


def test_company_in_a_batch_changes_nothing(exported: Embedder) -> None:
    assert_company_changes_nothing(exported, TEXTS)


def test_small_batches_change_neither_vectors_nor_their_order(
    models: ModelOptions, standard: Embedder
) -> None:
    options = EmbeddingOptions(model=MINILM, backend="sentence-transformers", batch_size=2)
    paired = open_embedder(options, models).encode(TEXTS)
    assert np.allclose(paired, standard.encode(TEXTS), atol=1e-5)


@pytest.mark.usefixtures("exported")
def test_a_later_process_needs_no_torch(models: ModelOptions) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from footnote.retrieval.embedding import open_embedder\n"
        "from footnote.retrieval.options import EmbeddingOptions, ModelOptions\n"
        "options = ModelOptions(hub=False, cache=Path(sys.argv[1]))\n"
        "open_embedder(EmbeddingOptions(model='all-MiniLM-L6-v2'), options).embed_query('who?')\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))\n"
    )
    command = [sys.executable, "-c", script, str(models.cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("exported")
def test_a_torn_export_is_not_ready(models: ModelOptions, tmp_path: Path) -> None:
    assert models.cache is not None
    ready = next(models.cache.glob("*.onnx"))
    assert is_ready(ready, models.cache)
    torn = tmp_path / ready.name
    torn.write_bytes(ready.read_bytes()[:-1])
    torn.with_suffix(".sha256").write_bytes(ready.with_suffix(".sha256").read_bytes())
    assert not is_ready(torn, models.cache)
    assert not is_ready(tmp_path / "nothing.onnx", models.cache)


def test_bge_small_finds_the_sentence_that_answers(models: ModelOptions) -> None:
    embedder = open_embedder(EmbeddingOptions(model="bge-small-en-v1.5"), models)
    vectors = np.array(embedder.embed_documents(TEXTS))
    assert embedder.backend.name == "onnx"
    assert np.argmax(vectors @ embedder.embed_query("When does the bridge open?")) == 0
    assert np.argmax(vectors @ embedder.embed_query("Who is going to Russia?")) == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (EmbeddingOptions(model="ms-marco-MiniLM-L-12-v2"), "is no embedding model"),
        (
            EmbeddingOptions(model="bge-small-en-v1.5", backend="sentence-transformers"),
            "Set embedding.backend to auto",
        ),
    ],
)
def test_what_cannot_run_says_so(
    models: ModelOptions, options: EmbeddingOptions, reason: str
) -> None:
    with pytest.raises(ModelError, match=reason):
        open_embedder(options, models)
