"""Keeps the runnable form of a packed model in the cache, made once and checked at every use."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from footnote.retrieval.errors import ModelError, ModelMissing
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.weights import ModelFiles

GRAPH, TOKENIZER, _MARK = "model.onnx", "tokenizer.json", "made.sha256"
_LAYOUT = 2
"""Moves whenever the same packed file would be written in another form."""


def unpacked(files: ModelFiles, cache: Path) -> Path:
    """Return the folder with graph and tokenizer of a packed model, made now where it is missing.

    Raises:
        ModelDamaged: The packed file cannot be read.
        ModelMissing: The package onnx, which writes the graph, is not installed.
        ModelError: The cache folder cannot be written.
    """
    folder = cache / f"{files.name}-{files.weights_hash[:12]}-{_LAYOUT}"
    if _is_ready(folder, cache):
        return folder
    if importlib.util.find_spec("onnx") is None:
        raise ModelMissing(
            f"{files.name} is unpacked with the package onnx, which is not installed. "
            "Get it with: pip install 'footnote-bot[multilingual]'"
        )
    try:
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=cache, prefix=".unpack-"))
    except OSError as error:
        raise _unwritable(files, cache, error) from error
    try:
        _write(files, temporary)
        _put(temporary, folder)
    except OSError as error:
        raise _unwritable(files, cache, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _write(files: ModelFiles, folder: Path) -> None:
    from footnote.retrieval.embedding.packed import read_packed
    from footnote.retrieval.embedding.packed_graph import write_graph, write_tokenizer

    model = read_packed(files.weights)
    write_tokenizer(model, folder / TOKENIZER)
    write_graph(model, folder / GRAPH)
    digests = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _made()]
    (folder / _MARK).write_text("\n".join(digests), encoding="ascii")
    folder.chmod(0o755)  # a cache may be made by one user and read by another


def _put(temporary: Path, folder: Path) -> None:
    """Move a finished folder to its place; of two processes at once, either's is as good."""
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        os.rename(temporary, folder)  # noqa: PTH104 - refuses a folder another process has filled
    except OSError:
        if not (folder / _MARK).is_file():
            raise


def _is_ready(folder: Path, cache: Path) -> bool:
    try:
        digests = (folder / _MARK).read_text(encoding="ascii").split()
        return digests == [file_hash(folder / name, cache) for name in _made()]
    except (OSError, ValueError):
        return False


def _made() -> tuple[str, str]:
    return GRAPH, TOKENIZER


def _unwritable(files: ModelFiles, cache: Path, error: OSError) -> ModelError:
    return ModelError(
        f"{files.name} must be unpacked once into {cache}, which cannot be written "
        f"({error.strerror or error}). Set models.cache to a folder that can."
    )
