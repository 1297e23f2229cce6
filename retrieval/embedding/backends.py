"""What embedding models run on: onnxruntime, or sentence-transformers, which can export a graph.

The first loads in 0.3 s and needs neither torch nor transformers; they are imported by the second.
"""

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np

from footnote.retrieval.embedding.embedder import EmbeddingBackend, Vectors
from footnote.retrieval.errors import ModelDamaged
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.onnx import open_model
from footnote.retrieval.models.weights import ModelFiles

Pooling = Literal["cls", "inside"]


class OnnxBackend:
    """A graph whose output is the sentence vector itself, or tokens of which the first counts.

    With pooling `inside`, a second output may hold the tokens.

    Texts run one by one, on as many threads as there are processors. On a CPU that takes half the
    work of a batch on all of them together (nothing is padded, everything stays in the caches),
    and a text's vector never depends on its company, as it does in batches of int8 graphs.
    """

    name = "onnx"

    def __init__(
        self,
        weights: Path,
        tokenizer: Path,
        *,
        dimension: int,
        max_tokens: int,
        pooling: Pooling,
        threads: int = 0,
    ) -> None:
        self.dimension = dimension
        self._pooling = pooling
        self._model = open_model(weights, tokenizer, max_tokens=max_tokens)
        self._threads = threads or os.cpu_count() or 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-norm rows of shape `(len(texts), dim)`."""
        return _unit_norm(np.stack(self._each(self._sentence, texts)))

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, per text, unit-norm rows `(tokens, dim)`."""
        return self._each(self._tokens, texts)

    def pieces(self, word: str) -> int:
        """Return the number of tokens in a word, without the special ones at its ends."""
        tokens = self._model.tokenize([word])[0]
        return len(tokens.ids) - sum(tokens.special_tokens_mask)

    def _sentence(self, text: str) -> Vectors:
        row: Vectors = self._model.run(self._model.tokenize([text]))[0]
        # A copy: a view would keep all the tokens of a text for its first one.
        return row[0].copy() if self._pooling == "cls" else row

    def _tokens(self, text: str) -> Vectors:
        output = 0 if self._pooling == "cls" else 1
        return _unit_norm(self._model.run(self._model.tokenize([text]), output)[0])

    def _each(self, run: Callable[[str], Vectors], texts: Sequence[str]) -> list[Vectors]:
        if len(texts) == 1:
            return [run(texts[0])]
        # The longest first: a thread that begins one last keeps the others waiting.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        # Threads of this call's own: a question must not stand in line behind an ingestion's texts.
        with ThreadPoolExecutor(self._threads, thread_name_prefix="footnote-embed") as pool:
            rows = dict(zip(order, pool.map(run, [texts[n] for n in order]), strict=True))
        return [rows[place] for place in range(len(texts))]


