"""Export a SentenceTransformer once to an ONNX graph that does the same with far less to load."""

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from footnote.retrieval.embedding.embedder import EmbeddingBackend
from footnote.retrieval.embedding.onnx_backend import OnnxBackend
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.weights import ModelFiles

if TYPE_CHECKING:
    from footnote.retrieval.embedding.sentence_transformers_backend import (
        SentenceTransformersBackend,
    )

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
