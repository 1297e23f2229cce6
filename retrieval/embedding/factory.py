"""Choose how an embedding model is run: a ready ONNX graph where there is one."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from footnote.retrieval.embedding.backends import (
    OnnxBackend,
    Pooling,
    SentenceTransformersBackend,
    export,
    exported_path,
    is_ready,
)
from footnote.retrieval.embedding.embedder import Embedder, EmbeddingBackend, LateScale
from footnote.retrieval.errors import ModelError
from footnote.retrieval.languages import Language
from footnote.retrieval.models.onnx import Shared, state_of
from footnote.retrieval.models.weights import ModelFiles, cache_folder, require_torch, resolve
from footnote.retrieval.options import EmbeddingOptions, ModelOptions


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a model's files do not say of themselves."""

    dimension: int
    max_tokens: int
    query_prefix: str = ""
    document_prefix: str = ""
    late_scale: LateScale | None = None


_TRAITS = {
    "all-MiniLM-L6-v2": _Traits(dimension=384, max_tokens=256),
    "bge-small-en-v1.5": _Traits(
        dimension=384,
        max_tokens=512,
        query_prefix="Represent this sentence for searching relevant passages: ",
    ),
    "multilingual-e5-small": _Traits(
        dimension=384,
        max_tokens=512,
        query_prefix="query: ",
        document_prefix="passage: ",
        # Fitted on XQuAD so that a threshold of 2, the cross-encoder's, lets through one question
        # in twenty whose article is missing; see docs/languages.md.
        late_scale=LateScale(
            steepness=100.0,
            overlap=2.0,
            even={**dict.fromkeys(Language, 0.81), Language.CHINESE: 0.837},
            across={**dict.fromkeys(Language, 0.763), Language.CHINESE: 0.748},
        ),
    ),
}

_E5 = re.compile(r"(?:^|[-_])e5-(?:small|base|large)", re.IGNORECASE)
_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
"""What the cards of the E5 models ask for; their files do not say it."""

_STANDARD: Shared[SentenceTransformersBackend] = Shared()


def open_embedder(options: EmbeddingOptions, models: ModelOptions) -> Embedder:
    """Return the embedder of the settings; its files are found now and loaded at first use.

    Backend `auto` runs an ONNX graph when one is ready. For all-MiniLM-L6-v2 none is at first:
    the first use goes through sentence-transformers, exports the graph, and every later process
    starts without torch. Both give the same vectors and share a fingerprint.

    Raises:
        ModelError: The files are missing or damaged, or cannot run on the backend asked for. That
            sentence-transformers is not installed is told by the first use of what needs it.
    """
    files = resolve(options.model, models)
    traits = _TRAITS.get(files.known.name) if files.known else None
    if traits is None:
        if files.known is not None:
            raise ModelError(f"{files.name} is no embedding model. Set embedding.model to one.")
        if options.backend == "onnx":
            raise ModelError(
                f"{files.name} cannot run on the backend onnx: its pooling is not known. "
                "Set embedding.backend to sentence-transformers."
            )
        prompts = _prompts(files)
        return Embedder(
            fingerprint=files.fingerprint,
            load=lambda: _sentence_transformers(files, options),
            query_prefix=prompts.get("query", ""),
            document_prefix=prompts.get("document", prompts.get("passage", "")),
        )
    return Embedder(
        fingerprint=files.fingerprint,
        load=_loader(files, traits, options, cache_folder(models)),
        dimension=traits.dimension,
        query_prefix=traits.query_prefix,
        document_prefix=traits.document_prefix,
        late_scale=traits.late_scale,
    )


def _loader(
    files: ModelFiles, traits: _Traits, options: EmbeddingOptions, cache: Path
) -> Callable[[], EmbeddingBackend]:
    packed = files.weights.suffix == ".bin"
    if not packed and files.weights.suffix != ".onnx":
        return lambda: _exported(files, traits, options, cache)
    if options.backend == "sentence-transformers":
        form = "packed for onnxruntime" if packed else "as an ONNX graph"
        raise ModelError(
            f"{files.name} lies here {form}, which sentence-transformers does not run. "
            "Set embedding.backend to auto."
        )
    if packed:
        return lambda: _unpacked(files, traits, options, cache)
    tokenizer = files.folder / "tokenizer.json"
    return lambda: _onnx(files.weights, tokenizer, traits, options, "cls")


def _unpacked(
    files: ModelFiles, traits: _Traits, options: EmbeddingOptions, cache: Path
) -> EmbeddingBackend:
    from footnote.retrieval.embedding.unpacking import GRAPH, TOKENIZER, unpacked

    folder = unpacked(files, cache)
    return _onnx(folder / GRAPH, folder / TOKENIZER, traits, options, "inside")


def _exported(
    files: ModelFiles, traits: _Traits, options: EmbeddingOptions, cache: Path
) -> EmbeddingBackend:
    if options.backend == "sentence-transformers":
        return _sentence_transformers(files, options)
    path = exported_path(files, cache)
    if not is_ready(path, cache):
        model = _sentence_transformers(files, options)
        if not export(model, path, traits.max_tokens, tokens=traits.late_scale is not None):
            if options.backend == "onnx":
                raise ModelError(
                    f"{files.name} could not be exported to ONNX into {cache}. Install the package "
                    "onnx and make the folder writable, or set embedding.backend to auto."
                )
            return model
    return _onnx(path, files.folder / "tokenizer.json", traits, options, "inside")


def _onnx(
    weights: Path, tokenizer: Path, traits: _Traits, options: EmbeddingOptions, pooling: Pooling
) -> OnnxBackend:
    return OnnxBackend(
        weights,
        tokenizer,
        dimension=traits.dimension,
        max_tokens=traits.max_tokens,
        pooling=pooling,
        threads=options.threads,
    )


def _sentence_transformers(
    files: ModelFiles, options: EmbeddingOptions
) -> SentenceTransformersBackend:
    require_torch(files.name)
    return _STANDARD.get(
        (state_of(files.weights), options.batch_size, options.threads),
        lambda: SentenceTransformersBackend(
            files.folder, batch_size=options.batch_size, threads=options.threads
        ),
    )


def _prompts(files: ModelFiles) -> dict[str, str]:
    """Return the prefixes a SentenceTransformer folder asks for, by role."""
    path = files.folder / "config_sentence_transformers.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        config = {}
    prompts = config.get("prompts") if isinstance(config, dict) else None
    named = {str(role): str(text) for role, text in (prompts or {}).items() if text}
    return named or (_E5_PROMPTS if _E5.search(files.name) else {})