def _unit_norm(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


class SentenceTransformersBackend:
    """Any SentenceTransformer folder; asks nothing of the network."""

    name = "sentence-transformers"

    def __init__(self, folder: Path, *, batch_size: int = 32, threads: int = 0) -> None:
        """Load the model.

        Raises:
            ModelDamaged: The folder cannot be loaded as a SentenceTransformer.
        """
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as chatter

        chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        try:
            self.model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError, KeyError, AttributeError) as error:
            raise ModelDamaged(
                f"{folder} cannot be loaded as a sentence-transformers model "
                f"({str(error).splitlines()[0] if str(error) else type(error).__name__}). "
                "Install or download it again."
            ) from error
        self._batch_size = batch_size
        self.tokenizer_file = folder / "tokenizer.json"
        # Tokenizers keep truncation as state: two threads in one would disturb each other.
        self._one_at_a_time = Lock()
        self.dimension = int(self._encode(["dimension"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-norm rows of shape `(len(texts), dim)`."""
        # Like lengths share a batch: padding is computed and thrown away.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            vectors[batch] = self._encode([texts[place] for place in batch])
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, per text, unit-norm rows `(tokens, dim)`."""
        with self._one_at_a_time:
            found = self.model.encode(
                list(texts), output_value="token_embeddings", show_progress_bar=False
            )
        rows = [np.asarray(tokens, dtype=np.float32) for tokens in found]
        return [row / np.linalg.norm(row, axis=1, keepdims=True) for row in rows]

    def pieces(self, word: str) -> int:
        """Return the number of tokens in a word."""
        with self._one_at_a_time:
            return len(self.model.tokenizer.tokenize(word))

    def _encode(self, texts: list[str]) -> Vectors:
        with self._one_at_a_time:
            vectors = self.model.encode(
                texts,
                batch_size=len(texts),
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)


logger = logging.getLogger(__name__)

LEAST_COSINE = 0.9999
_OPSET = 17
_OUTPUTS = ("sentence_embedding", "token_embeddings")
_PROBES = (
    "a",
    "When will the new bridge over the Orla open?",
    "The council voted 7 to 4 on Tuesday; “we expect work to begin in May”, said its chair.",
    "Überraschung in Ödenburg: 3,5 % más — 水位が上がった 🙂",
    "The ferry was late. " * 40,
    "Prices rose. " * 400,
)


def exported_path(files: ModelFiles, cache: Path) -> Path:
    """Return where the export of exactly these weights lies, or would lie."""
    return cache / f"{files.name}-{files.weights_hash[:12]}.onnx"


def is_ready(path: Path, cache: Path) -> bool:
    """Whether a checked export lies there whole; a torn or altered file is not one."""
    try:
        expected = _mark(path).read_text(encoding="ascii").strip()
        return file_hash(path, cache) == expected
    except (OSError, ValueError):
        return False


def export(
    model: SentenceTransformersBackend, path: Path, max_tokens: int, *, tokens: bool = False
) -> bool:
    """Write the export and its mark, if its vectors are those of `model`; say whether they are.

    With `tokens`, the vectors of a text's tokens are a second output.
    Needs the `onnx` package. A cache folder that cannot be written, or a graph that disagrees,
    leaves nothing behind and is logged: sentence-transformers goes on doing the work.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".export-", suffix=".onnx")
        os.close(handle)
        temporary = Path(name)
        _write_graph(model, temporary, _OUTPUTS if tokens else _OUTPUTS[:1])
        candidate = OnnxBackend(
            temporary,
            model.tokenizer_file,
            dimension=model.dimension,
            max_tokens=max_tokens,
            pooling="inside",
        )
        cosine = least_cosine(model, candidate, _PROBES)
        if cosine < LEAST_COSINE:
            logger.warning("The ONNX export disagrees (cosine %.5f) and is not used.", cosine)
            return False
        digest = hashlib.sha256(temporary.read_bytes()).hexdigest()
        temporary.chmod(0o644)  # a cache may be made by one user and read by another
        temporary.replace(path)
        _mark(path).write_text(digest, encoding="ascii")
    except (ImportError, OSError, RuntimeError) as error:
        logger.info("No ONNX export was made (%s).", error)
        return False
    else:
        return True
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def least_cosine(one: EmbeddingBackend, other: EmbeddingBackend, texts: Sequence[str]) -> float:
    """Return the lowest cosine similarity between two backends' vectors of the same texts."""
    pairs = [(one.encode([text])[0], other.encode([text])[0]) for text in texts]
    return min(float(np.dot(left, right)) for left, right in pairs)


def _mark(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _write_graph(model: SentenceTransformersBackend, path: Path, outputs: Sequence[str]) -> None:
    import torch

    class Sentence(torch.nn.Module):
        """The whole pipeline, pooling and normalisation included, as one graph."""

        def __init__(self) -> None:
            super().__init__()
            self.pipeline = model.model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, ...]:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            result = self.pipeline(features)
            return tuple(result[name] for name in outputs)

    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        # The traced exporter is deprecated in favour of one that needs far more to be installed.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Sentence().eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=["input_ids", "attention_mask"],
            output_names=list(outputs),
            dynamic_axes={"input_ids": axes, "attention_mask": axes, **dict.fromkeys(outputs, axes)}
            | {_OUTPUTS[0]: {0: "batch"}},
        )
