"""The seam to onnxruntime: a tokenizer and a graph, opened from files and run on batches."""

import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.errors import ModelDamaged, first_line

if TYPE_CHECKING:
    from tokenizers import Encoding

Thing = TypeVar("Thing")


class Shared(Generic[Thing]):
    """Keeps what was loaded for as long as anybody holds it; safe to share between threads."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[Hashable, Thing] = WeakValueDictionary()
        self._loading: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, load: Callable[[], Thing]) -> Thing:
        """Return what is held under a key, loaded now where nothing is; different keys in parallel.

        What `load` raises is passed on, and the next caller tries again.
        """
        with self._lock:
            loading = self._loading.setdefault(key, Lock())
        with loading:
            thing = self._held.get(key)
            if thing is None:
                thing = self._held[key] = load()
            return thing


def state_of(path: Path) -> Hashable:
    """Return what tells a file from another and from itself before it was changed."""
    try:
        facts = path.stat()
    except OSError:
        return (path, None)
    return (path.absolute(), facts.st_ino, facts.st_size, facts.st_mtime_ns)


type_ids_input = "token_type_ids"

_SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Addition and normalisation fused take four times as long on a CPU as one after the other."""


class Tokens(Protocol):
    """One row for a graph: token ids, and which of two texts each token is of."""

    @property
    def ids(self) -> list[int]:
        """Token ids."""

    @property
    def type_ids(self) -> list[int]:
        """0 for the first text, 1 for the second."""


class OnnxModel:
    """A BERT-like graph with its tokenizer; safe to run from several threads at once.

    Texts longer than `max_tokens` are cut at the end (of a pair, the longer text is cut first).
    A batch is padded to its own longest row and no further, so that rows of like length are
    cheapest together. Graphs with dynamically quantised (int8) weights scale their activations
    over the whole batch, so a row's output depends on the company it keeps (cosine .993 to the
    row alone). Run those one row at a time: equal input then gives equal output, and on a CPU it
    is no slower.
    """

    def __init__(
        self, weights: Path, tokenizer: Path, *, max_tokens: int, threads: int = 0
    ) -> None:
        """Open both files.

        Raises:
            ModelDamaged: A file cannot be read as what it should be.
        """
        self._session = _open_session(weights, threads)
        self._tokenizer = _open_tokenizer(tokenizer, max_tokens)
        self._inputs = frozenset(node.name for node in self._session.get_inputs())
        self._outputs = [node.name for node in self._session.get_outputs()]

    def tokenize(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> "list[Encoding]":
        """Tokenise texts, or pairs of texts, cut to the limit and not padded."""
        return list(self._tokenizer.encode_batch_fast(list(texts)))

    def tokenize_with_places(self, text: str) -> "Encoding":
        """Tokenise one text, with `offsets` of each token's characters in it."""
        encoding: Encoding = self._tokenizer.encode(text)
        return encoding

    @property
    def outputs(self) -> int:
        """How many outputs the graph has."""
        return len(self._outputs)

    def run(self, encodings: Sequence[Tokens], output: int = 0) -> NDArray[np.float32]:
        """Run one padded batch and return one of the graph's outputs, one row per encoding.

        An output that keeps a token dimension holds values for padding too, after each row's own.
        """
        rows: NDArray[np.float32] = self._session.run(
            [self._outputs[output]], self._feed(encodings)
        )[0]
        return rows

    def run_all(self, encodings: Sequence[Tokens]) -> list[NDArray[np.float32]]:
        """Run one padded batch once and return all of the graph's outputs in their order."""
        outputs: list[NDArray[np.float32]] = self._session.run(None, self._feed(encodings))
        return outputs

    def _feed(self, encodings: Sequence[Tokens]) -> Mapping[str, NDArray[np.int64]]:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        types = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[row, :length] = encoding.ids
            mask[row, :length] = 1
            types[row, :length] = encoding.type_ids
        feed = {"input_ids": ids, "attention_mask": mask, type_ids_input: types}
        return {name: array for name, array in feed.items() if name in self._inputs}


_OPEN: Shared[OnnxModel] = Shared()


def open_model(weights: Path, tokenizer: Path, *, max_tokens: int) -> OnnxModel:
    """Return a model that uses one thread per run, shared by all who hold it in this process.

    Libraries of one process share it so, a hundred megabytes each time.

    Raises:
        ModelDamaged: A file cannot be read as what it should be.
    """
    key = (state_of(weights), state_of(tokenizer), max_tokens)
    return _OPEN.get(key, lambda: OnnxModel(weights, tokenizer, max_tokens=max_tokens, threads=1))


def runtime() -> Any:
    """Return the module onnxruntime, imported so that it stays quiet; nobody else imports it."""
    # Its default build sends usage data to its maker, and keeps an id of this machine for it.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    return onnxruntime


def _open_session(weights: Path, threads: int) -> Any:
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(weights),
            sess_options=options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW_FUSIONS,
        )
    except Exception as error:
        message = f"The model file {weights} cannot be loaded ({first_line(error)})."
        raise ModelDamaged(f"{message} Install or download it again.") from error


def _open_tokenizer(path: Path, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:
        message = f"The tokenizer {path} cannot be loaded ({first_line(error)})."
        raise ModelDamaged(f"{message} Install or download it again.") from error
    # Some files ask for padding to 512: four times the work for a passage of ordinary length.
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=max_tokens, strategy="longest_first")
    return tokenizer
