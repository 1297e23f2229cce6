"""Embedding through sentence-transformers, and its export to an ONNX graph that needs no torch."""

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from footnote.retrieval.embedding.embedder import EmbeddingBackend, Vectors
from footnote.retrieval.embedding.onnx_backend import OnnxBackend
from footnote.retrieval.errors import ModelDamaged
from footnote.retrieval.iteration import batches
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.weights import ModelFiles


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
        for batch in batches(order, self._batch_size):
            vectors[list(batch)] = self._encode([texts[place] for place in batch])
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
    model: "SentenceTransformersBackend", path: Path, max_tokens: int, *, tokens: bool = False
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


def _write_graph(model: "SentenceTransformersBackend", path: Path, outputs: Sequence[str]) -> None:
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
